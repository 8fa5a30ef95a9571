"""How a score is written: with the digits it needs to stand on its side of every border. Pure.

A level or a gate hangs on borders: whole levels, and what a pack asks of a score. A score below one
is never written at or above it, and one that reached it never below it. A difference is that of the
two figures as written, so that a reader who subtracts finds the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

MOST_PLACES = 4
_DASH, _MINUS = "–", "\u2212"
_LEAST = Decimal("0.0001")  # a smaller gain is none
_WIDE = Context(prec=60)
_DUST = Decimal("1e-12")  # below it two ways of computing one score may differ


def apart(value: Decimal, limits: Iterable[Decimal], places: int) -> Decimal:
    """Return a figure rounded half up, with the places it needs to stay on its side of each limit.

    Args:
        value: any number.
        limits: values that it is held against: at or above one, or below it.
        places: places to begin with; it ends at four, and there cuts off.

    Source: docs/method.md#figures
    """
    exact = value.quantize(_DUST, ROUND_HALF_UP, _WIDE)
    sides = [(limit, exact >= limit) for limit in limits]
    for count in range(places, MOST_PLACES + 1):
        rounded = exact.quantize(Decimal(1).scaleb(-count), ROUND_HALF_UP)
        if all((rounded >= limit) == is_reached for limit, is_reached in sides):
            return rounded
    return exact.quantize(Decimal(1).scaleb(-MOST_PLACES), ROUND_FLOOR)


def written(
    score: Decimal | None, borders: Iterable[Decimal] = (), places: int = 1
) -> Decimal | None:
    """Return a score as it is written, with more places than one where a border asks for them.

    Args:
        score: any score; None is none.
        borders: values that a level or gate asks of it; whole numbers are borders in any case.
        places: places to begin with.

    Returns:
        A decimal with its places fixed: 2.968 is 2.97, 1.74 beside a border of 1.75 is 1.7.

    Source: docs/method.md#figures
    """
    if score is None:
        return None
    whole = score.quantize(_DUST, ROUND_HALF_UP, _WIDE).to_integral_value(ROUND_HALF_UP)
    return apart(score, [*borders, whole], places)


def difference(after: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Return the difference of two written figures; None when either is missing.

    Source: docs/method.md#figures
    """
    return None if after is None or before is None else after - before


def figure(value: Decimal | None) -> str:
    """Write a decimal with the places it has, a true minus, no minus zero; none is a dash."""
    if value is None:
        return _DASH
    return f"{value or abs(value):,f}".replace("-", _MINUS)


def figure_signed(value: Decimal | None) -> str:
    """Write a difference with its sign and the places it has; none is a dash."""
    return f"+{figure(value)}" if value is not None and value > 0 else figure(value)


def span(low: Decimal | None, high: Decimal | None) -> str:
    """Write between what a score lies, "1.6–2.1", with more places where its ends look the same.

    An end that would be rounded up to a whole level has the places it needs instead, as in `written`.

    Source: docs/method.md#figures
    """
    return _DASH.join(figure(end) for end in span_ends(low, high))


def span_ends(low: Decimal | None, high: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """Return the two ends as `span` writes them."""
    for places in range(1, MOST_PLACES + 1):
        ends = written(low, (), places), written(high, (), places)
        if ends[0] != ends[1]:
            break
    return ends


def gain(value: Decimal | None) -> str:
    """Write what a score gains: signed, two places, more where it would read as nothing."""
    return _DASH if value is None else figure_signed(apart(value, [_LEAST], 2))


def score(value: object, places: int = 1) -> str:
    """Write a score whose only borders are the whole levels; see `written`."""
    return figure(written(_number(value), places=places))


def _number(value: object) -> Decimal | None:
    return None if value is None or value == "" else Decimal(str(value))
