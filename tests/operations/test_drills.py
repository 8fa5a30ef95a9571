"""Long drills, run by `make drills` only: kills again and again, a backup and a restore under load."""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count

from core import clock
from core.base import tenant
from launcher.archive import restoring
from organizations.models import AuditEvent, Organization, User
from organizations.services import audit
from reports import tasks
from reports.models import Report
from reports.services import jobs
from tests.factories.reports import rich_plant
from tests.launcher.archive.archives import everything
from tests.plugin import ROOT, TOLD, wait_until, worker_environment

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]
KILLS = 4
PACE = 0.05  # seconds between two writes of a writer
ROWS, WRITERS = 5_000, 8


def vendor() -> str:
    return "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"


def in_step(step: str, organization: int):
    def check() -> bool:
        with tenant(organization):
            return Report.objects.filter(step=step, state="rendering").exists()

    return check


def test_worker_killed_again_and_again_loses_and_doubles_nothing(cast, start_worker, monkeypatch):
    monkeypatch.setattr(tasks, "WATCHED", 0)  # whoever is silent here was killed
    steps = ["collect", "draw", "print", "publish"]
    organization = cast.organization.pk
    with tenant(organization):
        rich_plant(cast.plant, cast.people["cio"])
    before = set(Path(settings.MEDIA_ROOT).glob("reports/**/*.pdf"))
    ready = 0
    for number in range(KILLS):
        worker = start_worker()
        with tenant(organization):
            report = tasks.request_report(
                plant=cast.plant, kind="blueprint", language="en", by=cast.people["cio"]
            )
        wait_until(in_step(steps[number % 3], organization), "the step to kill in")
        worker.kill()
        with tenant(organization):
            Report.objects.filter(pk=report.pk).update(
                heartbeat_at=clock.now() - jobs.SILENT_AFTER * 2
            )
        successor = start_worker()
        assert tasks.requeue_stuck() == 1

        def is_ready(pk: int = report.pk) -> bool:
            with tenant(organization):
                return Report.objects.get(pk=pk).state == "ready"

        wait_until(is_ready, "the successor's document")
        successor.kill()
        ready += 1
        with tenant(organization):
            # Asking again would find nothing new: each round is a version of its own.
            cast.plant.city = f"City {number}"
            cast.plant.save(update_fields=["city"])
    with tenant(organization):
        produced = AuditEvent.objects.filter(verb="report.produced").values("object_id")
        assert max(row["n"] for row in produced.annotate(n=Count("pk"))) == 1
        named = set(Report.objects.values_list("file", "archive"))
    files = set(Path(settings.MEDIA_ROOT).glob("reports/**/*.pdf")) - before
    assert len(files) == 2 * ready == 2 * len(named)
    TOLD.append(
        f"worker killed on {vendor()}, by SIGKILL: {KILLS} kills, {ready} documents, none twice"
    )


def many_rows(cast) -> None:
    """Store fifty events and many people."""
    with tenant(cast.organization.pk):
        for _ in range(50):
            audit.record(
                by=cast.people["cio"], verb="plant.edited", target=cast.plant, plant=cast.plant
            )
    User._base_manager.bulk_create(
        [User(email=f"many-{n}@example.org", name=f"Person {n}") for n in range(ROWS)],
        batch_size=500,
    )


def test_backup_under_writers_and_its_restore(cast, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    many_rows(cast)
    environment = worker_environment()  # asked here: threads beside it must not open connections
    over, waits, errors = threading.Event(), [], []

    def work() -> None:
        try:
            while not over.is_set():
                began = time.monotonic()
                with tenant(cast.organization.pk):
                    audit.record(by=None, verb="plant.edited", target=cast.plant, plant=cast.plant)
                waits.append(time.monotonic() - began)
                over.wait(PACE)
        except DatabaseError as error:
            errors.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=work) for _ in range(WRITERS)]
    for one in writers:
        one.start()
    began = time.monotonic()
    command = [sys.executable, "manage.py", "backup", "--out", str(tmp_path / "all.zip")]
    # A process of its own, as in life: in this one it would share one lock with the writers.
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True)
    spent = time.monotonic() - began
    over.set()
    for one in writers:
        one.join()
    assert errors == []
    assert done.returncode == 0, done.stderr.decode()
    restoring.load(tmp_path / "all.zip", replace=True)
    after = everything()
    restoring.load(tmp_path / "all.zip", replace=True)
    assert everything() == after
    with tenant(cast.organization.pk):
        organization = Organization._base_manager.get(pk=cast.organization.pk)
        assert audit.verify(organization).broken_at is None
    TOLD.append(
        f"backup on {vendor()} under {WRITERS} writers, as a process: {len(after['rows'])} tables with more "
        f"than {ROWS} rows in {spent:.1f} s with its start; {len(waits)} writes meanwhile, "
        f"half within {statistics.median(waits):.2f} s, the longest {max(waits):.2f} s"
    )
