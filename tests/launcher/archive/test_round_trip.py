"""A backup holds everything, and a restore gives back exactly that or changes nothing."""

from __future__ import annotations

import os
import shutil
import zipfile
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage, default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django_scopes import scopes_disabled

from core.errors import RuleError
from launcher.archive import restoring, rows, saving
from organizations.models import AuditEvent, Organization, User
from tests.factories.organizations import OrganizationFactory
from tests.launcher.archive.archives import everything, manifest_with, rewritten


def test_no_secret_of_the_installation_is_in_an_archive(stored, tmp_path, settings):
    """Its key, passwords of services and mails lie beside the stored files, in the data folder."""
    settings.EMAIL_HOST_PASSWORD = "mail-password-of-the-operator"
    for name in ("secret.key", "mail/1.log", "run/plan.json", "landfall.env"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{settings.SECRET_KEY} {settings.EMAIL_HOST_PASSWORD}")
    saving.save(tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as file:
        whole = b"".join(file.read(name) for name in file.namelist())
        assert not [name for name in file.namelist() if name.endswith((".key", ".log", ".env"))]
    for secret in (settings.SECRET_KEY, settings.EMAIL_HOST_PASSWORD):
        assert secret.encode() not in whole


def test_restore_gives_back_every_row_and_file(stored, tmp_path):
    before = everything()
    assert before["rows"]["organizations.User"]
    assert before["rows"]["organizations.AuditEvent"]
    assert set(before["files"]) == {"evidence/a b/评估.txt", "top.bin"}
    saved = saving.save(tmp_path / "all.zip")
    with scopes_disabled():
        Organization._base_manager.update(name="Changed")
        OrganizationFactory(name="Later", slug="later")
    User._base_manager.filter(email="assessor@example.org").update(name="Gone")
    default_storage.delete("top.bin")
    default_storage.save("later.txt", ContentFile(b"later"))
    assert everything() != before
    restored = restoring.load(tmp_path / "all.zip", replace=True)
    assert everything() == before
    assert restored == saved
    assert saved.rows == sum(len(found) for found in before["rows"].values())
    assert saved.files == 2


def test_new_rows_get_free_numbers_after_a_restore(stored, tmp_path):
    saving.save(tmp_path / "all.zip")
    restoring.load(tmp_path / "all.zip", replace=True)
    with scopes_disabled():
        assert OrganizationFactory(name="Later", slug="later").pk


def test_locked_rows_are_locked_again_after_a_restore(stored, tmp_path):
    saving.save(tmp_path / "all.zip")
    restoring.load(tmp_path / "all.zip", replace=True)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        AuditEvent._base_manager.update(verb="plant.forged")


def test_only_the_owner_can_read_a_backup(stored, tmp_path):
    saving.save(tmp_path / "all.zip")
    assert (tmp_path / "all.zip").stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []


def test_used_database_is_not_overwritten_unasked(stored, tmp_path):
    saving.save(tmp_path / "all.zip")
    before = everything()
    with pytest.raises(RuleError, match="holds data already"):
        restoring.load(tmp_path / "all.zip")
    assert everything() == before


def test_empty_database_takes_a_backup(stored, tmp_path):
    before = everything()
    saving.save(tmp_path / "all.zip")
    with rows.triggers_away():
        rows.empty_tables()
    shutil.rmtree(tmp_path / "files")
    assert restoring.is_empty()
    restoring.load(tmp_path / "all.zip")
    assert everything() == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda n, d: [(n, d + b"\n" if n.endswith("User.jsonl") else d)],
            "differs from its check",
        ),
        (lambda n, d: [] if n.endswith("User.jsonl") else [(n, d)], "incomplete"),
        (
            lambda n, d: [(n, d), ("extra", b"x")] if n == "manifest.json" else [(n, d)],
            "incomplete",
        ),
        (lambda n, d: [] if n == "manifest.json" else [(n, d)], "no manifest"),
        (manifest_with(product="other"), "format that this version"),
        (manifest_with(format=99), "format that this version"),
        (manifest_with(migrations=[["core", "0001"]], version="9.9"), "made by version 9.9"),
    ],
)
def test_unusable_backup_is_refused_and_nothing_changes(stored, tmp_path, change, words):
    saving.save(tmp_path / "all.zip")
    rewritten(tmp_path / "all.zip", tmp_path / "bad.zip", change)
    before = everything()
    with pytest.raises(RuleError, match=words):
        restoring.load(tmp_path / "bad.zip", replace=True)
    assert everything() == before


