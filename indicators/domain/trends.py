"""Whether readings in order of time drift, or merely vary."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from readings.domain.kendall import kendall

TREND_Z = Decimal("2.576")  # two-sided 1 %


class Trend(StrEnum):
    """Which way the readings of a baseline drift."""

    RISING = "rising"
    FALLING = "falling"


def trend_of(values: Sequence[Decimal]) -> Trend | None:
    """Return which way values in order of time drift; None where chance could have done it.

    The test of Mann and Kendall: there is a trend where (|S| - 1) / deviation is beyond 2.576,
    which chance passes once in a hundred series. Source: docs/method.md#baseline.
    """
    figures = kendall(values)
    size = abs(figures.s)
    if size < 2 or (size - 1) <= TREND_Z * figures.variance.sqrt():
        return None
    return Trend.RISING if figures.s > 0 else Trend.FALLING
