"""The row is the job: asked for, claimed once, kept alive, published, failed with a reason."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from core import clock
from core.errors import StateError
from core.uploads import kept_with_rows
from organizations.models import Plant, User
from organizations.services import audit
from reports.domain.fingerprint import fingerprint
from reports.models import Report
from reports.selectors.documents import OPEN_STATES, find_seal

MAX_ATTEMPTS = 3
SILENT_AFTER = timedelta(seconds=20)
UNSENT_AFTER = timedelta(seconds=15)


@transaction.atomic
def request(*, plant: Plant, kind: str, language: str, by: User) -> Report:
    """Record that a report is wanted; one that is under way already is returned instead.

    Args:
        plant: the plant the document is about.
        kind: a value of `Report.Kind`.
        language: a value of `Report.Language`.
        by: who asks.

    Returns:
        The queued report with the next version number of its kind.
    """
    Plant.objects.select_for_update().get(pk=plant.pk)  # one number at a time
    rows = Report.objects.filter(plant=plant, kind=kind)
    running = rows.filter(language=language, state__in=OPEN_STATES).first()
    if running is not None:
        return running
    last = rows.aggregate(last=Max("number"))["last"] or 0
    report = Report(
        plant=plant,
        kind=kind,
        language=language,
        number=last + 1,
        requested_by=by,
        heartbeat_at=clock.now(),
    )
    report.full_clean()
    report.save(force_insert=True)
    _audit(report, by, "report.requested")
    return report


def claim(report_id: int) -> Report | None:
    """Take a job for this worker; None when it is finished or another worker has it.

    One conditional update decides, so that a second delivery of the message stops here. The job of
    a worker that is gone comes back by `release`.
    """
    now = clock.now()
    free = Report.objects.filter(state=Report.State.QUEUED, attempts__lt=MAX_ATTEMPTS)
    taken = free.filter(pk=report_id).update(
        state=Report.State.RENDERING,
        attempts=F("attempts") + 1,
        started_at=now,
        heartbeat_at=now,
        progress=0,
        step="",
        failure="",
        failure_detail="",
    )
    return Report.objects.select_related("plant__organization").get(pk=report_id) if taken else None


def beat(report_id: int, *, step: str | None = None, progress: int | None = None) -> None:
    """Say that the worker is alive, and how far it is."""
    changes: dict[str, Any] = {"heartbeat_at": clock.now()}
    if step is not None:
        changes["step"] = step
    if progress is not None:
        changes["progress"] = progress
    Report.objects.filter(pk=report_id, state=Report.State.RENDERING).update(**changes)


def freeze(
    *,
    report: Report,
    content: dict[str, Any],
    as_of: datetime,
    open_points: int,
    template: str,
    seal: str = "",
) -> None:
    """Keep what the document says, so that a retry or a later check gives the same bytes.

    Args:
        report: as this worker claimed it.
        content: the document as plain data.
        as_of: when the data were read.
        open_points: how many points it names as open.
        template: version of the layout.
        seal: hash of the signed result it rests on; empty if there is none.
    """
    report.content = content
    report.seal = find_seal(report.plant, seal)
    report.open_points = open_points
    report.data_as_of = as_of
    report.layout = template
    report.fingerprint = fingerprint(content, template_version=template, language=report.language)
    names = ["content", "seal", "open_points", "data_as_of", "layout", "fingerprint", "updated_at"]
    report.save(update_fields=names)


def publish(*, report: Report, data: bytes, archive: bytes, pages: int, end: str = "pdf") -> Report:
    """Store both files and mark the report ready; only the worker that holds the job gets here.

    The files are stored under random names first and the row points at them afterwards, so that a
    reader never meets half a file.

    Args:
        report: as this worker claimed it.
        data: the document.
        archive: the same pages as PDF/A-3a; empty for slides, which have no such copy.
        pages: how many.
        end: how the name of the file ends.

    Raises:
        StateError: the job was taken over or finished by another worker; its files stay.
    """
    with kept_with_rows() as files:
        files.extend([report.file, report.archive])
        _publish(report, data, archive, pages, end)
        return report


def _publish(report: Report, data: bytes, archive: bytes, pages: int, end: str) -> None:
    report.file.save(f"{uuid.uuid4().hex}.{end}", ContentFile(data), save=False)
    if archive:
        report.archive.save(f"{uuid.uuid4().hex}.pdf", ContentFile(archive), save=False)
    now = clock.now()
    written = Report.objects.filter(
        pk=report.pk, state=Report.State.RENDERING, attempts=report.attempts
    ).update(
        file=report.file.name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        archive=report.archive.name or "",
        archive_sha256=hashlib.sha256(archive).hexdigest() if archive else "",
        archive_size=len(archive),
        pages=pages,
        state=Report.State.READY,
        progress=100,
        step="",
        finished_at=now,
        updated_at=now,
    )
    if not written:
        message = "another worker finished this report"
        raise StateError(message)
    report.refresh_from_db()
    _audit(report, report.requested_by, "report.produced")


@transaction.atomic
def fail(*, report: Report, reason: str, detail: str = "") -> None:
    """Say why the report could not be produced; the last good version stays.

    A worker whose job was taken over says nothing.

    Args:
        report: as this worker claimed it.
        reason: a value of `Report.Failure`.
        detail: what a technician wants to know.
    """
    now = clock.now()
    written = Report.objects.filter(
        pk=report.pk, state=Report.State.RENDERING, attempts=report.attempts
    ).update(
        state=Report.State.FAILED,
        failure=reason,
        failure_detail=detail[:500],
        finished_at=now,
        updated_at=now,
    )
    if written:
        _audit(report, report.requested_by, "report.failed")


@transaction.atomic
def retry(*, report: Report, by: User) -> Report:
    """Put a failed report back into the queue with fresh tries and fresh data.

    Raises:
        StateError: the report has not failed.
    """
    written = Report.objects.filter(pk=report.pk, state=Report.State.FAILED).update(
        state=Report.State.QUEUED,
        attempts=0,
        failure="",
        failure_detail="",
        progress=0,
        content=None,
        seal=None,
        fingerprint="",
        heartbeat_at=clock.now(),
    )
    if not written:
        message = _("Only a failed report can be tried again.")
        raise StateError(message)
    report.refresh_from_db()
    _audit(report, by, "report.retried")
    return report


def _away_from_now(distance: timedelta) -> Q:
    """Return the condition that the last sign of life is that far from now, before or after.

    One in the future was given by a clock that has been set back since.
    """
    now = clock.now()
    return Q(heartbeat_at__lt=now - distance) | Q(heartbeat_at__gt=now + distance)


def quiet_reports() -> dict[int, datetime | None]:
    """Return the jobs whose worker may be gone, with its last sign of life.

    A clock that was set forward or back looks the same for a moment; so whoever asks must watch for
    longer than a sign of life takes before `release`.
    """
    rows = Report.objects.filter(_away_from_now(SILENT_AFTER), state=Report.State.RENDERING)
    return dict(rows.values_list("pk", "heartbeat_at"))


def release(quiet: dict[int, datetime | None]) -> None:
    """Put the jobs back into the queue whose workers have given no sign of life since.

    A job that was tried too often fails here with its reason.

    Args:
        quiet: what `quiet_reports` said a while ago; of other organizations it changes nothing.
    """
    for report_id, last_sign in quiet.items():
        silent = Report.objects.filter(
            pk=report_id, state=Report.State.RENDERING, heartbeat_at=last_sign
        )
        for report in silent.filter(attempts__gte=MAX_ATTEMPTS).select_related("plant"):
            fail(report=report, reason=Report.Failure.WORKER_LOST)
        silent.filter(attempts__lt=MAX_ATTEMPTS).update(
            state=Report.State.QUEUED, heartbeat_at=clock.now() - UNSENT_AFTER * 2
        )


def unsent_reports() -> list[int]:
    """Return the queued jobs that no worker has taken up for a while, to be sent again."""
    rows = Report.objects.filter(_away_from_now(UNSENT_AFTER), state=Report.State.QUEUED)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def mark_sent(report_ids: list[int]) -> None:
    """Remember that queued jobs were handed to the queue just now."""
    Report.objects.filter(pk__in=report_ids, state=Report.State.QUEUED).update(
        heartbeat_at=clock.now()
    )


def note_download(*, report: Report, by: User) -> None:
    """Write into the audit trail who took a document."""
    _audit(report, by, "report.downloaded")


def _audit(report: Report, by: User | None, verb: str) -> None:
    audit.record(
        by=by,
        verb=verb,
        target=report,
        plant=report.plant,
        changes={"kind": report.kind, "language": report.language, "number": report.number},
    )
