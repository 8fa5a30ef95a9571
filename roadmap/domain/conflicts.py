"""Dates of a plan that contradict each other or the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from planning.domain.plans import DAY, DaySpan, PlannedInitiative

ConflictKind = Literal["behind", "beyond", "before", "late", "milestone", "due", "enabling"]

# Planned progress may be ahead of what is done by so much [share]; docs/method.md#date-conflicts.
BEHIND = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class DatedMilestone:
    """A milestone as the rules see it.

    Attributes:
        id: stable name.
        item: id of its initiative.
        due_on: when it is due.
        is_reached: whether somebody recorded it as reached.
    """

    id: str
    item: str
    due_on: date
    is_reached: bool = False


@dataclass(frozen=True, slots=True)
class DateConflict:
    """One initiative or milestone whose dates cannot stand.

    Attributes:
        kind: "behind" (less is done than planned by now, and there is time left), "beyond" (the bar runs on behind the plan), "before" (it begins ahead of the plan),
            "late" (its end is over and it is not done), "milestone" (a milestone lies outside its
            initiative), "due" (it comes too late for the milestone of the plant that it hangs on),
            "enabling" (it begins before the milestone of the plant that it waits for).
        item: id of the initiative.
        days: by how many days, at least 1; of what is behind, the days of work that are missing.
        milestone: id of the milestone, empty for the other kinds.
    """

    kind: ConflictKind
    item: str
    days: int
    milestone: str = ""


def date_conflicts(
    items: Iterable[PlannedInitiative],
    milestones: Iterable[DatedMilestone],
    frame: DaySpan,
    today: date,
) -> tuple[DateConflict, ...]:
    """Return what of the dates contradicts, by kind, the most days first.

    Args:
        items: the initiatives; stopped and finished ones have no conflict.
        milestones: of any of them; a reached one has no conflict.
        frame: the twelve quarters.
        today: the day of the reading; an initiative that ends today is not late.

    Source: docs/method.md#date-conflicts.
    """
    known = {item.id: item for item in items if not item.is_stopped and not item.is_done}
    found: list[DateConflict] = []
    for item in known.values():
        days: dict[ConflictKind, int] = {
            "beyond": (item.ends_on - frame.end).days + 1,
            "before": (frame.start - item.starts_on).days,
            "late": (today - item.ends_on).days,
            "behind": days_behind(item, today),
        }
        found += [DateConflict(kind, item.id, over) for kind, over in days.items() if over > 0]
    for stone in milestones:
        owner = known.get(stone.item)
        if owner and not stone.is_reached and (over := stray_days(owner, stone.due_on)):
            found.append(DateConflict("milestone", owner.id, over, stone.id))
    order = ("late", "behind", "beyond", "before", "milestone")
    return tuple(sorted(found, key=lambda c: (order.index(c.kind), -c.days, c.item, c.milestone)))


def stray_days(item: PlannedInitiative, day: date) -> int:
    """Return by how many days a day lies outside an initiative [days]; 0 inside."""
    return max((item.starts_on - day).days, (day - item.ends_on).days, 0)


def days_behind(item: PlannedInitiative, today: date) -> int:
    """Return how many days of its work an initiative lacks today [days]; 0 if it is not behind.

    Source: docs/method.md#date-conflicts.
    """
    if not fine_until(item) < today <= item.ends_on:
        return 0
    return (today - item.starts_on).days + 1 - int(item.progress * _length(item))


def fine_until(item: PlannedInitiative) -> date:
    """Return the last day on which an open initiative is neither behind nor late, its progress unchanged.

    The day before its start, if it is so short that a day is too much.
    """
    days = min(int((item.progress + BEHIND) * _length(item)), _length(item))
    return item.starts_on + DAY * (days - 1)


def _length(item: PlannedInitiative) -> int:
    return (item.ends_on - item.starts_on).days + 1