class Elsewhere(InMemoryStorage):
    """A store that knows no paths, as S3 does."""

    path = Storage.path

    def _relative_path(self, name):
        return os.path.relpath(InMemoryStorage.path(self, name), self.location)


@pytest.fixture(params=["django.core.files.storage.FileSystemStorage", f"{__name__}.Elsewhere"])
def storage(request, settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": request.param}}
    settings.MEDIA_ROOT = tmp_path / "files"


def put(name: str, content: bytes) -> None:
    default_storage.delete(name)
    default_storage.save(name, ContentFile(content))


@pytest.fixture
def drifted(storage, cast, tmp_path):
    """An archive of three files, of which one is gone by now, one another and one as it was."""
    for name in ("as it was.txt", "deep/another.txt", "deep/gone.txt"):
        put(name, b"saved " + name.encode())
    saving.save(tmp_path / "all.zip")
    default_storage.delete("deep/gone.txt")
    put("deep/another.txt", b"changed since")
    put("later.txt", b"later")
    return tmp_path / "all.zip"


def fail(*_args, **_more):
    raise OSError("disk full")


@pytest.mark.parametrize("step", ["empty_tables", "insert_rows", "reset_sequences"])
def test_restore_that_fails_in_the_database_leaves_rows_and_files(drifted, monkeypatch, step):
    before = everything()
    monkeypatch.setattr(restoring, step, fail)
    with pytest.raises(OSError, match="disk full"):
        restoring.load(drifted, replace=True)
    assert everything() == before


def test_restore_that_cannot_store_a_file_leaves_rows_and_files(drifted, monkeypatch):
    before = everything()
    save = default_storage.save

    def fail_at_the_last(name, content):
        return fail() if name == "deep/gone.txt" else save(name, content)

    with monkeypatch.context() as full:
        full.setattr(default_storage, "save", fail_at_the_last)
        with pytest.raises(OSError, match="disk full"):
            restoring.load(drifted, replace=True)
    assert everything() == before


def test_restore_puts_back_what_is_gone_or_another(drifted):
    restoring.load(drifted, replace=True)
    assert everything()["files"] == {
        name: b"saved " + name.encode()
        for name in ("as it was.txt", "deep/another.txt", "deep/gone.txt")
    }


def test_files_change_only_after_the_rows_are_there(drifted, monkeypatch):
    """The last step of the transaction still sees every file that was here."""
    before = everything()["files"]
    seen = {}
    real = restoring.reset_sequences

    def look() -> None:
        seen.update(everything()["files"])
        real()

    monkeypatch.setattr(restoring, "reset_sequences", look)
    restoring.load(drifted, replace=True)
    assert {name: seen[name] for name in before} == before


def test_bytes_that_are_no_archive_are_refused(stored, tmp_path):
    (tmp_path / "bad.zip").write_bytes(b"no zip at all")
    for name in ("bad.zip", "absent.zip"):
        with pytest.raises(RuleError, match="cannot be read as a backup"):
            restoring.load(tmp_path / name)


def test_broken_compression_is_damage(stored, tmp_path):
    saving.save(tmp_path / "all.zip")
    data = bytearray((tmp_path / "all.zip").read_bytes())
    with zipfile.ZipFile(tmp_path / "all.zip") as whole:
        place = whole.getinfo("files/top.bin").header_offset + 60
    data[place : place + 40] = bytes(40)
    (tmp_path / "bad.zip").write_bytes(bytes(data))
    with pytest.raises(RuleError, match="damaged"):
        restoring.load(tmp_path / "bad.zip", replace=True)


def test_commands_save_and_restore(stored, tmp_path, settings):
    settings.VAR_DIR = tmp_path / "var"
    said = StringIO()
    call_command("backup", stdout=said)
    (file,) = (tmp_path / "var" / "backups").iterdir()
    assert f"{file}: " in said.getvalue()
    assert "2 files" in said.getvalue()
    said = StringIO()
    call_command("restore", str(file), "--replace", stdout=said)
    assert f"by version {settings.APP_VERSION}" in said.getvalue()
    with pytest.raises(CommandError, match="holds data already"):
        call_command("restore", str(file))


def test_backup_to_an_impossible_place_says_so(stored, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("backup", out=tmp_path / "file" / "x.zip")


def test_many_rows_arrive_in_pieces(stored, tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "BATCH", 2)
    before = everything()
    saving.save(tmp_path / "all.zip")
    restoring.load(tmp_path / "all.zip", replace=True)
    assert everything() == before


def test_tables_are_read_as_they_were_at_one_instant(transactional_db):
    with rows.one_moment(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW transaction_isolation")
            assert cursor.fetchone() == ("repeatable read",)
    assert not connection.in_atomic_block
