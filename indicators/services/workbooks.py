"""Workbooks of a plant's indicators: asked for, taken by one worker, kept a week."""

from __future__ import annotations

import datetime as dt
import uuid

from django.core.files.base import ContentFile
from django.db import transaction

from core import clock
from indicators.models import IndicatorWorkbook
from organizations.models import Plant, User
from organizations.services.job_rows import JobRows, remove_with_files

State = IndicatorWorkbook.State
JOBS = JobRows(IndicatorWorkbook, silent_after=dt.timedelta(seconds=120))
KEPT = dt.timedelta(days=7)
OPEN = (State.QUEUED, State.RUNNING)


@transaction.atomic
def request(*, plant: Plant, language: str, by: User) -> IndicatorWorkbook:
    """Ask for a workbook; what the person has under way already is returned instead."""
    Plant.objects.select_for_update(no_key=True).get(pk=plant.pk)
    mine = IndicatorWorkbook.objects.filter(
        plant=plant, requested_by=by, language=language, state__in=OPEN
    ).first()
    return mine or IndicatorWorkbook.objects.create(
        plant=plant, language=language, requested_by=by, heartbeat_at=clock.now()
    )


def claim(key: int) -> IndicatorWorkbook | None:
    """Take a job for this worker; None when it is done or another worker has it."""
    return JOBS.claim(key, "plant__organization", "requested_by")


def publish(job: IndicatorWorkbook, data: bytes) -> None:
    """Keep the file; a worker that lost the job meanwhile removes it again."""
    job.file.save(f"{uuid.uuid4().hex}.xlsx", ContentFile(data), save=False)
    if not JOBS.finish(job, state=State.READY, file=job.file.name, size=len(data)):
        job.file.storage.delete(str(job.file.name))


def fail(job: IndicatorWorkbook) -> None:
    """Say that it could not be made; whoever asks again starts a new one."""
    JOBS.finish(job, state=State.FAILED)


def stuck() -> list[int]:
    """Return the jobs to send again; see `job_rows.JobRows.stuck`."""
    return JOBS.stuck()


@transaction.atomic
def remove_old(now: dt.datetime) -> int:
    """Remove the jobs of the tenants in scope whose time is up, with their files."""
    return remove_with_files(IndicatorWorkbook.objects.filter(created_at__lte=now - KEPT))
