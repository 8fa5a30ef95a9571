"""How a plant stands with its duties on any day, in a few numbers that no day changes."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from compliance.domain.status import DutyStanding, RollUp, Status, is_question, is_unproven

STATUSES = tuple(Status)  # to go through the class itself is dear
OPEN = (Status.IN_PROGRESS, Status.NOT_STARTED)


@dataclass(frozen=True, slots=True)
class DutySums:
    """Counts of duties, and the days on which a duty changes what it counts as.

    Days are ordinals (`date.toordinal`), the earliest first.

    Attributes:
        settled: number of duties whose status no day changes, by status: those that do not apply,
            and open questions (to confirm, or in progress).
        met: number of met duties.
        unproven: met duties without evidence.
        reviews: days on which met duties are to be looked at again.
        open: number of duties that are to be met, by state.
        due: their agreed days, by state; those without one are only counted.
    """

    settled: dict[str, int] = field(default_factory=dict)
    met: int = 0
    unproven: int = 0
    reviews: list[int] = field(default_factory=list)
    open: dict[str, int] = field(default_factory=dict)
    due: dict[str, list[int]] = field(default_factory=dict)


def sum_up(duties: Iterable[DutyStanding]) -> DutySums:
    """Return the sums of the duties of a plant."""
    sums = DutySums(
        settled=dict.fromkeys((Status.NOT_APPLICABLE, Status.TO_CONFIRM, Status.IN_PROGRESS), 0),
        open=dict.fromkeys(OPEN, 0),
        due={state: [] for state in OPEN},
    )
    met, unproven = 0, 0
    for duty in duties:
        unproven += is_unproven(duty)
        if duty.applies == "no":
            sums.settled[Status.NOT_APPLICABLE] += 1
        elif duty.state == "met":
            met += 1
            if duty.review_on:
                sums.reviews.append(duty.review_on.toordinal())
        elif is_question(duty):
            is_begun = duty.state == "in_progress"
            sums.settled[Status.IN_PROGRESS if is_begun else Status.TO_CONFIRM] += 1
        else:
            sums.open[duty.state] += 1
            if duty.due_on:
                sums.due[duty.state].append(duty.due_on.toordinal())
    return DutySums(
        settled=sums.settled,
        met=met,
        unproven=unproven,
        reviews=sorted(sums.reviews),
        open=sums.open,
        due={state: sorted(days) for state, days in sums.due.items()},
    )


def roll_up_sums(sums: DutySums, today: dt.date) -> RollUp:
    """Return the roll-up of a day; see `compliance.domain.status.roll_up`.

    Source: docs/method.md#compliance-status
    """
    day = today.toordinal()
    counts = dict.fromkeys(STATUSES, 0)
    for status, number in sums.settled.items():
        counts[Status(status)] += number
    for state, number in sums.open.items():
        late = bisect_left(sums.due[state], day)
        counts[Status.OVERDUE] += late
        counts[Status(state)] += number - late
    late = bisect_left(sums.reviews, day)
    counts[Status.REVIEW_DUE] += late
    counts[Status.MET] += sums.met - late
    return RollUp(counts, sums.settled[Status.IN_PROGRESS], sums.unproven)


def next_due(sums: DutySums) -> dt.date | None:
    """Return the earliest agreed day, also when it has passed; None without one."""
    first = min((days[0] for days in sums.due.values() if days), default=None)
    return None if first is None else dt.date.fromordinal(first)
