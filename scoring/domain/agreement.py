"""How far voices on one thing agree: where they lie, and r_wg within one group."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from core.errors import RuleError
from scoring.domain.undefined import Number, Statistic, Undefined, decimal, fraction

FEWEST_OPTIONS = 2
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class Scatter:
    """Where the values of one thing lie.

    Attributes:
        n: how many values there are.
        median: of an even number the mean of the middle two.
        lower: first quartile.
        upper: third quartile.
        range: the highest value less the lowest.
    """

    n: int
    median: Decimal
    lower: Decimal
    upper: Decimal
    range: Decimal

    @property
    def iqr(self) -> Decimal:
        """The distance between the quartiles."""
        return self.upper - self.lower


def scatter(values: Iterable[Number]) -> Scatter | Undefined:
    """Return where values lie; without a value it is undefined.

    Raises: NotFiniteError for a value that is not finite.
    Source: docs/method.md#spread
    """
    ordered = sorted(map(fraction, values))
    if not ordered:
        return Undefined.NO_VALUES
    return Scatter(
        n=len(ordered),
        median=decimal(_quantile(ordered, HALF)),
        lower=decimal(_quantile(ordered, QUARTER)),
        upper=decimal(_quantile(ordered, 1 - QUARTER)),
        range=decimal(ordered[-1] - ordered[0]),
    )


def _quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """Return a quantile of type 7: on a straight line between the two values beside its place."""
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def lower_weighted_median(weighted: Iterable[tuple[Number, Number]]) -> Statistic:
    """Return the smallest value at which the cumulated weight reaches half of the whole weight.

    Args:
        weighted: pairs of value and weight.

    Returns:
        One of the values; undefined without weight.
    Raises: NotFiniteError for a value or weight that is not finite, RuleError for a weight below 0.
    Source: docs/method.md#spread
    """
    pairs = sorted((fraction(value), fraction(weight)) for value, weight in weighted)
    if any(weight < 0 for _value, weight in pairs):
        raise RuleError("a weight lies below zero", field="weight")
    up_to = list(accumulate(weight for _value, weight in pairs))
    if not pairs or not up_to[-1]:
        return Undefined.NO_VALUES
    return decimal(pairs[bisect_left(up_to, up_to[-1] / 2)][0])


def within_group(values: Iterable[Number], options: int) -> Statistic:
    """Return r_wg: 1 − variance of the values / variance if every option were as likely.

    Args:
        values: what each voice chose for one thing.
        options: how many options there are.

    Returns:
        0 to 1; 0 where the values lie further apart than chance puts them, undefined for fewer
        than two values.
    Raises: NotFiniteError for a value that is not finite, RuleError for fewer than two options.
    Source: docs/method.md#within-group
    """
    return within_group_joint([values], options)


def within_group_joint(items: Iterable[Iterable[Number]], options: int) -> Statistic:
    """Return r_wg(J) of several items; of one it is r_wg.

    Args:
        items: the values of each item.
        options: how many options each of them has.

    Returns:
        0 to 1; undefined without items, and where one of them has fewer than two values.
    Raises: as `within_group`.
    Source: docs/method.md#within-group
    """
    if options < FEWEST_OPTIONS:
        raise RuleError(f"agreement needs {FEWEST_OPTIONS} options or more", field="options")
    voices = [[fraction(value) for value in values] for values in items]
    if not voices:
        return Undefined.NO_ITEMS
    if any(len(values) < 2 for values in voices):
        return Undefined.FEW_VALUES
    count, chance = len(voices), Fraction(options**2 - 1, 12)
    mean = sum(map(_variance, voices), Fraction(0)) / count
    apart = min(mean / chance, Fraction(1))
    together = count * (1 - apart)
    return decimal(together / (together + apart))


def _variance(values: Sequence[Fraction]) -> Fraction:
    mean = sum(values, Fraction(0)) / len(values)
    return sum(((value - mean) ** 2 for value in values), Fraction(0)) / (len(values) - 1)
