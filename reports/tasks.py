"""Both ends of the queue for documents."""

from __future__ import annotations

import time

import structlog
from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from core import queue
from core.base import tenant
from core.errors import StateError
from organizations.models import Organization, Plant, User
from reports.models import Report
from reports.services import jobs

WATCHED = 12.0  # seconds; a worker that is alive gives two signs of life in them

log = structlog.get_logger(__name__)


def request_report(*, plant: Plant, kind: str, language: str, by: User) -> Report:
    """Record a report and hand it to the queue once the record is safe."""
    report = jobs.request(plant=plant, kind=kind, language=language, by=by)
    transaction.on_commit(lambda: send(report.pk, plant.organization_id))
    return report


def retry_report(*, report: Report, by: User) -> Report:
    """Put a failed report back into the queue."""
    report = jobs.retry(report=report, by=by)
    transaction.on_commit(lambda: send(report.pk, report.plant.organization_id))
    return report


def send(report_id: int, organization_id: int) -> None:
    """Hand a job to the queue; without a broker it waits as queued and is sent later."""
    queue.send(render_report.name, report_id, organization_id)


def reason_of(error: Exception) -> Report.Failure:
    """Return why a report failed, in the words of its row."""
    if isinstance(error, SoftTimeLimitExceeded):
        return Report.Failure.TOO_LONG
    if isinstance(error, FileNotFoundError):
        return Report.Failure.FONTS
    return Report.Failure.STORAGE if isinstance(error, OSError) else Report.Failure.UNEXPECTED


@shared_task(name="reports.tasks.render_report", ignore_result=True)
def render_report(report_id: int, organization_id: int) -> str:
    """Produce one report, once; a second delivery finds it taken and stops."""
    from reports.rendering.producing import produce  # noqa: PLC0415 -- slow import

    with tenant(organization_id):
        report = jobs.claim(report_id)
        if report is None:
            return "taken"
        try:
            produce(report)
        except StateError:
            return "taken over"
        except Exception as error:
            log.exception("report_failed", report=report_id)
            jobs.fail(report=report, reason=reason_of(error), detail=f"{error!r}")
            return "failed"
    return "ready"


@shared_task(name="reports.tasks.requeue_stuck", ignore_result=True)
def requeue_stuck() -> int:
    """Send the jobs again that nobody works on."""
    everybody = list(Organization.objects.values_list("pk", flat=True))
    with tenant(*everybody):
        quiet = jobs.quiet_reports()
    if quiet:
        time.sleep(WATCHED)
    count = 0
    for organization_id in everybody:
        with tenant(organization_id):
            jobs.release(quiet)
            waiting = jobs.unsent_reports()
            jobs.mark_sent(waiting)
            for report_id in waiting:
                send(report_id, organization_id)
                count += 1
    return count
