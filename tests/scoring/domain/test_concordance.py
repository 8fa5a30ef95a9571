from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.concordance import Concordance, concordance
from scoring.domain.undefined import NotFiniteError, Undefined, decimal


def ranks(*raters: str) -> list[tuple[Decimal, ...]]:
    return list(zip(*([Decimal(rank) for rank in row.split()] for row in raters), strict=True))


def test_three_executives_and_six_applicants() -> None:
    """Siegel (1956): sums 8, 14, 11, 11, 11, 8, S = 25.5, W = 12 × 25.5 / (9 × 210) = 0.16."""
    found = concordance(ranks("1 6 3 2 5 4", "1 5 6 4 2 3", "6 3 2 5 4 1"))
    w = Fraction(306, 1890)
    assert found == Concordance(decimal(w), decimal(15 * w), 5)
    assert round(found.w, 2) == Decimal("0.16")


def test_ties_are_corrected() -> None:
    """Siegel (1956): S = 591, sum of T/12 = 1 + 1.5 + 7, W = 591 / (742.5 − 28.5) = 0.828."""
    found = concordance(
        ranks(
            "1 4.5 2 4.5 3 7.5 6 9 7.5 10",
            "2.5 1 2.5 4.5 4.5 8 9 6.5 10 6.5",
            "2 1 4.5 4.5 4.5 4.5 8 8 8 10",
        )
    )
    assert found.w == decimal(Fraction(591, 714))
    assert round(found.w, 3) == Decimal("0.828")
    assert (found.df, round(found.chi_square, 2)) == (9, Decimal("22.35"))


def test_orders_that_are_opposed_have_nothing_in_common() -> None:
    assert concordance([[1, 3], [2, 2], [3, 1]]) == Concordance(Decimal(0), Decimal(0), 2)


def test_one_rater_who_tells_nothing_apart_leaves_the_others() -> None:
    """Sums 3, 4, 5, S = 2, T = 24: W = 12 × 2 / (4 × 24 − 2 × 24) = 1/2."""
    assert concordance([[1, 3], [2, 3], [3, 3]]).w == Decimal("0.5")


@pytest.mark.parametrize(
    ("units", "reason"),
    [
        ([], Undefined.FEW_UNITS),
        ([[1, 2]], Undefined.FEW_UNITS),
        ([[], []], Undefined.FEW_RATERS),
        ([[1], [2]], Undefined.FEW_RATERS),
        ([[1, 2], [2, None]], Undefined.INCOMPLETE),
        ([[1, 2], [2]], Undefined.INCOMPLETE),
        ([[4, 1], [4, 1], [4, 1]], Undefined.ALL_TIED),
    ],
)
def test_what_cannot_be_told_is_neither_one_nor_zero(units, reason) -> None:
    assert concordance(units) is reason


def test_what_is_not_finite_is_refused() -> None:
    with pytest.raises(NotFiniteError):
        concordance([[1, 2], [2, float("inf")]])


TABLES = st.integers(2, 5).flatmap(
    lambda raters: st.lists(
        st.lists(st.integers(1, 5), min_size=raters, max_size=raters), min_size=2, max_size=7
    )
)


@given(TABLES, st.randoms())
def test_concordance_does_not_know_who_rated_and_what_came_first(units, random) -> None:
    raters = list(zip(*random.sample(units, len(units)), strict=True))
    again = list(zip(*random.sample(raters, len(raters)), strict=True))
    assert concordance(again) == concordance(units)


@given(TABLES)
def test_only_the_order_counts(units) -> None:
    found = concordance(units)
    assert concordance([[value**3 for value in unit] for unit in units]) == found
    assert isinstance(found, Undefined) or 0 <= found.w <= 1


@given(st.lists(st.integers(1, 9), min_size=2, max_size=7, unique=True), st.integers(2, 5))
def test_one_order_of_all_is_one(order, raters) -> None:
    assert concordance([[value] * raters for value in order]).w == 1
