"""Whether readings in order of time drift, or merely vary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

TREND_Z = Decimal("2.576")  # two-sided 1 %


class Trend(StrEnum):
    """Which way the readings of a baseline drift."""

    RISING = "rising"
    FALLING = "falling"


def trend_of(values: Sequence[Decimal]) -> Trend | None:
    """Return which way values in order of time drift; None where chance could have done it.

    The test of Mann and Kendall: S = pairs that rise - pairs that fall, of variance
    (n (n - 1) (2 n + 5) - sum over ties of t (t - 1) (2 t + 5)) / 18. There is a trend where
    (|S| - 1) / deviation is beyond 2.576, which chance passes once in a hundred series.
    Source: docs/method.md#baseline.
    """
    n = len(values)
    steps = [(later > earlier) - (later < earlier) for earlier, later in combinations(values, 2)]
    s = sum(steps)
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    variance = Decimal(n * (n - 1) * (2 * n + 5) - ties) / 18
    if abs(s) < 2 or (abs(s) - 1) <= TREND_Z * variance.sqrt():
        return None
    return Trend.RISING if s > 0 else Trend.FALLING
