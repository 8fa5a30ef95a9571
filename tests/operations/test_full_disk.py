"""A full disk: it is said, nothing is left by halves, and what was saved stays.

Ways taken: a storage that raises ENOSPC, RLIMIT_FSIZE (no small file system can be mounted here), and
for SQLite the largest number of pages its file may have.
"""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import signal
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.urls import reverse

from assessment.services import evidence
from config.storage import WholeFileStorage
from core import disk
from launcher.archive import saving
from organizations.models import AuditEvent, Evidence, Plant
from organizations.services import audit
from reports import tasks
from reports.models import Report
from reports.rendering import producing
from reports.rendering.pdf import Printed
from reports.services import jobs
from tests.factories.assessment_runs import make_run

FULL = OSError(errno.ENOSPC, "No space left on device")


@contextlib.contextmanager
def files_no_longer_than(size: int):
    """Let the system refuse to write beyond a number of bytes, as a full disk does in mid-file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, kept)


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "config.storage.WholeFileStorage"},
    }
    return tmp_path / "files"


@pytest.fixture
def full(media, monkeypatch):
    """A store that is full after the first bytes of the nth file; others are stored."""

    def after(files: int):
        real, count = FileSystemStorage._save, 0

        def save(self, name, content):
            nonlocal count
            count += 1
            if count <= files:
                return real(self, name, content)
            real(self, name, ContentFile(content.read(3)))
            raise FULL

        monkeypatch.setattr(FileSystemStorage, "_save", save)

    return after


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# --- the store ----------------------------------------------------------------------------------
def test_file_appears_whole_or_not_at_all(media):
    assert isinstance(storages["default"], WholeFileStorage)
    with files_no_longer_than(50_000), pytest.raises(OSError, match="File too large"):
        default_storage.save("a/big.bin", ContentFile(b"x" * 100_000))
    assert files(media) == []
    assert default_storage.save("a/big.bin", ContentFile(b"x" * 100_000)) == "a/big.bin"
    assert default_storage.save("a/big.bin", ContentFile(b"y")) != "a/big.bin"
    assert (media / "a/big.bin").stat().st_mode & 0o777 == 0o640
    assert len(files(media)) == 2


def test_large_upload_from_a_file_of_its_own_is_moved_in(media):
    upload = TemporaryUploadedFile("x.pdf", "application/pdf", 5, None)
    upload.write(b"%PDF-")
    upload.seek(0)
    assert default_storage.save("x.pdf", upload) == "x.pdf"
    assert files(media) == ["x.pdf"]
    with contextlib.suppress(FileNotFoundError):  # Django's own object would remove it at its end
        upload.close()


def test_store_that_is_full_leaves_nothing(media, full):
    full(0)
    with pytest.raises(OSError, match="No space"):
        default_storage.save("a.bin", ContentFile(b"123456"))
    assert files(media) == []


# --- evidence, documents, backups ---------------------------------------------------------------
@pytest.mark.parametrize("htmx", [False, True])
def test_upload_is_refused_with_a_reason_and_stores_nothing(scoped, media, full, htmx):
    run = make_run(scoped.plant, {"DG-06": 3})
    client = scoped.client("project_owner")
    client.raise_request_exception = False
    address = reverse("questionnaire:evidence-create", args=[scoped.plant.slug, run.pk, "DG-06"])
    upload = {"key": "k" * 16, "file": SimpleUploadedFile("x.pdf", b"%PDF-1 and more")}
    full(0)
    before = AuditEvent.objects.count()
    answer = client.post(address, upload, headers={"HX-Request": "true"} if htmx else {})
    assert answer.status_code == 507
    assert "the disk of the server is full" in answer.content.decode()
    assert (files(media), Evidence.objects.count()) == ([], 0)
    assert AuditEvent.objects.count() == before


def test_file_whose_row_cannot_be_stored_goes_again(scoped, media, monkeypatch):
    run = make_run(scoped.plant, {"DG-06": 3})

    def fail(**_values):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(OperationalError):
        evidence.add_evidence(
            plant=scoped.plant,
            run_id=run.pk,
            question="DG-06",
            by=scoped.people["project_owner"],
            key="k" * 16,
            file=SimpleUploadedFile("x.pdf", b"%PDF-1"),
            may_manage=True,
        )
    assert (files(media), Evidence.objects.count()) == ([], 0)


def test_document_whose_second_file_finds_no_room_leaves_no_file(scoped, media, full, monkeypatch):
    report = jobs.request(
        plant=scoped.plant, kind="blueprint", language="en", by=scoped.people["cio"]
    )
    printed = Printed(data=b"%PDF-1", archive=b"%PDF-2", pages=1)
    monkeypatch.setattr(producing, "freeze", lambda _report: None)
    monkeypatch.setattr(producing, "_print", lambda _report: printed)
    full(1)
    assert tasks.render_report(report.pk, scoped.organization.pk) == "failed"
    report.refresh_from_db()
    assert (report.state, report.failure) == ("failed", "storage")
    assert files(media) == []
    assert Report.objects.get().file.name == ""


def test_backup_that_finds_no_room_leaves_nothing(cast, media, tmp_path):
    default_storage.save("big.bin", ContentFile(bytes(range(256)) * 8))
    saving.save(tmp_path / "whole.zip")
    size = (tmp_path / "whole.zip").stat().st_size
    with (
        files_no_longer_than(size // 2),
        pytest.raises(CommandError, match=r"cannot be written: (File too large|No space)"),
    ):
        call_command("backup", out=tmp_path / "half.zip")
    assert [name for name in files(tmp_path) if "half" in name] == []


# --- the database -------------------------------------------------------------------------------
@pytest.mark.skipif(connection.vendor != "sqlite", reason="pages of an SQLite file")
@pytest.mark.django_db(transaction=True)
def test_full_database_is_said_changes_nothing_and_works_again(cast):
    client = cast.client("cio")
    client.raise_request_exception = False
    address = f"/plants/{cast.plant.slug}/edit/"
    assert client.get(address).status_code == 200
    events = AuditEvent._base_manager.count()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA freelist_count")
        free = cursor.fetchone()[0]
        cursor.execute("PRAGMA page_size")
        size = cursor.fetchone()[0]
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    notes = "x" * (free * size + 3_000_000)
    with pytest.raises(OperationalError, match="full") as refused:
        Plant._base_manager.filter(pk=cast.plant.pk).update(industry=notes)
    assert disk.is_full(refused.value)
    assert client.get("/").status_code == 200
    assert AuditEvent._base_manager.count() == events
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")
    Plant._base_manager.filter(pk=cast.plant.pk).update(industry=notes[:50])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchone() == ("ok",)


# --- what is said -------------------------------------------------------------------------------
class RefusalError(Exception):
    """An error of PostgreSQL's driver."""

    sqlstate = "53100"


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "is_full"),
    [
        (FULL, True),
        (OSError(errno.EDQUOT, "quota"), True),
        (OSError(errno.EFBIG, "too large"), True),
        (OperationalError("database or disk is full"), True),
        (caused(OperationalError("could not extend file"), RefusalError()), True),
        (caused(ValueError("x"), FULL), True),
        (OSError(errno.EACCES, "no"), False),
        (ValueError("x"), False),
        (None, False),
    ],
)
def test_what_a_full_disk_looks_like(error, is_full):
    assert disk.is_full(error) is is_full


