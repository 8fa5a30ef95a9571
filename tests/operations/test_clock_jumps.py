"""The clock of a machine is set forward or back: no report is lost, doubled or taken from a worker.

Ways taken: `core.clock` in this process, the short one; and, as a drill, a worker whose system clock is
another one (libfaketime), where that is installed: apt-get install faketime.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from core import clock
from core.base import tenant
from organizations.models import AuditEvent
from reports import tasks
from reports.models import Report
from reports.services import jobs
from tests.factories.reports import rich_plant
from tests.operations.test_drills import in_step, vendor
from tests.plugin import TOLD, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
JUMPS = (dt.timedelta(hours=26), dt.timedelta(hours=-26))
LIBRARY = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), None)


def asked(cast) -> Report:
    with tenant(cast.organization.pk):
        return tasks.request_report(
            plant=cast.plant, kind="blueprint", language="en", by=cast.people["cio"]
        )


def state(cast) -> str:
    with tenant(cast.organization.pk):
        return Report.objects.get().state


def produced(cast) -> int:
    with tenant(cast.organization.pk):
        return AuditEvent.objects.filter(verb="report.produced").count()


@pytest.mark.parametrize("jump", JUMPS, ids=["forward", "back"])
def test_sweep_under_a_clock_that_jumped_sends_what_waits_and_takes_nothing(
    cast, monkeypatch, jump
):
    monkeypatch.setattr(tasks, "send", lambda *_ids: None)
    report = asked(cast)
    with tenant(cast.organization.pk):
        claimed = jobs.claim(report.pk)
    moment = clock.now() + jump

    def sign(_seconds: float) -> None:
        with tenant(cast.organization.pk):
            Report.objects.filter(pk=claimed.pk).update(heartbeat_at=clock.now())

    with clock.running(lambda: moment + dt.timedelta(seconds=1)):
        monkeypatch.setattr(tasks.time, "sleep", sign)  # the worker is alive: it gives a sign
        assert tasks.requeue_stuck() == 0
        assert state(cast) == "rendering"
        monkeypatch.setattr(tasks.time, "sleep", lambda _seconds: None)
    with clock.running(lambda: moment + jump):
        assert tasks.requeue_stuck() == 1  # nobody gives a sign: another worker takes it
        assert state(cast) == "queued"
    hours = jump / dt.timedelta(hours=1)
    TOLD.append(
        f"clock {hours:+.0f} h, by core.clock on {vendor()}: nothing taken, nothing stranded"
    )


@pytest.mark.drill
@pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not installed")
@pytest.mark.parametrize("hours", [26, -26], ids=["forward", "back"])
def test_worker_on_a_machine_with_another_clock_makes_the_document_once(
    cast, start_worker, monkeypatch, hours
):
    with tenant(cast.organization.pk):
        rich_plant(cast.plant, cast.people["cio"])
    start_worker(LD_PRELOAD=str(LIBRARY), FAKETIME=f"{hours:+}h", FAKETIME_DONT_FAKE_MONOTONIC="1")
    asked(cast)
    wait_until(in_step("print", cast.organization.pk), "the worker's start")
    tasks.requeue_stuck()  # this machine's clock says that the worker has been silent for a day
    wait_until(lambda: state(cast) in ("ready", "failed"), "the document")
    assert (state(cast), produced(cast)) == ("ready", 1)
    with tenant(cast.organization.pk):
        assert Report.objects.get().attempts == 1
    TOLD.append(f"worker's clock {hours:+} h, by libfaketime on {vendor()}: one document, one try")
