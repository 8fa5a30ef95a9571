"""How a benefit grows to its whole size, evenly by day. See docs/method.md#business-case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from planning.domain.plans import DAY, DaySpan, years

RAMP_MAX = 60  # months
MONTH = Decimal("30.4375")  # days: 365.25 / 12
NONE = Decimal(0)


def whole_days(days: int, ramp: Decimal) -> Decimal:
    """Return how many days of the whole effect the first days of use are worth.

    Args:
        days: days since the first day of use, 0 and more.
        ramp: days until the effect is whole; it grows evenly until then, 0 for at once.

    Returns:
        days² / (2 ramp) inside the ramp, days - ramp / 2 behind it.
    """
    if days < ramp:
        return Decimal(days) ** 2 / (2 * ramp)
    return days - ramp / 2


def shares(ends_on: date, ramp_months: int, periods: Sequence[DaySpan]) -> tuple[Decimal, ...]:
    """Return which share of a year's benefit falls into each period.

    Use begins the day after the end; a whole year of the whole effect is 1, leap year or not.

    Args:
        ends_on: last day of the initiative.
        ramp_months: months until the effect is whole, 0 to 60.
        periods: stretches in order, without a gap, at least one.
    """
    start, ramp = ends_on + DAY, ramp_months * MONTH
    edges = [periods[0].start, *(period.end for period in periods)]
    upto = [_until(start, day, ramp) for day in edges]
    return tuple(b - a for a, b in pairwise(upto))


def _until(start: date, day: date, ramp: Decimal) -> Decimal:
    """Return the share of a year's benefit before a day."""
    if day <= start:
        return NONE
    total = NONE
    for year in years(DaySpan(start, day)):
        grown = whole_days((year.end - start).days, ramp) - whole_days(
            (year.start - start).days, ramp
        )
        whole = (date(year.start.year + 1, 1, 1) - date(year.start.year, 1, 1)).days
        total += grown / whole
    return total
