"""Three-point estimates: their sum in figures, and drawn at random from a seed.

Source: D. G. Malcolm et al., Application of a technique for research and development program
evaluation, Operations Research 7 (1959), for mean and deviation; the beta distribution of the draws
has that mean. Draws are binary fractions. See docs/method.md#estimates.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planning.domain.flows import ZERO

DRAWS = 1000
Z_80 = Decimal("0.8416")  # of the normal distribution, one side
Z_95 = 1.96  # both sides


@dataclass(frozen=True, slots=True)
class ThreePoint:
    """A value between two ends: low <= likely <= high, in any unit."""

    low: Decimal
    likely: Decimal
    high: Decimal

    @property
    def mean(self) -> Decimal:
        """(low + 4 likely + high) / 6."""
        return (self.low + 4 * self.likely + self.high) / 6

    @property
    def deviation(self) -> Decimal:
        """(high - low) / 6."""
        return (self.high - self.low) / 6

    def draw(self, chance: random.Random) -> float:
        """Return one value of the beta distribution with this mean."""
        low, likely, high = float(self.low), float(self.likely), float(self.high)
        if low == high:
            return likely
        width = high - low
        below, above = 4 * (likely - low) / width, 4 * (high - likely) / width
        return low + width * chance.betavariate(1 + below, 1 + above)


@dataclass(frozen=True, slots=True)
class Percentile:
    """A value that a share of the draws does not exceed.

    Attributes:
        share: 0 to 1.
        value: of the drawn values the one at that rank.
        low, high: between them it lies with 95 % certainty, whatever the distribution.
    """

    share: float
    value: float
    low: float
    high: float


def joined(parts: Sequence[ThreePoint]) -> ThreePoint:
    """Return parts that go up and down together, as of one vendor: their deviations add up."""
    return ThreePoint(
        sum((part.low for part in parts), ZERO),
        sum((part.likely for part in parts), ZERO),
        sum((part.high for part in parts), ZERO),
    )


def summed(parts: Sequence[ThreePoint]) -> tuple[Decimal, Decimal]:
    """Return mean and deviation of the sum of independent parts."""
    mean = sum((part.mean for part in parts), ZERO)
    return mean, sum((part.deviation**2 for part in parts), ZERO).sqrt()


def sums(parts: Sequence[ThreePoint], seed: int) -> Iterator[float]:
    """Yield 1,000 sums of independent parts; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 -- chance of a simulation, no secret
    for _ in range(DRAWS):
        yield math.fsum(part.draw(chance) for part in parts)


def percentile(drawn: Sequence[float], share: float) -> Percentile:
    """Return a percentile with the spread that the number of draws leaves.

    Args:
        drawn: values in ascending order, at least one.
        share: 0 to 1.

    Source of the spread: ranks of a binomial count, as in H. A. David, Order Statistics.
    """
    n = len(drawn)
    width = Z_95 * math.sqrt(n * share * (1 - share))
    ranks = (math.ceil(n * share), math.floor(n * share - width), math.ceil(n * share + width) + 1)
    value, low, high = (drawn[min(max(rank, 1), n) - 1] for rank in ranks)
    return Percentile(share, value, low, high)
