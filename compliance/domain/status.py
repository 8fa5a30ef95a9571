"""How a plant stands with its duties: the effective status of one, and roll-ups of many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Status(StrEnum):
    """What a duty's row says today."""

    OVERDUE = "overdue"
    REVIEW_DUE = "review_due"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"
    TO_CONFIRM = "to_confirm"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"


# The order in which duties ask for attention.
URGENCY = tuple(Status)


@dataclass(frozen=True, slots=True)
class DutyStanding:
    """What is known about one duty at one plant.

    Attributes:
        applies: yes, no or unknown, after the decision of a person where there is one.
        state: not_started, in_progress or met, as people set it.
        due_on: agreed date, if any.
        review_on: when a met duty is to be looked at again.
        is_open_question: the pack is not sure (confidence M or I) and nobody has confirmed it.
        risk: high, medium or low.
        has_evidence: whether a file or link proves it.
    """

    applies: str
    state: str
    due_on: dt.date | None = None
    review_on: dt.date | None = None
    is_open_question: bool = False
    risk: str = "medium"
    has_evidence: bool = True


def is_question(duty: DutyStanding) -> bool:
    """Return whether it is still to be confirmed that a duty applies."""
    return duty.applies != "no" and (duty.is_open_question or duty.applies == "unknown")


def agreed_date(duty: DutyStanding) -> dt.date | None:
    """Return the agreed date of a duty that is still to be met; an open question has none."""
    is_awaited = duty.applies == "yes" and duty.state != "met" and not duty.is_open_question
    return duty.due_on if is_awaited else None


def is_unproven(duty: DutyStanding) -> bool:
    """Return whether a duty is said to be met while nothing proves it."""
    return duty.applies != "no" and duty.state == "met" and not duty.has_evidence


def effective_status(duty: DutyStanding, today: dt.date) -> Status:
    """Return what a duty counts as today.

    Args:
        duty: the stored row.
        today: the day in the plant's time zone.

    Returns:
        A duty whose due date is before today and which is not met is overdue. A met duty whose
        review date is before today is "review due". A duty the pack asks counsel about, or whose
        applicability is unknown, is a question: until it is confirmed it is never overdue,
        whatever its dates, and while nobody has begun it is "to confirm".

    Source: docs/method.md#compliance-status
    """
    if duty.applies == "no":
        return Status.NOT_APPLICABLE
    if duty.state == "met":
        late = duty.review_on is not None and duty.review_on < today
        return Status.REVIEW_DUE if late else Status.MET
    if is_question(duty):
        return Status.IN_PROGRESS if duty.state == "in_progress" else Status.TO_CONFIRM
    if duty.due_on is not None and duty.due_on < today:
        return Status.OVERDUE
    return Status(duty.state)


@dataclass(frozen=True, slots=True)
class RollUp:
    """Counts of duties by status, and the score made of them.

    Attributes:
        counts: number of duties by status; every status is there.
        questions: open questions that somebody works on; they are among "in progress".
        unproven: met duties, those with a review due included, without evidence.
    """

    counts: Mapping[Status, int]
    questions: int = 0
    unproven: int = 0

    @property
    def review_due(self) -> int:
        """Met duties that are to be looked at again."""
        return self.counts[Status.REVIEW_DUE]

    @property
    def met(self) -> int:
        """Duties that are met, those with a review due included."""
        return self.counts[Status.MET] + self.review_due

    @property
    def applicable(self) -> int:
        """Duties that count: they apply and are no open question."""
        return sum(self.counts.values()) - self.outside

    @property
    def outside(self) -> int:
        """Duties that do not count: not applicable, or a question that is not answered."""
        return self.counts[Status.NOT_APPLICABLE] + self.counts[Status.TO_CONFIRM] + self.questions

    @property
    def listed(self) -> int:
        """Duties on the checklist: all but those that do not apply."""
        return sum(self.counts.values()) - self.counts[Status.NOT_APPLICABLE]

    @property
    def score(self) -> Decimal | None:
        """Met duties over duties that count, 0 to 1; None when none counts."""
        return Decimal(self.met) / Decimal(self.applicable) if self.applicable else None


def roll_up(duties: Iterable[DutyStanding], today: dt.date) -> RollUp:
    """Return the counts and the score of some duties.

    Args:
        duties: of a topic, a jurisdiction, a plant, or several plants.
        today: the day on which they are judged.

    Returns:
        Score = met / (met + review due + in progress + not started + overdue), each duty once.
        "To confirm", open questions in progress and "does not apply" are in neither part: an open
        question does not lower the score; once met it counts as met. Met duties without evidence
        count as met and are counted apart as well.

    Source: docs/method.md#compliance-status
    """
    counts = dict.fromkeys(Status, 0)
    questions = unproven = 0
    for duty in duties:
        status = effective_status(duty, today)
        counts[status] += 1
        if is_question(duty) and status is Status.IN_PROGRESS:
            questions += 1
        if is_unproven(duty):
            unproven += 1
    return RollUp(counts, questions, unproven)


def by_urgency(today: dt.date) -> Callable[[DutyStanding], tuple[int, dt.date]]:
    """Return a sort key: overdue first, then by status, then by date; no date comes last."""

    def key(duty: DutyStanding) -> tuple[int, dt.date]:
        status = effective_status(duty, today)
        date = duty.review_on if duty.state == "met" else duty.due_on
        return URGENCY.index(status), date or dt.date.max

    return key
