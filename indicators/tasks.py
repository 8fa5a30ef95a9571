"""Both ends of the queue for workbooks of indicators."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.db import transaction
from django.utils import translation

from core import clock, queue
from core.base import tenant
from indicators.models import IndicatorWorkbook
from indicators.services import workbooks
from organizations.models import Organization, Plant, User

log = structlog.get_logger(__name__)


def request_workbook(*, plant: Plant, language: str, by: User) -> IndicatorWorkbook:
    """Record a workbook and hand it to the queue once the record is safe."""
    job = workbooks.request(plant=plant, language=language, by=by)
    transaction.on_commit(lambda: send(job.pk, plant.organization_id))
    return job


def send(job_id: int, organization_id: int) -> None:
    """Hand a job to the queue; without a broker it waits as queued and is sent later."""
    queue.send(build_workbook.name, job_id, organization_id)


@shared_task(name="indicators.tasks.build_workbook", ignore_result=True)
def build_workbook(job_id: int, organization_id: int) -> str:
    """Make one workbook, once; a second delivery finds it taken and stops."""
    from indicators.rendering import workbook_of  # noqa: PLC0415 -- slow import

    with tenant(organization_id):
        job = workbooks.claim(job_id)
        if job is None:
            return "taken"
        try:
            with translation.override(job.language):
                workbooks.publish(job, workbook_of(job.plant))
        except Exception:
            log.exception("workbook_failed", job=job_id)
            workbooks.fail(job)
            return "failed"
    return "ready"


@shared_task(name="indicators.tasks.requeue_workbooks", ignore_result=True)
def requeue_workbooks() -> int:
    """Send the jobs again that nobody works on, and remove those whose time is up."""
    count = 0
    for organization_id in Organization.objects.order_by("pk").values_list("pk", flat=True):
        with tenant(organization_id):
            workbooks.remove_old(clock.now())
            for job_id in workbooks.stuck():
                send(job_id, organization_id)
                count += 1
    return count
