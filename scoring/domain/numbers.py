"""Exact arithmetic of the scoring engine: wide decimals, one place for rounding and comparing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext

from packs.schema.framework import Numbers

ZERO = Decimal(0)
ONE = Decimal(1)
PRECISION = 60
# Two ways of computing the same share may differ in the last of 60 digits; 40 places are equal.
_SAME = Decimal(1).scaleb(-40)
_WIDE = Context(prec=PRECISION)
_REPORTED = Context(prec=28, rounding=ROUND_HALF_UP)


@contextmanager
def exact() -> Iterator[None]:
    """Run a block with wide decimals, so that no rounding happens on the way."""
    with localcontext() as context:
        context.prec = PRECISION
        yield


def settled(value: Decimal) -> Decimal:
    """Return a value without the dust of its last digits, so that equal shares compare equal."""
    return value.quantize(_SAME, ROUND_HALF_UP, _WIDE)


def compared(value: Decimal, numbers: Numbers) -> Decimal:
    """Return a value in the form in which the pack compares: exact, or on n places."""
    if numbers.compare_on == "exact":
        return settled(value)
    return rounded(value, numbers.compare_on, numbers)


def rounded(value: Decimal, places: int, numbers: Numbers) -> Decimal:
    """Return a value at so many places by the pack's way of rounding.

    A value that is whole but for the last digits of its division is settled first, so that
    truncation never turns 3 into 2.9.
    """
    mode = ROUND_HALF_UP if numbers.rounding == "half_up" else ROUND_DOWN
    with exact():
        return settled(value).quantize(ONE.scaleb(-places), mode)


def displayed(value: Decimal, numbers: Numbers, border: Decimal | None = None) -> str:
    """Return a value as a reader sees it, with the digits it takes to stay below a border."""
    if border is None:
        return f"{rounded(value, numbers.display_places, numbers):f}"
    return f"{told_apart(value, border, numbers.display_places):f}"


def reported(value: Decimal) -> Decimal:
    """Return a value with 28 digits and without trailing zeros, for machines."""
    short = _REPORTED.plus(value).normalize(_REPORTED)
    return short.quantize(ONE) if short == short.to_integral_value() else short


def told_apart(value: Decimal, limit: Decimal | None, places: int) -> Decimal:
    """Return a value rounded half up to `places`, or to the fewest more that keep it off a limit.

    So 2.968 beside a limit of 3 is 2.97 at two places and at one, and 2.9996 stays 2.9996: what is
    shown never stands on a border that the value did not reach.

    Source: docs/method.md#borders
    """
    with exact():
        whole = settled(value)
        tries = (
            whole.quantize(ONE.scaleb(-digits), ROUND_HALF_UP)
            for digits in range(places, PRECISION)
        )
        kept = (
            short for short in tries if limit is None or _side(short, limit) == _side(whole, limit)
        )
        return next(kept, whole)


def _side(value: Decimal, limit: Decimal) -> int:
    return (value > limit) - (value < limit)


def plain(value: Decimal) -> str:
    """Return the shortest plain notation, at most four places."""
    text = f"{value.quantize(Decimal('0.0001'), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
