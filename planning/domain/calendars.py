"""On which days work goes on: weekend and closures; counting of open days, half-open.

Days are dates of the Gregorian calendar between 1900-01-01 and 2100-12-31; intervals hold their
first day and not their last. See docs/method.md#working-calendars.
"""

from __future__ import annotations

import datetime as dt
import itertools
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from core.bounds import EARLIEST, LATEST
from core.errors import RuleError

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which work stands still: from `start`, open again on `end`."""

    start: dt.date
    end: dt.date

    @classmethod
    def of_day(cls, day: dt.date) -> Closure:
        """Return the closure of one day, as a public holiday is."""
        return cls(day, day + ONE_DAY)


@dataclass(frozen=True, slots=True)
class OpenDays:
    """The open days of a calendar in order, to count in.

    Attributes:
        numbers: their proleptic numbers, as `date.toordinal` gives them.
    """

    numbers: Sequence[int] = field(repr=False)

    def end_after(self, start: dt.date, count: int) -> dt.date:
        """Return the earliest end such that [start, end) holds so many open days.

        Raises:
            RuleError: there are not so many until 2100.
        """
        if not count:
            return start
        last = bisect_left(self.numbers, start.toordinal()) + count - 1
        if last >= len(self.numbers):
            raise RuleError(f"not {count} open days between {start} and {LATEST}")
        return dt.date.fromordinal(self.numbers[last] + 1)

    def start_before(self, end: dt.date, count: int) -> dt.date:
        """Return the latest start such that [start, end) holds so many open days.

        Raises:
            RuleError: there are not so many since 1900.
        """
        if not count:
            return end
        first = bisect_left(self.numbers, end.toordinal()) - count
        if first < 0:
            raise RuleError(f"not {count} open days between {EARLIEST} and {end}")
        return dt.date.fromordinal(self.numbers[first])

    def count(self, start: dt.date, end: dt.date) -> int:
        """Return how many open days [start, end) holds; none where it runs backwards."""
        first, last = (bisect_left(self.numbers, day.toordinal()) for day in (start, end))
        return max(last - first, 0)

    def first_from(self, day: dt.date) -> dt.date:
        """Return the day itself, or the next open one."""
        return self.end_after(day, 1) - ONE_DAY

    def last_until(self, day: dt.date) -> dt.date:
        """Return the day itself, or the last open one before it."""
        return self.start_before(day + ONE_DAY, 1)


@dataclass(frozen=True)
class WorkCalendar:
    """When a plant works; its open days are counted once.

    Attributes:
        weekend: days of the week without work, 1 Monday to 7 Sunday; they count as calendar days.
        closures: days on which nothing counts, in any order; they may overlap.
    """

    weekend: frozenset[int] = frozenset()
    closures: tuple[Closure, ...] = ()

    @property
    def closes_nothing(self) -> bool:
        """Whether every day counts as a working day."""
        return not (self.weekend or self.closures)

    @cached_property
    def working(self) -> OpenDays:
        """The days that are neither weekend nor closed."""
        return _open_days(self.weekend, self.closures)

    @cached_property
    def running(self) -> OpenDays:
        """The days that are not closed; the weekend counts."""
        return _open_days(frozenset(), self.closures)

    def refuse_if_never_open(self) -> None:
        """Refuse a calendar on which no work could ever be done.

        Raises:
            RuleError: no day is open, in the week or in all the years.
        """
        if not self.working.numbers:
            raise RuleError("it never opens")


ALWAYS_OPEN = WorkCalendar()


def _open_days(weekend: frozenset[int], closures: tuple[Closure, ...]) -> OpenDays:
    first, beyond = EARLIEST.toordinal(), LATEST.toordinal() + 1
    week = bytes((day - 1) % 7 + 1 not in weekend for day in range(first, first + 7))
    is_open = bytearray(week * ((beyond - first) // 7 + 1))
    for closure in closures:
        begin = max(closure.start.toordinal() - first, 0)
        end = min(closure.end.toordinal(), beyond) - first
        if begin < end:
            is_open[begin:end] = bytes(end - begin)
    # An array keeps two centuries in 200 kB, a list of numbers in two megabytes.
    return OpenDays(array("i", itertools.compress(range(first, beyond), is_open)))
