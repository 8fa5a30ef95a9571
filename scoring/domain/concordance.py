"""Kendall's W: how far raters put the same units into the same order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.domain.undefined import Number, Undefined, decimal, fraction


@dataclass(frozen=True, slots=True)
class Concordance:
    """Agreement of orders.

    Attributes:
        w: 0 (no common order) to 1 (one order).
        chi_square: what a test of W against chance starts from.
        df: its degrees of freedom.
    """

    w: Decimal
    chi_square: Decimal
    df: int


def concordance(units: Sequence[Sequence[Number | None]]) -> Concordance | Undefined:
    """Return Kendall's W, corrected for ties.

    Args:
        units: the value that each rater gives each unit, the raters in one order; ranks are made
            of them, equal values share the mean of their ranks.

    Returns:
        Undefined for fewer than two units or raters, where a value is missing, and where every
        rater gives all units the same value.
    Raises: NotFiniteError for a value that is not finite.
    Source: docs/method.md#concordance
    """
    n, m = len(units), max(map(len, units), default=0)
    if n < 2:
        return Undefined.FEW_UNITS
    if m < 2:
        return Undefined.FEW_RATERS
    rows = [[fraction(value) for value in unit if value is not None] for unit in units]
    if any(len(row) < m for row in rows):
        return Undefined.INCOMPLETE
    orders = [_ranked(column) for column in zip(*rows, strict=True)]
    ties = sum(_ties(order) for order in orders)
    most = m**2 * (n**3 - n) - m * ties
    if not most:
        return Undefined.ALL_TIED
    sums = [sum(ranks, Fraction(0)) for ranks in zip(*orders, strict=True)]
    mean = Fraction(m * (n + 1), 2)
    w = 12 * sum(((total - mean) ** 2 for total in sums), Fraction(0)) / most
    return Concordance(decimal(w), decimal(m * (n - 1) * w), n - 1)


def _ranked(values: Sequence[Fraction]) -> list[Fraction]:
    """Return the rank of each value, counted from 1; equal values share the mean of theirs."""
    ranks, below = {}, 0
    for value, often in sorted(Counter(values).items()):
        ranks[value] = below + Fraction(often + 1, 2)
        below += often
    return [ranks[value] for value in values]


def _ties(order: Sequence[Fraction]) -> int:
    return sum(often**3 - often for often in Counter(order).values())
