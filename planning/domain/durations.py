"""How long work takes: working days, calendar days or months; from a start to its end and back.

See docs/method.md#durations.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from core.bounds import EARLIEST, LATEST, is_usual_day
from core.errors import RuleError
from planning.domain.calendars import ALWAYS_OPEN, ONE_DAY, OpenDays, WorkCalendar

LENGTH_MAX = 73_000  # days of the two centuries that are counted in


class TimeUnit(StrEnum):
    """In what a duration is counted; closed days count in neither kind of day."""

    WORKING = "working"
    CALENDAR = "calendar"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of work on a calendar.

    Working days begin and end on working days. Calendar days and months stay where they fall: a
    start inside a closure stays there, the closed days merely do not count as calendar days; months
    run through closures, from a day to the same day of a later month or its last one.

    Attributes:
        length: 0 to 73,000; 0 is an event, which happens where it falls.
        unit: what is counted.
        calendar: on which days.
    """

    length: int
    unit: TimeUnit = TimeUnit.CALENDAR
    calendar: WorkCalendar = ALWAYS_OPEN

    @property
    def is_settled(self) -> bool:
        """Whether starts and ends lie on working days."""
        return self.unit is TimeUnit.WORKING and self.length > 0

    @property
    def _days(self) -> OpenDays:
        return self.calendar.working if self.unit is TimeUnit.WORKING else self.calendar.running

    def end_of(self, start: dt.date) -> dt.date:
        """Return the end (not included) of work that begins on a day.

        Raises:
            RuleError: it would end after 2100.
        """
        if self.unit is TimeUnit.MONTHS:
            return add_months(start, self.length)
        return self._days.end_after(start, self.length)

    def latest_start(self, end: dt.date) -> dt.date:
        """Return the latest start of work that must have ended when a day begins.

        Raises:
            RuleError: it would begin before 1900.
        """
        if self.unit is not TimeUnit.MONTHS:
            return self._days.start_before(end, self.length)
        start = add_months(end, -self.length)
        while self.end_of(start + ONE_DAY) <= end:
            start += ONE_DAY
        return start

    def earliest_start(self, day: dt.date) -> dt.date:
        """Return the first possible start from a day on."""
        return self._days.first_from(day) if self.is_settled else day

    def last_start(self, day: dt.date) -> dt.date:
        """Return the last possible start until a day, that day included."""
        return self._days.last_until(day) if self.is_settled else day

    def last_end(self, day: dt.date) -> dt.date:
        """Return the last possible end (not included) until a day."""
        return self._days.last_until(day - ONE_DAY) + ONE_DAY if self.is_settled else day

    def start_reaching(self, end: dt.date) -> dt.date:
        """Return the earliest start whose work ends on a day, or else as soon after as possible.

        Of starts within a closure, which end on the same day, it is the open day behind them.
        """
        if self.unit is TimeUnit.MONTHS:
            start = add_months(end, -self.length)
            return start if self.end_of(start) >= end else start + ONE_DAY
        start = self.latest_start(end)
        return start if self.end_of(start) >= end else self._days.first_from(start + ONE_DAY)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of another month, or the last day of that month if it is shorter.

    Raises:
        RuleError: outside of the years 1900 to 2100.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not EARLIEST.year <= year <= LATEST.year + 1:  # an end is not included
        raise RuleError(f"{months} months from {day} lie outside of 1900 to 2100")
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def moved(day: dt.date, days: int) -> dt.date:
    """Return a day moved by calendar days.

    Raises:
        RuleError: outside of the years 1900 to 2100.
    """
    try:
        there = day + dt.timedelta(days=days)
    except OverflowError:
        there = None
    if there is None or not is_usual_day(there):
        raise RuleError(f"{days} days from {day} lie outside of 1900 to 2100")
    return there
