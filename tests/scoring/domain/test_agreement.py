from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleError
from scoring.domain.agreement import (
    Scatter,
    lower_weighted_median,
    scatter,
    within_group,
    within_group_joint,
)
from scoring.domain.undefined import NotFiniteError, Undefined, decimal, why

# Item RELIG of group 1 of bhr2000: answers 1 to 5 and how often each was given.
RELIG = [answer for answer, n in enumerate((14, 11, 18, 8, 8), 1) for _ in range(n)]
CHOSEN = st.lists(st.integers(1, 5), min_size=2, max_size=9)


def rounded(value, places: int) -> Decimal:
    return round(value, places)


# --- where values lie -----------------------------------------------------------------------------
def test_published_item_lies_where_it_was_printed() -> None:
    found = scatter(RELIG)
    assert found == Scatter(59, Decimal(3), Decimal(2), Decimal(4), Decimal(4))
    assert found.iqr == 2


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([3], (1, "3", "3", "3", "0")),
        ([4, 1, 2, 3], (4, "2.5", "1.75", "3.25", "3")),  # quantiles of type 7
        ([1, 2], (2, "1.5", "1.25", "1.75", "1")),
        ([Decimal("0.1"), Decimal("0.2")], (2, "0.15", "0.125", "0.175", "0.1")),
    ],
)
def test_values_lie_as_counted_by_hand(values, expected) -> None:
    n, *rest = expected
    assert scatter(values) == Scatter(n, *map(Decimal, rest))


def test_nothing_lies_nowhere() -> None:
    assert scatter([]) is Undefined.NO_VALUES


@pytest.mark.parametrize(
    ("weighted", "expected"),
    [
        ([(2, 1), (3, 1), (4, 1)], 3),
        ([(2, 1), (4, 1)], 2),  # half is reached at the lower one
        ([(4, 1), (2, 1), (3, 1), (5, 1)], 3),
        ([(1, 1), (4, 3)], 4),
        ([(1, 0), (2, 1)], 2),
        ([(5, Decimal("0.1")), (1, Decimal("0.1"))], 1),
        ([(1, Fraction(1, 3)), (2, Fraction(1, 6)), (3, Fraction(1, 2))], 2),
    ],
)
def test_lower_weighted_median(weighted, expected) -> None:
    assert lower_weighted_median(weighted) == expected


@pytest.mark.parametrize("weighted", [[], [(3, 0)]])
def test_nothing_that_weighs_has_no_median(weighted) -> None:
    assert lower_weighted_median(weighted) is Undefined.NO_VALUES


def test_weight_below_zero_is_refused() -> None:
    with pytest.raises(RuleError, match="below zero"):
        lower_weighted_median([(1, 2), (2, -1)])


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")]
)
def test_what_is_not_finite_is_refused(value) -> None:
    for refused in (
        lambda: scatter([1, value]),
        lambda: within_group([1, value], 5),
        lambda: lower_weighted_median([(1, value)]),
    ):
        with pytest.raises(NotFiniteError, match="not a finite number"):
            refused()


# --- within a group -------------------------------------------------------------------------------
def test_published_agreement_within_a_group() -> None:
    """R's `multilevel::rwg` prints 0.11046172."""
    assert rounded(within_group(RELIG, 5), 8) == Decimal("0.11046172")


@pytest.mark.parametrize(
    ("values", "options", "expected"),
    [
        ([3, 3], 5, Fraction(1)),
        ([2, 3, 4], 5, Fraction(1, 2)),
        ([2, 3, 4], 6, Fraction(23, 35)),
        ([2, 3, 4], 7, Fraction(3, 4)),
        ([1, 5], 5, Fraction(0)),  # further apart than by chance
        ([1, 2], 2, Fraction(0)),
        ([1, 1, 1, 1, 2], 2, Fraction(1, 5)),
    ],
)
def test_agreement_within_a_group_by_hand(values, options, expected) -> None:
    assert within_group(values, options) == decimal(expected)


@pytest.mark.parametrize("values", [[], [3]])
def test_one_voice_does_not_agree(values) -> None:
    assert within_group(values, 5) is Undefined.FEW_VALUES


def test_agreement_needs_options() -> None:
    with pytest.raises(RuleError, match="2 options or more"):
        within_group([1, 1], 1)


def test_joint_agreement_by_hand() -> None:
    """Variances 1/2 and 0 of 2: a share of 1/8 is apart, so 2 × 7/8 / (2 × 7/8 + 1/8) = 14/15."""
    assert within_group_joint([[3, 4], [2, 2]], 5) == decimal(Fraction(14, 15))
    assert within_group_joint([[1, 5], [1, 5]], 5) == 0
    assert within_group_joint([[3, 3]] * 3, 5) == 1


def test_joint_agreement_needs_two_voices_on_every_item() -> None:
    assert within_group_joint([], 5) is Undefined.NO_ITEMS
    assert within_group_joint([[3, 3], [3]], 5) is Undefined.FEW_VALUES


@given(CHOSEN)
def test_agreement_of_one_item_is_that_of_the_item(values) -> None:
    found = within_group(values, 5)
    assert within_group_joint([values], 5) == found
    assert 0 <= found <= 1


@given(CHOSEN, st.randoms())
def test_agreement_does_not_know_who_is_who(values, random) -> None:
    shuffled = random.sample(values, len(values))
    assert within_group(shuffled, 5) == within_group(values, 5)
    assert scatter(shuffled) == scatter(values)


@given(CHOSEN)
def test_agreement_is_the_same_on_a_scale_turned_round(values) -> None:
    assert within_group([6 - value for value in values], 5) == within_group(values, 5)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 4)), min_size=1, max_size=8))
def test_median_of_weights_is_that_of_so_many_voices(weighted) -> None:
    single = sorted(value for value, weight in weighted for _ in range(weight))
    assert lower_weighted_median(weighted) == single[(len(single) - 1) // 2]


def test_every_reason_has_its_words() -> None:
    said = [why(reason) for reason in Undefined]
    assert len(set(said)) == len(said)
    assert all(text.has("zh-hans") for text in said)
