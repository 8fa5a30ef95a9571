"""Producing a report: read, freeze, draw, print, publish, with a sign of life throughout."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from core import clock
from core.base import tenant
from reports.domain.fingerprint import of_document
from reports.domain.state import total
from reports.models import Report
from reports.rendering.layout import draw
from reports.rendering.pdf import Printed, print_document
from reports.rendering.version import template_version
from reports.sections.gathering import gather
from reports.services import jobs

BEAT_SECONDS = 5.0


def produce(report: Report) -> Report:
    """Produce a claimed report and publish it.

    The content is frozen before anything is drawn: a worker that takes over draws the same, one of
    another version of the product reads anew. A
    document with the fingerprint of a finished one is not drawn again; its bytes are.

    Args:
        report: claimed by this worker, inside its tenant scope.

    Returns:
        The finished report.

    Raises:
        StateError: another worker took over.
    """
    with alive(report):
        if not is_frozen(report):
            jobs.beat(report.pk, step=Report.Step.COLLECT, progress=10)
            freeze(report)
        known = jobs.same_document(report)
        if known is not None:
            with known.file.open("rb") as file:
                return jobs.publish(report=report, data=file.read(), pages=known.pages)
        printed = _print(report)
        jobs.beat(report.pk, step=Report.Step.PUBLISH, progress=95)
        return jobs.publish(report=report, data=printed.data, pages=printed.pages)


def is_frozen(report: Report) -> bool:
    """Return whether the report keeps content that this layout can draw.

    Content of an earlier version of the product may lack what this one prints.
    """
    if report.content is None:
        return False
    wanted = of_document(
        report.content, template_version=template_version(), language=report.language
    )
    return report.fingerprint == wanted


def freeze(report: Report) -> None:
    """Read the plant's data and keep them with the report."""
    now = clock.now()
    document = gather(report.plant, report.kind, number=report.number, now=now)
    basis = document.frame.basis
    jobs.freeze(
        report=report,
        content=document.as_plain(),
        as_of=now,
        open_points=total(document.frame.open_points),
        template=template_version(),
        seal=basis.snapshot if basis else "",
    )


def _print(report: Report) -> Printed:
    jobs.beat(report.pk, step=Report.Step.DRAW, progress=30)
    text = draw(
        report.content or {},
        kind=report.kind,
        language=report.language,
        fingerprint=report.fingerprint,
    )
    jobs.beat(report.pk, step=Report.Step.PRINT, progress=45)
    return print_document(text, identifier=report.fingerprint)


@contextmanager
def alive(report: Report) -> Iterator[None]:
    """Give a sign of life every few seconds from a thread, while the renderer is busy."""
    stop = threading.Event()
    organization = report.plant.organization_id

    def beat() -> None:
        while not stop.wait(BEAT_SECONDS):
            try:
                with tenant(organization):
                    jobs.beat(report.pk)
            except DatabaseError:  # the next beat comes; the work itself will say what is wrong
                continue
            finally:
                connection.close()

    thread = threading.Thread(target=beat, name=f"report-{report.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
