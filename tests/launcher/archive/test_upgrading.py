"""A backup of an earlier version is restored by this one; one of a later version says what to do."""

from __future__ import annotations

import json
import subprocess
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core.base import tenant
from core.errors import RuleError
from launcher.archive import reading, restoring, rows, saving, upgrading
from organizations.models import Organization
from organizations.services import audit
from tests.launcher.archive.archives import everything, manifest_with, rewritten
from tests.upgrade.dumps import RELEASES
from tests.upgrade.scratch import count_of, load_release, scratch
from tests.upgrade.test_releases import OWN_BOOKS

pytestmark = [pytest.mark.slow, pytest.mark.data]


def backup_of(release: str, target) -> dict[str, int]:
    """Write the backup that a release would have made of its demo; return rows by table."""
    load_release(release)
    executor = MigrationExecutor(connection)
    made = sorted(node for node in rows.migrations() if node[0] not in reading.GONE)
    state = executor.loader.project_state(made).apps
    saving.save(target, registry=state, with_files=False)
    return {
        model._meta.db_table: count_of(model._meta.db_table)
        for model in rows.tables(state)
        if model._meta.db_table not in OWN_BOOKS
    }


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.django_db(transaction=True)
def test_backup_of_a_release_is_restored_by_this_version(release, tmp_path, capsys):
    archive = tmp_path / "old.zip"
    with scratch(tmp_path):
        before = backup_of(release, archive)
    assert sum(before.values()) > 1000
    call_command("restore", str(archive), replace=True)
    assert "now run `manage.py prepare`" in capsys.readouterr().out
    # Evidence of duties and of answers is one table now.
    merged = before["assessment_evidence"] + before.get("compliance_obligationevidence", 0)
    assert {name: count_of(name) for name in before} == {**before, "assessment_evidence": merged}
    organization = Organization._base_manager.get()
    with tenant(organization.pk):
        assert audit.verify(organization).broken_at is None
    assert list(tmp_path.glob(f"**/{upgrading.PREFIX}*")) == []
    again = tmp_path / "new.zip"
    saving.save(again)
    with reading.opened(again) as opened:
        assert not reading.is_older(reading.read_manifest(opened))


@pytest.fixture
def saved(stored, tmp_path):
    saving.save(tmp_path / "all.zip")
    return tmp_path / "all.zip"


def test_backup_of_a_later_version_names_what_to_install(saved, tmp_path):
    later = [*rows.migrations(), ("reports", "9999_later")]
    change = manifest_with(migrations=later, version="9.9")
    rewritten(saved, tmp_path / "later.zip", change)
    before = everything()
    with pytest.raises(RuleError, match=r"version 9\.9.*reports\.9999_later.*or a later one"):
        restoring.load(tmp_path / "later.zip", replace=True)
    assert everything() == before


def test_backup_of_a_later_version_with_the_same_tables_is_refused(saved, tmp_path, settings):
    for version, is_later in (("9.9", True), ("0.10.0", True), (settings.APP_VERSION, False)):
        rewritten(saved, tmp_path / "same.zip", manifest_with(version=version))
        with reading.opened(tmp_path / "same.zip") as opened:
            manifest = reading.read_manifest(opened)
        if is_later:
            with pytest.raises(
                RuleError, match=rf"version {version}, later than this installation"
            ):
                reading.is_older(manifest)
        else:
            assert not reading.is_older(manifest)


def test_backup_that_cannot_be_brought_up_changes_nothing(saved, tmp_path):
    """A state that no version had: a migration without the one it stands on."""
    odd = [row for row in rows.migrations() if row != ("reports", "0001_initial")]
    rewritten(saved, tmp_path / "odd.zip", manifest_with(migrations=odd))
    before = everything()
    with pytest.raises(RuleError, match=r"state that no version had\. Nothing was changed"):
        restoring.load(tmp_path / "odd.zip", replace=True)
    assert everything() == before


def test_an_empty_reason_is_said_too(saved, monkeypatch):
    silent = subprocess.CompletedProcess([], 1, "", "")
    monkeypatch.setattr(upgrading.subprocess, "run", lambda *_args, **_more: silent)
    with zipfile.ZipFile(saved) as archive:
        manifest = reading.Manifest(**json.loads(archive.read("manifest.json")))
    with pytest.raises(RuleError, match="no reason given"), upgrading.brought_up(saved, manifest):
        pass


def test_a_database_in_use_is_not_filled_with_an_older_backup(saved, tmp_path):
    with pytest.raises(CommandError, match="empty database of its own"):
        call_command("upgrade_backup", str(saved), str(tmp_path / "out.zip"))


def test_a_database_that_is_not_migrated_is_prepared_first(saved, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_args: ["something"])
    with pytest.raises(RuleError, match=r"manage\.py prepare"):
        restoring.load(saved, replace=True)
