"""Krippendorff's alpha: agreement of any number of raters, with values that are missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate, combinations

from scoring.domain.undefined import Number, Statistic, Undefined, decimal, fraction


class Metric(StrEnum):
    """What the values of raters are: names, an order, distances, or amounts from zero."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Coincidences:
    """How often two values meet in one unit.

    Attributes:
        units: how many units have two values or more; the others say nothing.
        values: the different values of these units, the lowest first.
        counts: how often each of them was given.
        pairs: how often two different values meet, by their places, the lower first; each unit
            counts with the number of its values.
    """

    units: int
    values: tuple[Fraction, ...]
    counts: tuple[int, ...]
    pairs: Mapping[tuple[int, int], Fraction]


def coincidences(units: Iterable[Iterable[Number | None]]) -> Coincidences:
    """Return the coincidence matrix of units.

    Args:
        units: the values of the raters for each unit; None where a rater gave none.

    Raises: NotFiniteError for a value that is not finite.
    Source: docs/method.md#alpha
    """
    given = [Counter(fraction(v) for v in unit if v is not None) for unit in units]
    paired = [found for found in given if found.total() > 1]
    counts = sum(paired, Counter[Fraction]())
    values = tuple(sorted(counts))
    place = {value: number for number, value in enumerate(values)}
    pairs: defaultdict[tuple[int, int], Fraction] = defaultdict(Fraction)
    for found in paired:
        for one, other in combinations(sorted(found), 2):
            meetings = Fraction(found[one] * found[other], found.total() - 1)
            pairs[place[one], place[other]] += meetings
    return Coincidences(len(paired), values, tuple(counts[value] for value in values), dict(pairs))


def alpha(seen: Coincidences, metric: Metric) -> Statistic:
    """Return Krippendorff's alpha: 1 − observed / expected disagreement.

    Args:
        seen: the coincidence matrix.
        metric: how far two values are apart.

    Returns:
        1 where all agree, 0 where they agree as by chance, below 0 where they agree less.
        Undefined for fewer than two units with two values, for one value throughout, and for
        amounts below zero.
    Source: docs/method.md#alpha
    """
    if seen.units < 2:
        return Undefined.FEW_PAIRS
    if len(seen.values) < 2:
        return Undefined.ONE_VALUE
    if metric is Metric.RATIO and seen.values[0] < 0:
        return Undefined.BELOW_ZERO
    apart = _distance(seen, metric)
    observed = sum((often * apart(*pair) for pair, often in seen.pairs.items()), Fraction(0))
    expected = sum(
        (
            seen.counts[one] * seen.counts[other] * apart(one, other)
            for one, other in combinations(range(len(seen.values)), 2)
        ),
        Fraction(0),
    )
    return decimal(1 - (sum(seen.counts) - 1) * observed / expected)


def _distance(seen: Coincidences, metric: Metric) -> Callable[[int, int], Fraction]:
    """Return the squared distance of two values, by their places, the lower first."""
    values = seen.values
    if metric is Metric.NOMINAL:
        return lambda _one, _other: Fraction(1)
    if metric is Metric.ORDINAL:
        return _ranks_between(seen.counts)
    if metric is Metric.INTERVAL:
        return lambda one, other: (values[other] - values[one]) ** 2
    return lambda one, other: ((values[other] - values[one]) / (values[other] + values[one])) ** 2


def _ranks_between(counts: Sequence[int]) -> Callable[[int, int], Fraction]:
    """Return the distance of two values in ranks: the middle of one to the middle of the other."""
    up_to = list(accumulate(counts))
    middle = [Fraction(2 * end - count, 2) for end, count in zip(up_to, counts, strict=True)]
    return lambda one, other: (middle[other] - middle[one]) ** 2
