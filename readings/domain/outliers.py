"""Values of an import that lie far from their series: a decimal mark or a percent read wrongly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

FAR = Decimal(5)
TIMES = 10
ENOUGH = 5
SIGMA = Decimal("1.4826")
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class UsualRange:
    """Where the values of a series lie; both ends belong to it."""

    low: Decimal
    high: Decimal


def unusual(value: Decimal, others: Sequence[Decimal]) -> UsualRange | None:
    """Return where a series usually lies if a value lies far from it.

    Far is a robust z above 5, |x − median| / (MAD × 1.4826), from five values on, or ten times the
    median and more, or a tenth and less of it, from one value on. See docs/method.md#far-values.

    Args:
        value: the value in question.
        others: the other values of the series in the same unit.

    Returns:
        The range of the others, at most five spreads about their median where that is narrower;
        None where the value is not far, or nothing is known.
    """
    if not others:
        return None
    center = _median(others)
    spread = SIGMA * _median([abs(other - center) for other in others])
    by_spread = len(others) >= ENOUGH and spread and abs(value - center) > FAR * spread
    by_times = bool(center) and not abs(center) < abs(value) * TIMES < abs(center) * TIMES**2
    if not by_spread and not by_times:
        return None
    low, high = min(others), max(others)
    if not spread:
        return UsualRange(low, high)
    return UsualRange(max(low, center - FAR * spread), min(high, center + FAR * spread))


def unusual_values(
    values: Mapping[Key, Decimal], stored: Mapping[Key, Decimal]
) -> dict[Key, UsualRange]:
    """Return the values of a file that lie far from their series, with the usual range.

    Args:
        values: value by period of one indicator, as the file has them.
        stored: the readings that are there. From five on they alone are the measure; with fewer
            the other values of the file count, too.
    """
    found = {}
    for period, value in values.items():
        if stored.get(period) == value:
            continue
        if len(stored) >= ENOUGH:
            others = list(stored.values())
        else:
            known = {**stored, **values}
            others = [other for key, other in known.items() if key != period]
        usual = unusual(value, others)
        if usual is not None:
            found[period] = usual
    return found


def look_like_shares(values: Iterable[Decimal], stored: Collection[Decimal]) -> bool:
    """Tell whether values for a column of percent may be shares of one: 0.86 for 86 %.

    Args:
        values: what the file has for one indicator counted in percent.
        stored: the readings that are there; from five on they are the better measure.

    Returns:
        True if all values but zeros lie within ±1 and fewer than five readings are stored.
    """
    sizes = [abs(value) for value in values if value]
    return bool(sizes) and max(sizes) <= 1 and len(stored) < ENOUGH


def _median(values: Sequence[Decimal]) -> Decimal:
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
