from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.alpha import Coincidences, Metric, alpha, coincidences
from scoring.domain.undefined import NotFiniteError, Undefined, decimal

# Krippendorff (2011): four raters, twelve units, "." where a rater gave none.
PUBLISHED = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
RATERS = [
    [None if value == "." else int(value) for value in line.split()]
    for line in PUBLISHED.strip().splitlines()
]
VALUE = st.one_of(st.none(), st.integers(1, 5))


@st.composite
def tables(draw) -> list[list[int | None]]:
    """Raters in rows, units in columns, some values missing."""
    units, raters = draw(st.integers(2, 8)), draw(st.integers(2, 5))
    return [draw(st.lists(VALUE, min_size=units, max_size=units)) for _ in range(raters)]


def units_of(raters):
    return [list(unit) for unit in zip(*raters, strict=True)]


def alphas(raters) -> dict[Metric, object]:
    seen = coincidences(units_of(raters))
    return {metric: alpha(seen, metric) for metric in Metric}


def test_published_coincidences() -> None:
    seen = coincidences(units_of(RATERS))
    assert (seen.units, sum(seen.counts)) == (11, 40)
    assert seen.counts == (9, 13, 10, 5, 3)
    assert seen.pairs == {
        (0, 1): Fraction(4, 3),
        (0, 2): Fraction(1, 3),
        (0, 3): Fraction(1, 3),
        (1, 2): Fraction(4, 3),
        (1, 3): Fraction(1, 3),
        (2, 3): Fraction(1, 3),
    }


def test_published_alphas() -> None:
    found = alphas(RATERS)
    assert found[Metric.NOMINAL] == decimal(Fraction(113, 152))
    assert found[Metric.INTERVAL] == decimal(Fraction(951, 1120))
    assert {metric: round(value, 6) for metric, value in found.items()} == {
        Metric.NOMINAL: Decimal("0.743421"),
        Metric.ORDINAL: Decimal("0.815388"),
        Metric.INTERVAL: Decimal("0.849107"),
        Metric.RATIO: Decimal("0.797403"),
    }


@pytest.mark.parametrize(
    ("units", "reason"),
    [
        ([], Undefined.FEW_PAIRS),
        ([[1, 2]], Undefined.FEW_PAIRS),
        ([[1, 2], [3, None], [None, None]], Undefined.FEW_PAIRS),
        ([[2, 2], [2, 2]], Undefined.ONE_VALUE),
        ([[2, 2], [2, 2, None], [5]], Undefined.ONE_VALUE),  # the single 5 says nothing
    ],
)
def test_what_cannot_be_told_is_neither_one_nor_zero(units, reason) -> None:
    seen = coincidences(units)
    assert {alpha(seen, metric) for metric in Metric} == {reason}


def test_amounts_below_zero_have_no_ratio() -> None:
    seen = coincidences([[-1, 1], [1, 1]])
    assert alpha(seen, Metric.RATIO) is Undefined.BELOW_ZERO
    assert isinstance(alpha(seen, Metric.INTERVAL), Decimal)


def test_amounts_from_zero_have_a_ratio() -> None:
    """0 and 4 are one apart, seen once; 1 × 3 pairs of them are possible: 1 − 3 × 1 / 3 = 0."""
    assert alpha(coincidences([[0, 4], [4, 4]]), Metric.RATIO) == 0


def test_all_agree_on_two_values() -> None:
    assert set(alphas([[1, 5, 1], [1, 5, 1]]).values()) == {1}


def test_agreement_below_chance_is_below_zero() -> None:
    assert alphas([[1, 5], [5, 1]])[Metric.NOMINAL] == Decimal("-0.5")


@pytest.mark.parametrize("value", [float("nan"), Decimal("Infinity")])
def test_what_is_not_finite_is_refused(value) -> None:
    with pytest.raises(NotFiniteError):
        coincidences([[1, value]])


@given(tables())
def test_alpha_agrees_with_another_program(raters) -> None:
    data = [[float("nan") if value is None else value for value in row] for row in raters]
    for metric, found in alphas(raters).items():
        if isinstance(found, Decimal):
            other = krippendorff.alpha(
                reliability_data=data,
                level_of_measurement=metric.value,
                value_domain=[1, 2, 3, 4, 5],
            )
            assert float(found) == pytest.approx(other, abs=1e-9)


@given(tables(), st.randoms())
def test_alpha_does_not_know_who_rated_and_what_came_first(raters, random) -> None:
    units = units_of(random.sample(raters, len(raters)))
    assert alphas(units_of(random.sample(units, len(units)))) == alphas(raters)


@given(tables(), st.permutations([1, 2, 3, 4, 5]))
def test_names_can_be_exchanged(raters, names) -> None:
    renamed = [[value and names[value - 1] for value in row] for row in raters]
    assert alphas(renamed)[Metric.NOMINAL] == alphas(raters)[Metric.NOMINAL]


@given(tables())
def test_distances_do_not_depend_on_where_the_scale_begins(raters) -> None:
    moved = [[value and 2 * value + 7 for value in row] for row in raters]
    for metric in (Metric.NOMINAL, Metric.ORDINAL, Metric.INTERVAL):
        assert alphas(moved)[metric] == alphas(raters)[metric]


def test_coincidences_are_plain_data() -> None:
    assert coincidences([]) == Coincidences(0, (), (), {})