@pytest.mark.parametrize(
    ("language", "words"), [("en", "the disk of the server is full"), ("zh-hans", "磁盘")]
)
def test_person_reads_why_nothing_was_saved(cast, monkeypatch, language, words):
    client = cast.client("cio")
    client.cookies["landfall_language"] = language
    cast.people["cio"].language = language
    cast.people["cio"].save()
    client.raise_request_exception = False

    def fail(*_args, **_more):
        raise FULL

    page = import_module("overview.views.portfolio")
    monkeypatch.setattr(page, "load_portfolio", fail)
    answer = client.get("/", headers={"Accept-Language": language})
    assert answer.status_code == 507
    assert words in answer.content.decode()


def test_any_other_error_keeps_its_page(cast, monkeypatch):
    client = cast.client("cio")
    client.raise_request_exception = False

    def fail(*_args, **_more):
        raise ValueError

    monkeypatch.setattr("organizations.views.health.delivery.late", fail)
    assert client.get("/readyz").status_code == 500


def test_trouble_of_a_folder(tmp_path, monkeypatch):
    assert disk.trouble(tmp_path) == ""
    assert disk.trouble(tmp_path / "none") == "read-only"
    with files_no_longer_than(100):
        assert disk.trouble(tmp_path) == "full"
    monkeypatch.setattr(disk, "LEAST_FREE", 10**18)
    assert disk.trouble(tmp_path) == "full"


