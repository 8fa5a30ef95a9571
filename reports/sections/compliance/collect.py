"""Duties of the plant in the words of a document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from compliance.domain.coverage import Layer
from compliance.domain.status import Status
from compliance.models import StatusName
from compliance.selectors.duties import Duty
from core.phrases import phrase
from reports.sections.compliance.content import (
    Compliance,
    DutyChapter,
    DutyLine,
    JurisdictionLine,
)
from reports.selectors.plant import country_words
from reports.selectors.record import PlantRecord
from reports.selectors.words import said

PRINTED = 40
DONE = (Status.MET, Status.REVIEW_DUE)
OPEN = (Status.OVERDUE, Status.IN_PROGRESS, Status.NOT_STARTED, Status.TO_CONFIRM)
LAYERS = (Layer.COUNTRY, Layer.UNION, Layer.HEADQUARTERS, Layer.INTERNATIONAL)
UNIONS = {
    "EU": phrase("European Union"),
    "INT": phrase("International plant security list"),
    "CN": phrase("China, outbound rules"),
}


def collect(record: PlantRecord) -> DutyChapter:
    """Return the chapter."""
    return DutyChapter(replace(compliance(record.duties), law_gap=record.state.law_gap))


def compliance(duties: list[Duty]) -> Compliance:
    """Return the state by jurisdiction and the open duties in the order of `_urgency`."""
    open_ones = sorted((duty for duty in duties if duty.effective in OPEN), key=_urgency)
    return Compliance(
        lines=tuple(
            _line(code, duties) for code in sorted({duty.row.jurisdiction for duty in duties})
        ),
        open=tuple(_duty(duty) for duty in open_ones[:PRINTED]),
        more=max(0, len(open_ones) - PRINTED),
    )


def _urgency(duty: Duty) -> tuple[bool, bool, int, date, str]:
    """Return where an open duty stands: what has a date first, the rest law before lists.

    Without an agreed date the one that the pack suggests orders what comes from the same layer.
    """
    is_asked, due = duty.effective is Status.TO_CONFIRM, duty.row.due_on
    layer = LAYERS.index(duty.layer) if due is None else 0
    return is_asked, due is None, layer, due or duty.suggested_due_on, duty.row.obligation


def _line(code: str, duties: list[Duty]) -> JurisdictionLine:
    here = [duty for duty in duties if duty.row.jurisdiction == code]
    states = [duty.effective for duty in here]
    return JurisdictionLine(
        code=code,
        title=UNIONS.get(code) or country_words(code),
        met=sum(state in DONE for state in states),
        in_progress=states.count(Status.IN_PROGRESS),
        not_started=states.count(Status.NOT_STARTED),
        overdue=states.count(Status.OVERDUE),
        to_confirm=states.count(Status.TO_CONFIRM),
        review_due=states.count(Status.REVIEW_DUE),
        unproven=sum(duty.is_unproven for duty in here),
    )


def _duty(duty: Duty) -> DutyLine:
    words = duty.obligation
    question = words.question if duty.effective is Status.TO_CONFIRM else None
    return DutyLine(
        jurisdiction=duty.row.jurisdiction,
        text=question or words.text,
        citation=duty.citation,
        status=duty.effective.value,
        status_words=said(StatusName(duty.effective.value).label),
        risk=duty.row.risk,
        owner=duty.row.owner.name if duty.row.owner else "",
        due=duty.row.due_on,
        suggested=None if duty.row.due_on else duty.suggested_due_on,
    )
