"""The test of Mann and Kendall: whether values in order of time drift, or merely vary."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

CHANCE = 0.01  # two-sided: once in a hundred series without a trend


@dataclass(frozen=True, slots=True)
class Kendall:
    """Pairs that rise minus pairs that fall, and the variance of that number without a trend.

    Those of independent series add up: of the seasons of one, of several plants.
    """

    s: int
    variance: Decimal

    def __add__(self, other: Kendall) -> Kendall:
        return Kendall(self.s + other.s, self.variance + other.variance)

    @property
    def z(self) -> float:
        """(|S| - 1) / deviation with the sign of S; 0 where no pair differs."""
        if not self.variance or abs(self.s) < 2:
            return 0.0
        size = (abs(self.s) - 1) / math.sqrt(self.variance)
        return size if self.s > 0 else -size

    @property
    def p(self) -> float:
        """How often chance alone drifts as far, either way [0-1]."""
        return math.erfc(abs(self.z) / math.sqrt(2))


NOTHING = Kendall(0, Decimal(0))


def kendall(values: Sequence[Decimal]) -> Kendall:
    """Return the figures of the test for values in order of time.

    S = pairs that rise - pairs that fall, of variance
    (n (n - 1) (2 n + 5) - sum over ties of t (t - 1) (2 t + 5)) / 18.
    Source: docs/method.md#trends.
    """
    n = len(values)
    steps = [(later > earlier) - (later < earlier) for earlier, later in combinations(values, 2)]
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    return Kendall(sum(steps), Decimal(n * (n - 1) * (2 * n + 5) - ties) / 18)
