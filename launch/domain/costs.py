"""What the part of an initiative costs that stands at the start. See docs/method.md#slice-placement."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal

DIGITS = 3
MONTH = Decimal("30.4375")  # days of the average month


def months_of(duration: tuple[Decimal, Decimal]) -> int:
    """Return the planned months of a range: its middle, rounded up, at least one."""
    middle = sum(duration, Decimal(0)) / 2
    return max(1, int(middle.to_integral_value(rounding=ROUND_CEILING)))


def cost_of(cost: tuple[Decimal, Decimal], rate: Decimal) -> Decimal:
    """Return the planned cost of a range: its middle at a rate, to three digits.

    A range for a plant size is an order of magnitude; more digits would pretend to know more.
    """
    middle = sum(cost, Decimal(0)) / 2 * rate
    if not middle:
        return Decimal(0)
    step = Decimal(1).scaleb(max(middle.adjusted() - DIGITS + 1, -2))
    return (middle / step).quantize(Decimal(1), rounding=ROUND_HALF_EVEN) * step


def months_left(months: int, days: int) -> int:
    """Return the months that a slice of some days leaves of the whole, rounded up, at least one."""
    left = (months - days / MONTH).to_integral_value(rounding=ROUND_CEILING)
    return max(1, int(left))


def slice_cost(whole: Decimal, months: int, days: int) -> Decimal:
    """Return the part of a cost that a slice has by its duration, to three digits.

    Args:
        whole: cost of the whole initiative [any currency].
        months: planned for the whole.
        days: of the slice.
    """
    share = Decimal(days) / (days + months_left(months, days) * MONTH)
    return min(whole, cost_of((whole, whole), share))
