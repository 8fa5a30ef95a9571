"""Housekeeping: each remover is listed, runs, removes what is of no use and nothing else."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from celery.schedules import crontab
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core import clock
from launcher import clearing as clearing_files
from launcher.archive import restoring
from launcher.archive.files import Moves, stored_files
from launcher.archive.upgrading import PREFIX
from organizations.models import AuditEvent, Invitation
from organizations.services import clearing
from organizations.tasks import remove_audit_jobs, remove_old
from tests.factories.organizations import InvitationFactory
from tests.upgrade.rows import Maker

DAY = dt.timedelta(days=1)
OURS = {
    "expired sessions",
    "invitations that ran out",
    "parts of backups",
    "files that no row names",
}


def test_every_remover_is_listed_and_runs(scoped):
    assert set(clearing.removers()) >= OURS
    assert all(count >= 0 for count in clearing.remove_all(clock.now()).values())
    remove_old()


def test_it_happens_every_day():
    row = settings.CELERY_BEAT_SCHEDULE["remove-old"]
    assert row["task"] == remove_old.name
    assert row["schedule"] == crontab(hour=2, minute=30)


def test_exports_of_the_audit_log_go_by_schedule_too():
    row = settings.CELERY_BEAT_SCHEDULE["remove-audit-jobs"]
    assert (row["task"], row["schedule"]) == (remove_audit_jobs.name, 3600.0)


def test_one_that_fails_stops_no_other(scoped, monkeypatch):
    def fail(_now):
        raise OSError

    monkeypatch.setattr(clearing, "remove_sessions", fail)
    done = clearing.remove_all(clock.now())
    assert done["expired sessions"] == -1
    assert all(done[name] >= 0 for name in OURS - {"expired sessions"})


def test_sessions_go_two_days_after_they_ran_out(db):
    now = clock.now()
    for name, days in (("open", 1), ("just over", -1), ("over", -3)):
        Session.objects.create(session_key=name, session_data="", expire_date=now + days * DAY)
    assert clearing.remove_sessions(now) == 1
    assert set(Session.objects.values_list("session_key", flat=True)) == {"open", "just over"}


def test_invitations_nobody_took_up_go_with_one_event(scoped):
    now, period = clock.now(), dt.timedelta(days=settings.FORMER_MEMBER_DAYS)
    long_ago = now - period - DAY
    states = {
        "open": {"expires_at": now + DAY},
        "over": {"expires_at": now - DAY},
        "accepted": {"expires_at": long_ago, "accepted_at": long_ago},
        "long over": {"expires_at": long_ago},
        "long withdrawn": {"expires_at": now + DAY, "revoked_at": long_ago},
    }
    for name, values in states.items():
        InvitationFactory(organization=scoped.organization, name=name, token_hash=name, **values)
    assert clearing.remove_invitations(now) == 2
    left = set(Invitation.objects.values_list("name", flat=True))
    assert left == {"open", "over", "accepted"}
    event = AuditEvent.objects.get(verb="invitation.removed")
    assert event.changes == {"invitations": [2, 0]}
    assert clearing.remove_invitations(now) == 0
    assert AuditEvent.objects.filter(verb="invitation.removed").count() == 1


# --- folders and the store ----------------------------------------------------------------------
@pytest.fixture
def data(settings, tmp_path):
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return tmp_path


def make_old(path) -> None:
    long_ago = (clock.now() - 3 * DAY).timestamp()
    os.utime(path, (long_ago, long_ago))


def test_parts_of_killed_backups_and_restores_go(data):
    (data / "backups").mkdir()
    (data / "backups" / ".landfall-1.zip.part").write_bytes(b"half")
    (data / "backups" / "landfall-0.zip").write_bytes(b"whole")
    for name in ("1", "2"):
        (data / f"{PREFIX}{name}").mkdir()
        (data / f"{PREFIX}{name}" / "scratch.sqlite3").write_bytes(b"x")
    make_old(data / f"{PREFIX}1")
    assert clearing_files.remove_backup_parts(clock.now()) == 2
    assert [path.name for path in (data / "backups").iterdir()] == ["landfall-0.zip"]
    assert [path.name for path in data.glob(f"{PREFIX}*")] == [f"{PREFIX}2"]


def test_files_that_no_row_names_go_after_two_days(scoped, data):
    row = Maker(apps).make("reports.report")
    type(row)._base_manager.filter(pk=row.pk).update(file="reports/named.pdf", archive="")
    for name in ("reports/named.pdf", "reports/lost.pdf", "reports/new.pdf", ".begun.part"):
        place = data / "files" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"x")
        if "new" not in name:
            make_old(place)
    assert clearing_files.remove_lost_files(clock.now()) == 2
    assert sorted(stored_files()) == ["reports/named.pdf", "reports/new.pdf"]
    assert not (data / "files" / ".begun.part").exists()


def test_nothing_is_removed_while_a_restore_is_under_way(scoped, data):
    default_storage.save("lost.pdf", ContentFile(b"x"))
    make_old(data / "files" / "lost.pdf")
    with restoring.alone():
        assert clearing_files.remove_lost_files(clock.now()) == 0
    restoring.write_down(Moves())
    assert clearing_files.remove_lost_files(clock.now()) == 0
    assert restoring.finish() == "undone"
    assert clearing_files.remove_lost_files(clock.now()) == 1


def test_file_that_goes_meanwhile_is_no_error(scoped, data, monkeypatch):
    monkeypatch.setattr(clearing_files, "stored_files", lambda **_more: iter(["gone.pdf"]))
    assert clearing_files.remove_lost_files(clock.now()) == 0