@pytest.mark.parametrize("state", ["full", "read-only"])
def test_readiness_says_so(db, client, monkeypatch, state):
    monkeypatch.setattr(disk, "trouble", lambda _folder: state)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"ready": False, "missing": f"disk is {state}"},
    )


def test_database_that_fails_with_its_folder_names_the_disk(db, client, monkeypatch):
    def fail():
        raise OperationalError("unable to open database file")

    health = import_module("organizations.views.health")
    monkeypatch.setattr(health, "_takes_writes", fail)
    monkeypatch.setattr(settings, "READYZ_SECONDS", 0)
    assert client.get("/readyz").json()["missing"] == "database"
    monkeypatch.setattr(disk, "trouble", lambda _folder: "read-only")
    assert client.get("/readyz").json()["missing"] == "disk is read-only"


def test_person_reads_that_the_server_cannot_write(cast, monkeypatch):
    client = cast.client("cio")
    client.raise_request_exception = False

    def fail(*_args, **_more):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(import_module("overview.views.portfolio"), "load_portfolio", fail)
    assert client.get("/").status_code == 500
    monkeypatch.setattr(disk, "trouble", lambda _folder: "read-only")
    answer = client.get("/")
    assert answer.status_code == 507
    assert "The data folder of the server is read-only" in answer.content.decode()


def test_backup_names_the_place_that_refused(cast, tmp_path, monkeypatch):
    def refuse():
        raise OSError(errno.EROFS, "Read-only file system", "/data/restore.lock")

    monkeypatch.setattr("launcher.management.commands.backup.after_interruption", refuse)
    with pytest.raises(CommandError, match=r"^/data/restore\.lock cannot be written") as caught:
        call_command("backup", out=tmp_path / "x.zip")
    assert caught.value.returncode == 2


def test_backup_replaces_no_device(cast, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CommandError, match="this is no ordinary file"):
        call_command("backup", out=tmp_path / "pipe")
    assert (tmp_path / "pipe").is_fifo()
    with pytest.raises(OSError, match="this is no ordinary file"):
        disk.write_whole(tmp_path / "pipe", b"")


# --- PostgreSQL ---------------------------------------------------------------------------------
FILLED = """
CREATE FUNCTION filled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device'
    USING ERRCODE = '53100', HINT = 'Check free disk space.';
END $$;
CREATE TRIGGER filled BEFORE INSERT ON organizations_exchangerate EXECUTE FUNCTION filled();
"""
EMPTIED = "DROP TRIGGER filled ON organizations_exchangerate; DROP FUNCTION filled();"
RATE = {"currency": "MYR", "rate": "1.62", "dated_on": "2026-01-01", "source": "central bank"}


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_full_disk_of_postgresql_is_said_changes_nothing_and_works_again(cast):
    """Way taken: a trigger that raises disk_full (53100), since the server's disk is not ours."""
    client = cast.client("cio")
    client.raise_request_exception = False
    events = AuditEvent._base_manager.count()
    with connection.cursor() as cursor:
        cursor.execute(FILLED)
    try:
        answer = client.post("/organization/rates/", RATE)
        assert answer.status_code == 507
        assert "the disk of the server is full" in answer.content.decode()
        assert client.get("/organization/rates/").status_code == 200
        assert AuditEvent._base_manager.count() == events
    finally:
        with connection.cursor() as cursor:
            cursor.execute(EMPTIED)
    assert client.post("/organization/rates/", RATE).status_code == 302
    assert AuditEvent._base_manager.count() == events + 1
