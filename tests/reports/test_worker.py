"""A real worker process on the real queue: finished once, whatever happens to workers and queue.

Marked `data`: `make test` runs these again on PostgreSQL and Redis.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from core import clock
from core.base import tenant
from organizations.models import AuditEvent
from reports import tasks
from reports.models import Report
from reports.tasks import request_report, requeue_stuck
from tests.factories.reports import rich_plant
from tests.plugin import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.data, pytest.mark.django_db(transaction=True)]
# A worker that was killed keeps its message until the queue gives it back; the task of the schedule
# that looks for silent jobs every 20 seconds is quicker. The test says "silent" at once.
LONG_AGO = dt.timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _no_watching(monkeypatch):
    """Whoever is silent in these tests was killed: there is nothing to wait for."""
    monkeypatch.setattr(tasks, "WATCHED", 0)


def files() -> list[Path]:
    return sorted(Path(settings.MEDIA_ROOT).glob("reports/**/*.pdf"))


def state_of(report) -> str:
    with tenant(report.plant.organization_id):
        return Report.objects.values_list("state", flat=True).get(pk=report.pk)


def asked(cast) -> Report:
    with tenant(cast.organization.pk):
        return request_report(
            plant=cast.plant, kind="blueprint", language="en", by=cast.people["cio"]
        )


def make_silent(report) -> None:
    with tenant(report.plant.organization_id):
        Report.objects.filter(pk=report.pk).update(heartbeat_at=clock.now() - LONG_AGO)


def produced(report) -> int:
    with tenant(report.plant.organization_id):
        return AuditEvent.objects.filter(verb="report.produced").count()


def test_worker_killed_in_mid_render_is_replaced_and_the_report_finished_once(cast, start_worker):
    with tenant(cast.organization.pk):
        rich_plant(cast.plant, cast.people["cio"])
    before = len(files())
    first = start_worker()
    report = asked(cast)

    def is_printing() -> bool:
        with tenant(cast.organization.pk):
            return Report.objects.get(pk=report.pk).step == "print"

    wait_until(is_printing, "the first worker's print")
    first.kill()
    assert state_of(report) == "rendering"
    make_silent(report)
    start_worker()
    assert requeue_stuck() == 1
    wait_until(lambda: state_of(report) == "ready", "the second worker's document")
    with tenant(cast.organization.pk):
        done = Report.objects.get(pk=report.pk)
        assert done.attempts == 2
        assert done.file.open("rb").read(5) == b"%PDF-"
        assert done.pages > 20
    assert len(files()) == before + 2  # for reading and for keeping
    assert produced(report) == 1


def test_job_sent_twice_is_done_once(cast, worker):
    report = asked(cast)
    make_silent(report)
    requeue_stuck()
    wait_until(lambda: state_of(report) == "ready", "the document")
    with tenant(cast.organization.pk):
        assert Report.objects.get(pk=report.pk).attempts == 1
    assert produced(report) == 1


@pytest.mark.skipif(not settings.QUEUE_IS_EMBEDDED, reason="the server's queue is not ours to stop")
def test_report_asked_for_without_a_queue_waits_and_is_done_later(cast, broker, start_worker):
    broker.stop()
    report = asked(cast)
    assert state_of(report) == "queued"
    make_silent(report)
    broker.start()
    start_worker()
    assert requeue_stuck() == 1
    wait_until(lambda: state_of(report) == "ready", "the document")


@pytest.mark.skipif(not settings.QUEUE_IS_EMBEDDED, reason="the server's queue is not ours to stop")
def test_worker_with_the_schedule_sends_what_waits_also_after_one_was_killed(
    cast, broker, start_worker
):
    broker.stop()
    report = asked(cast)
    make_silent(report)
    broker.start()
    start_worker("--with-schedule").kill()
    start_worker("--with-schedule")
    wait_until(lambda: state_of(report) == "ready", "the document")
