"""What the rules of the roadmap speak of: items, links, periods, and the plan's calendar."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

PHASES = ("digitize", "integrate", "optimize")
QUARTERS = 12
CENT = Decimal("0.01")
DAY = timedelta(days=1)

Kind = Literal["FS", "SS", "FF"]


@dataclass(frozen=True, slots=True)
class PlannedInitiative:
    """One initiative as the rules see it.

    Attributes:
        id: stable name.
        phase: digitize, integrate or optimize.
        starts_on: first day.
        ends_on: last day, inclusive, not before the first.
        one_off: cost up to the end [currency].
        yearly: cost of a year of use, from the day after the end [currency]; 0 if it costs nothing,
            None if nobody said.
        currency: ISO 4217 code of both.
        progress: share done [0-1].
        is_stopped: given up; only what was spent counts.
        is_done: finished.
        committed: what contracts and orders bind [currency]; None if nobody said.
        spent: what was spent so far [currency]; None if nobody said.
    """

    id: str
    phase: str
    starts_on: date
    ends_on: date
    one_off: Decimal = Decimal(0)
    yearly: Decimal | None = None
    currency: str = ""
    progress: Decimal = Decimal(0)
    is_stopped: bool = False
    spent: Decimal | None = None
    is_done: bool = False
    committed: Decimal | None = None

    @property
    def planned_cost(self) -> Decimal:
        """One-off cost that counts: of a stopped item what was spent [currency]."""
        return (self.spent or Decimal(0)) if self.is_stopped else self.one_off

    @property
    def running_cost(self) -> Decimal:
        """Yearly cost that counts: none of a stopped item, nor where nobody said [currency a year]."""
        return Decimal(0) if self.is_stopped else self.yearly or Decimal(0)

    @property
    def lacks_running(self) -> bool:
        """Whether nobody said what a year of its use costs; a stopped item is not used."""
        return self.yearly is None and not self.is_stopped


@dataclass(frozen=True, slots=True)
class PlanLink:
    """A dependency: the successor waits for the predecessor.

    Attributes:
        before: id of the predecessor.
        after: id of the successor.
        kind: FS finish to start, SS start to start, FF finish to finish.
        lag_days: days between the two events; negative for an overlap.
        id: key of the stored row, 0 if it is not stored.
    """

    before: str
    after: str
    kind: Kind = "FS"
    lag_days: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class DaySpan:
    """A stretch of days; the end is exclusive."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days


def quarter_start(day: date) -> date:
    """Return the first day of the calendar quarter of a day."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def add_months(day: date, months: int) -> date:
    """Return the first of the month that lies some months after the month of a day."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def quarters(first: date) -> tuple[DaySpan, ...]:
    """Return the twelve quarters of a plan.

    Args:
        first: any day in the first quarter.

    Returns:
        Twelve periods without a gap.
    """
    start = quarter_start(first)
    edges = [add_months(start, 3 * number) for number in range(QUARTERS + 1)]
    return tuple(DaySpan(a, b) for a, b in itertools.pairwise(edges))


def horizon(first: date) -> DaySpan:
    """Return the whole stretch of a plan from its first quarter."""
    whole = quarters(first)
    return DaySpan(whole[0].start, whole[-1].end)


def years(stretch: DaySpan) -> tuple[DaySpan, ...]:
    """Return the calendar years of a stretch, cut to it."""
    last = (stretch.end - DAY).year
    return tuple(
        DaySpan(max(date(year, 1, 1), stretch.start), min(date(year + 1, 1, 1), stretch.end))
        for year in range(stretch.start.year, last + 1)
    )
