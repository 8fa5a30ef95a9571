"""What follows when somebody says one of start, end and length of a bar: the others keep to it.

See docs/method.md#lengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from planning.domain.calendars import WorkCalendar
from planning.domain.durations import TimeUnit
from planning.domain.lengths import Length, counted
from planning.domain.plans import DAY


class SaidDates(TypedDict, total=False):
    """What was said of a bar; what is missing was not spoken of.

    `duration` None: start and end decide from now on.
    """

    starts_on: date
    ends_on: date
    duration: Length | None


@dataclass(frozen=True, slots=True)
class BarDates:
    """When a bar is.

    Attributes:
        starts_on: first day.
        ends_on: last day.
        length: as somebody said it; None where start and end decide.
    """

    starts_on: date
    ends_on: date
    length: Length | None = None

    def effective(self, calendar: WorkCalendar) -> Length | None:
        """Return the length that was said, else the calendar days; None if none of them counts."""
        end = self.ends_on + DAY
        return self.length or counted(self.starts_on, end, TimeUnit.CALENDAR, calendar)

    def due_end(self, calendar: WorkCalendar) -> date:
        """Return the last day that the said length gives on a calendar.

        Raises:
            RuleError: it would lie after 2100.
        """
        if self.length is None or self.length.is_held(self.starts_on, self.ends_on + DAY, calendar):
            return self.ends_on
        return self.length.on(calendar).end_of(self.starts_on) - DAY


class DatesDisagreeError(ValueError):
    """Start, end and length were all said and contradict each other.

    Attributes:
        due_end: last day that start and length give.
    """

    def __init__(self, due_end: date) -> None:
        super().__init__("start, end and length disagree")
        self.due_end = due_end


def dated(before: BarDates | None, said: SaidDates, calendar: WorkCalendar) -> BarDates:
    """Return when a bar is after somebody said something about it.

    A length gives the end. A start alone keeps the length and gives the end. An end keeps the start
    and gives the length, in its unit. Start and end together give the length.

    Args:
        before: as it was; None for a new bar, of which a start and an end or a length were said.
        said: one thing at least.
        calendar: of the plant.

    Raises:
        DatesDisagreeError: all three were said, and differ.
        RuleError: the end would lie after 2100.

    Source: docs/method.md#lengths.
    """
    start = said.get("starts_on") or _of(before).starts_on
    length = said.get("duration")
    if length is not None:
        return _sized(start, said.get("ends_on"), length, calendar)
    end = said.get("ends_on")
    if "duration" in said:
        return BarDates(start, end or _of(before).ends_on)
    if before is None:
        return BarDates(start, end or start)
    if end is None:
        return _shifted(before, start, calendar)
    if (start, end) == (before.starts_on, before.ends_on):
        return before
    kept = before.length and counted(start, end + DAY, before.length.unit, calendar)
    return BarDates(start, end, kept)


def _of(before: BarDates | None) -> BarDates:
    if before is None:
        raise TypeError("a new bar needs a start, and an end or a length")
    return before


def _sized(start: date, end: date | None, length: Length, calendar: WorkCalendar) -> BarDates:
    if end is not None and length.is_held(start, end + DAY, calendar):
        return BarDates(start, end, length)
    due = length.on(calendar).end_of(start) - DAY
    if end is not None:
        raise DatesDisagreeError(due)
    return BarDates(start, due, length)


def _shifted(before: BarDates, start: date, calendar: WorkCalendar) -> BarDates:
    if start == before.starts_on:
        return before
    length = before.effective(calendar)
    if length is None:  # all of its days are closed: nothing but the days themselves is left
        return BarDates(start, before.ends_on + (start - before.starts_on))
    return BarDates(start, length.on(calendar).end_of(start) - DAY, before.length)
