"""The worker's ends: what follows acts, words whose time is up, checks and exports of the trail."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog
from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from core import clock, queue
from core.base import tenant
from organizations.domain.zones import zone
from organizations.exporters import write_events
from organizations.models import AuditJob, Organization, User
from organizations.selectors.trail import TrailFilter, trail
from organizations.services import (
    audit_jobs,
    clearing,
    delivery,
    forgetting,
    guessing,
    warnings,
)

log = structlog.get_logger(__name__)


@shared_task(name="organizations.tasks.remove_words", ignore_result=True)
def remove_words() -> None:
    """Remove addresses and the names of people who left, when their time is up.

    It finds what is due by itself and removes some at a time: twice does nothing, and after an
    interruption the next run goes on.
    """
    now = clock.now()
    addresses = forgetting.remove_addresses(before=now - timedelta(settings.AUDIT_ADDRESS_DAYS))
    people = forgetting.forget_departed(before=now - timedelta(settings.FORMER_MEMBER_DAYS))
    if addresses or people:
        log.info("words_removed", addresses=addresses, people=people)


@shared_task(name="organizations.tasks.remove_old", ignore_result=True)
def remove_old() -> None:
    """Remove what every app declares as of no use any more."""
    log.info("old_removed", removed=clearing.remove_all(clock.now()))


@shared_task(name="organizations.tasks.follow_acts", ignore_result=True)
def follow_acts(organization_id: int) -> int:
    """Let the reactions of one organization catch up with its trail and with the packs."""
    with tenant(organization_id):
        return delivery.deliver(organization_id)


def request_audit_job(
    *, organization: Organization, kind: str, by: User, chosen: dict[str, Any] | None = None
) -> AuditJob:
    """Record a check or an export and hand it to the queue once the record is safe."""
    job = audit_jobs.request(organization=organization, kind=kind, by=by, chosen=chosen)
    transaction.on_commit(lambda: _send(job.pk, organization.pk))
    return job


def _send(job_id: int, organization_id: int) -> None:
    """Hand a job to the queue; without a broker it waits as queued and is sent later."""
    queue.send(run_audit_job.name, job_id, organization_id)


@shared_task(name="organizations.tasks.run_audit_job", ignore_result=True)
def run_audit_job(job_id: int, organization_id: int) -> str:
    """Do one check or export, once; a second delivery finds it taken and stops."""
    with tenant(organization_id):
        job = audit_jobs.claim(job_id)
        if job is None:
            return "taken"
        try:
            (audit_jobs.check if job.kind == AuditJob.Kind.CHECK else _export)(job)
        except Exception:
            log.exception("audit_job_failed", job=job_id)
            audit_jobs.fail(job)
            return "failed"
    return "done"


def _export(job: AuditJob) -> None:
    """Write the events of a job into a file, in the language and time zone of who asked."""
    by = job.requested_by
    language, place = (by.language, by.time_zone) if by else (settings.LANGUAGE_CODE, "UTC")
    with translation.override(language), timezone.override(zone(place)):
        rows = trail(job.organization, TrailFilter.from_json(job.filter))
        audit_jobs.begin(job, rows.count())
        events = audit_jobs.alive(job, rows)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "events.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                write_events(events, file)
            audit_jobs.publish(job, path)


@shared_task(name="organizations.tasks.remove_audit_jobs", ignore_result=True)
def remove_audit_jobs() -> None:
    """Remove the checks and exports whose time is up, with their files."""
    for organization_id in Organization.objects.order_by("pk").values_list("pk", flat=True):
        with tenant(organization_id):
            audit_jobs.remove_old(clock.now())


@shared_task(name="organizations.tasks.requeue_audit_jobs", ignore_result=True)
def requeue_audit_jobs() -> int:
    """Send the checks and exports again that nobody works on."""
    count = 0
    for organization_id in Organization.objects.order_by("pk").values_list("pk", flat=True):
        with tenant(organization_id):
            for job_id in audit_jobs.stuck():
                _send(job_id, organization_id)
                count += 1
    return count


@shared_task(name="organizations.tasks.sweep", ignore_result=True)
def sweep() -> int:
    """Ask again for every organization in which something waits: its message may be lost."""
    waiting = delivery.behind()
    for organization_id in waiting:
        delivery.send(organization_id)
    return len(waiting)


@shared_task(name="organizations.tasks.tell_of_guesses", ignore_result=True)
def tell_of_guesses() -> int:
    """Write to people whose secrets somebody guesses, and remove counts that weigh no more."""
    guessing.tidy()
    return warnings.tell_all()
