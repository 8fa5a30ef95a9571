"""Checks and exports of the audit trail: asked for, claimed once, kept alive, done or failed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet

from core import clock
from organizations.domain import chain
from organizations.models import AuditChain, AuditEvent, AuditJob, Organization, User
from organizations.services import audit, sealing
from organizations.services.job_rows import JobRows, remove_with_files

JOBS = JobRows(AuditJob, silent_after=timedelta(seconds=60))
KEPT = {AuditJob.Kind.CHECK: timedelta(days=400), AuditJob.Kind.EXPORT: timedelta(days=7)}
WHOLE_EVERY = timedelta(days=7)  # who changes an old event is found within this time
PIECE = 1000  # events between two signs of life
OPEN = (AuditJob.State.QUEUED, AuditJob.State.RUNNING)


@transaction.atomic
def request(
    *, organization: Organization, kind: str, by: User, chosen: Mapping[str, Any] | None = None
) -> AuditJob:
    """Ask for a check or an export; what is under way already is returned instead.

    Args:
        organization: the tenant.
        kind: of `AuditJob.Kind`.
        by: who asks; an export is written into the trail in their name.
        chosen: field of the filter -> value, JSON only; for exports.
    """
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    mine = AuditJob.objects.filter(organization=organization, kind=kind, state__in=OPEN)
    if kind == AuditJob.Kind.EXPORT:
        mine = mine.filter(requested_by=by, filter=dict(chosen or {}))
    running = mine.first()
    if running is not None:
        return running
    now = clock.now()
    job = AuditJob.objects.create(
        organization=organization,
        kind=kind,
        requested_by=by,
        filter=dict(chosen or {}),
        heartbeat_at=now,
        expires_at=now + KEPT[AuditJob.Kind(kind)],
    )
    if kind == AuditJob.Kind.EXPORT:
        audit.record(
            by=by,
            verb="audit.exported",
            target=organization,
            organization=organization,
            changes={"filter": urlencode(job.filter)},
        )
    return job


def claim(job_id: int) -> AuditJob | None:
    """Take a job for this worker; None when it is finished or another worker is alive on it."""
    return JOBS.claim(job_id, "organization", "requested_by", done=0)


def check(job: AuditJob) -> None:
    """Check the trail from where the last check found it unbroken, and keep what was found.

    Once a week a check begins at the first event again.
    """
    before = last_unbroken(job.organization)
    start, head, removed = (
        (before.last_event, before.head, before.removed) if before else (0, "", 0)
    )
    heads = AuditChain.objects.filter(organization=job.organization)
    kept = heads.values_list("head", flat=True).first() or ""
    rows = AuditEvent.objects.filter(organization=job.organization, pk__gt=start)
    events = rows.select_related("words")
    _note(job, total=rows.count())
    last = [start]

    def links() -> Iterator[chain.Link]:
        for event in alive(job, events):
            yield sealing.link(event)
            last[0] = event.pk
            if event.event_hash == kept:
                return  # what was written since belongs to the next check

    found = chain.check(links(), head=kept, previous=head, last_key=start)
    _finish(
        job,
        since_event=start,
        last_event=last[0] if found.is_unbroken else start,
        head=found.head,
        done=(before.done if before else 0) + found.count,
        removed=removed + found.removed,
        broken_at=found.broken_at,
        words_differ=found.words_differ,
    )


def last_unbroken(organization: Organization) -> AuditJob | None:
    """Return the check from whose end the next one may go on; None where it must begin anew.

    It is the newest that found no break, while the event it ended at stands as it was and some
    check of this week began at the first event.
    """
    done = AuditJob.objects.filter(
        organization=organization,
        kind=AuditJob.Kind.CHECK,
        state=AuditJob.State.DONE,
        broken_at=None,
    ).exclude(last_event=0)
    newest = done.order_by("-pk").first()
    whole = done.filter(since_event=0, finished_at__gt=clock.now() - WHOLE_EVERY)
    if newest is None or not whole.exists():
        return None
    ended = AuditEvent.objects.filter(pk=newest.last_event, event_hash=newest.head)
    return newest if ended.exists() else None


def alive(job: AuditJob, events: QuerySet[AuditEvent]) -> Iterator[AuditEvent]:
    """Yield events by key and say after each piece that the worker is alive and how far it is.

    Each piece is a question of its own: SQLite lets nobody write who still reads a version of the
    rows that others have changed since.
    """
    done, last = 0, 0
    while piece := list(events.filter(pk__gt=last).order_by("pk")[:PIECE]):
        yield from piece
        done, last = done + len(piece), piece[-1].pk
        _note(job, done=done)


def publish(job: AuditJob, path: Path) -> None:
    """Keep the file of an export; only the worker that holds the job gets here."""
    with path.open("rb") as data:
        job.file.save(f"{uuid.uuid4().hex}.csv", File(data), save=False)
    size = path.stat().st_size
    if not _finish(job, file=job.file.name, size=size, done=job.total):
        job.file.storage.delete(str(job.file.name))


def fail(job: AuditJob) -> None:
    """Say that a job could not be done; whoever asks again starts a new one."""
    _finish(job, state=AuditJob.State.FAILED)


def begin(job: AuditJob, total: int) -> None:
    """Say how many events there are."""
    _note(job, total=total)


def _note(job: AuditJob, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(job, name, value)
    JOBS.held(job).update(heartbeat_at=clock.now(), **changes)


def _finish(job: AuditJob, *, state: str = AuditJob.State.DONE, **changes: Any) -> bool:
    return JOBS.finish(job, state=state, **changes)


def stuck() -> list[int]:
    """Return the jobs to send again; see `job_rows.JobRows.stuck`."""
    return JOBS.stuck()


@transaction.atomic
def remove_old(now: datetime) -> int:
    """Remove the jobs of the tenants in scope whose time is up, with their files.

    Returns:
        How many were removed.
    """
    return remove_with_files(AuditJob.objects.filter(expires_at__lte=now))


@transaction.atomic
def remove_exports(organization_id: int) -> int:
    """Remove every export of a tenant, because words were taken out of its trail."""
    rows = AuditJob.objects.filter(organization=organization_id, kind=AuditJob.Kind.EXPORT)
    return remove_with_files(rows)
