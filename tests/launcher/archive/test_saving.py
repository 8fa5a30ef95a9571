"""A backup holds up nobody who writes, is of one moment, and leaves nothing when it fails."""

from __future__ import annotations

import fcntl
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction

from launcher.archive import rows, saving
from launcher.archive.rows import part_of
from organizations.models import Organization
from reports.models import Report
from tests.upgrade.rows import Maker


def write(name: str) -> None:
    """Write as services do, in a transaction, on a connection that waits for no lock at all."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                options = {**connection.settings_dict["OPTIONS"], "timeout": 0}
                connection.settings_dict = {**connection.settings_dict, "OPTIONS": options}
                cursor.execute("PRAGMA busy_timeout=0")
            else:
                cursor.execute("SET lock_timeout = '1ms'")
        with transaction.atomic():
            Organization._base_manager.update(name=name)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_writer_waits_for_no_lock_at_any_table_and_the_backup_is_of_one_moment(
    stored, tmp_path, monkeypatch
):
    """Measured in locks: between any two tables a writer that waits 0 ms is never refused."""
    real, written = saving.Writer.add_table, []
    with ThreadPoolExecutor(1) as other:

        def add_table(self, model):
            count = real(self, model)
            name = f"Written beside table {len(written)}"
            other.submit(write, name).result()
            written.append(name)
            return count

        monkeypatch.setattr(saving.Writer, "add_table", add_table)
        saving.save(tmp_path / "all.zip")
    assert len(written) == len(rows.tables()) > 60
    assert Organization._base_manager.filter(name=written[-1]).exists()
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        kept = archive.read(part_of(Organization)).decode()
    assert "Written beside" not in kept or rows.tables()[0] is Organization


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="a lock of SQLite")
def test_every_other_transaction_still_begins_as_a_writer(stored):
    before = connection.transaction_mode
    with rows.one_moment():
        assert connection.transaction_mode == before == "IMMEDIATE"
    assert connection.transaction_mode == before


# --- rows and files of one moment ---------------------------------------------------------------
@pytest.fixture
def document(stored) -> Report:
    """A row that names a stored file."""
    row = Maker(apps).make("reports.report")
    Report._base_manager.filter(pk=row.pk).update(file="reports/x.pdf", archive="")
    default_storage.save("reports/x.pdf", ContentFile(b"%PDF-"))
    return row


def test_file_that_a_row_names_and_nobody_has_is_said(document, tmp_path, capsys):
    default_storage.delete("reports/x.pdf")
    done = saving.save(tmp_path / "all.zip")
    assert done.missing == ("reports/x.pdf",)
    call_command("backup", out=tmp_path / "again.zip")
    assert "reports/x.pdf, which is not in the store" in capsys.readouterr().err


def test_row_and_file_removed_meanwhile_are_both_gone_from_the_backup(
    document, tmp_path, monkeypatch
):
    real, tries = saving.stored_files, []

    def remove_first():
        tries.append(1)
        Report._base_manager.filter(pk=document.pk).delete()
        default_storage.delete("reports/x.pdf")
        return real()

    monkeypatch.setattr(saving, "stored_files", remove_first)
    done = saving.save(tmp_path / "all.zip")
    assert (len(tries), done.missing) == (2, ())
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["rows"]["reports.Report"] == 0
    assert "files/reports/x.pdf" not in manifest["parts"]


def test_file_removed_between_list_and_reading_is_left_out(stored, tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "stored_files", lambda: iter(["top.bin", "gone.bin"]))
    assert saving.save(tmp_path / "all.zip").files == 1


# --- nothing is left ----------------------------------------------------------------------------
def left(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".zip" in path.name)


def test_failed_backup_leaves_no_part_and_the_older_file(stored, tmp_path, monkeypatch):
    saving.save(tmp_path / "all.zip")
    before = (tmp_path / "all.zip").read_bytes()

    def fail(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving.Writer, "add_file", fail)
    with pytest.raises(CommandError, match="No space left on device"):
        call_command("backup", out=tmp_path / "all.zip")
    assert left(tmp_path) == ["all.zip"]
    assert (tmp_path / "all.zip").read_bytes() == before


def test_failing_database_is_said_and_leaves_no_part(stored, tmp_path, monkeypatch):
    def fail(*_args):
        raise OperationalError("database disk image is malformed")

    monkeypatch.setattr(saving.Writer, "add_table", fail)
    with pytest.raises(CommandError, match="restore your newest backup"):
        call_command("backup", out=tmp_path / "all.zip")
    assert left(tmp_path) == []


def test_parts_of_killed_backups_go_and_that_of_a_running_one_stays(stored, tmp_path):
    (tmp_path / ".killed.zip.part").write_bytes(b"half")
    running = tmp_path / ".running.zip.part"
    with running.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        saving.save(tmp_path / "all.zip")
        assert left(tmp_path) == [".running.zip.part", "all.zip"]
    assert saving.remove_left_parts(tmp_path) == 1
