"""Producing a report: read, freeze, draw, print, publish, with a sign of life throughout."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import DatabaseError, connection

from core import clock
from core.base import tenant
from reports.domain.state import open_in
from reports.models import Report
from reports.rendering.layout import draw, languages_of
from reports.rendering.pdf import Printed, print_document
from reports.rendering.slides.deck import draw_deck
from reports.rendering.version import template_version
from reports.rendering.versions import former_version
from reports.sections.gathering import gather
from reports.sections.kinds import KINDS
from reports.services import jobs

BEAT_SECONDS = 5.0


def produce(report: Report) -> Report:
    """Produce a claimed report and publish it.

    The content is frozen before anything is drawn: a worker that takes over draws the same, unless
    the layout is another one by now. Every version is drawn itself: what it prints is its own
    number and its own days.

    Args:
        report: claimed by this worker, inside its tenant scope.

    Returns:
        The finished report.

    Raises:
        StateError: another worker took over.
    """
    with alive(report):
        if report.content is None or report.layout != template_version():
            jobs.beat(report.pk, step=Report.Step.COLLECT, progress=10)
            freeze(report)
        known = KINDS[report.kind]
        printed = _set_slides(report) if known.is_deck else _print(report)
        jobs.beat(report.pk, step=Report.Step.PUBLISH, progress=95)
        return jobs.publish(
            report=report,
            data=printed.data,
            archive=printed.archive,
            pages=printed.pages,
            end=known.end,
        )


def freeze(report: Report) -> None:
    """Read the plant's data and keep them with the report."""
    now = clock.now()
    document = gather(report.plant, report.kind, number=report.number, now=now)
    former = former_version(report, document.as_plain())
    stamp = replace(document.frame.stamp, former=former)
    document = replace(document, frame=replace(document.frame, stamp=stamp))
    basis = document.frame.basis
    jobs.freeze(
        report=report,
        content=document.as_plain(),
        as_of=now,
        open_points=len(open_in(document.frame.open_points, languages_of(report.language))),
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


def _set_slides(report: Report) -> Printed:
    """Set the slides; a deck has no copy for the archive."""
    jobs.beat(report.pk, step=Report.Step.DRAW, progress=40)
    data, pages = draw_deck(
        report.content or {},
        kind=report.kind,
        language=report.language,
        fingerprint=report.fingerprint,
    )
    return Printed(data, b"", pages)


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
