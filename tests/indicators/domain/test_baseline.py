"""The worked example is the one of the pictures: 12 months of 2025 around 41 hours."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleError
from indicators.domain import baseline as rules
from indicators.domain.baseline import Form, Grade, Seasonality, compute
from indicators.domain.trends import Trend, trend_of
from readings.domain.periods import month_label
from readings.domain.points import SeriesPoint

JAN = 2025 * 12
YEAR = (39, 42, 40, 43, 41, 45, 42, 39, 41, 38, 42, 40)


def months(*values: float | str | None, start: int = JAN) -> list[SeriesPoint]:
    """Return readings of successive months; None leaves one out."""
    return [
        SeriesPoint(start + n, month_label(start + n), Decimal(str(value)))
        for n, value in enumerate(values)
        if value is not None
    ]


def test_worked_example_of_twelve_months():
    # sum 492, MR = 3 2 3 2 4 3 3 2 3 4 2 (sum 31), |x - 41| sorted 0 0 1 1 1 1 1 2 2 2 3 4.
    found = compute(months(*YEAR))
    assert (found.n, found.mean, found.median) == (12, 41, 41)
    assert (found.mad, found.mad_sigma) == (1, Decimal("1.4826"))
    assert found.moving_ranges == (3, 2, 3, 2, 4, 3, 3, 2, 3, 4, 2)
    assert found.mean_range == Decimal(31) / 11
    assert found.median_range == 3
    assert found.classic.lower == 41 - Decimal("2.66") * Decimal(31) / 11
    assert found.classic.upper == 41 + Decimal("2.66") * Decimal(31) / 11
    assert round(found.classic.lower, 1) == Decimal("33.5")
    assert round(found.classic.upper, 1) == Decimal("48.5")
    assert found.classic.range_limit == Decimal("3.267") * found.mean_range
    assert (found.robust.lower, found.robust.upper) == (Decimal("31.565"), Decimal("50.435"))
    assert found.robust.range_limit == Decimal("11.595")
    assert found.limits == found.classic
    assert (found.center, found.center_form) == (41, Form.MEAN)
    assert (found.grade, found.seasonality) == (Grade.USABLE, Seasonality.SAME_MONTH)
    assert (found.first, found.last, found.missing, found.odd) == ("2025-01", "2025-12", (), ())
    assert found.sigma_error == 27


def test_a_baseline_on_a_trend_is_provisional():
    """The fault seen: 12 months from 32.0 down to 28.4, called usable, six of them outside."""
    fall = (
        "32",
        "31.7",
        "31.3",
        "31",
        "30.7",
        "30.4",
        "30",
        "29.7",
        "29.4",
        "29.1",
        "28.7",
        "28.4",
    )
    found = compute(months(*fall))
    assert found.trend is Trend.FALLING
    assert (found.outside, found.grade) == (
        ("2025-01", "2025-02", "2025-03", "2025-10", "2025-11", "2025-12"),
        Grade.PROVISIONAL,
    )
    assert compute(months(*fall[::-1])).trend is Trend.RISING
    # S = -66, variance 12 * 11 * 29 / 18 = 212.67, z = 65 / 14.58 = 4.46
    assert not found.is_settled


def test_a_baseline_with_a_month_outside_is_provisional_until_it_is_left_out():
    found = compute(months(*YEAR[:11], 60))
    assert (found.outside, found.trend, found.grade) == (("2025-12",), None, Grade.PROVISIONAL)
    assert compute(months(*YEAR, 41)).grade is Grade.USABLE


@pytest.mark.parametrize(
    ("values", "trend"),
    [
        ((1, 2, 3, 4, 5, 6), Trend.RISING),  # S = 15, variance 28.33, z = 2.63
        ((1, 2, 3, 4, 5), None),  # S = 10, variance 16.67, z = 2.20
        ((1, 2, 3, 4, 6, 5), None),  # S = 13, z = 2.25
        ((1, 1, 1, 1, 1, 1), None),
        ((7,), None),
        ((9, 9, 8, 8, 7, 7, 6, 6), Trend.FALLING),  # S = -24, variance 65.33 - 4, z = 2.94
    ],
)
def test_trend_by_mann_and_kendall(values, trend):
    assert trend_of([Decimal(value) for value in values]) is trend


def test_order_of_rows_does_not_matter():
    points = months(*YEAR)
    assert compute(points[::-1]) == compute(points)


def test_median_is_the_center_when_one_month_pulls_the_mean():
    # median 10, MAD 1, MAD-sigma 1.4826; mean 16.5 lies farther away; z of 50 is 0.6745 * 40.
    found = compute(months(9, 10, 11, 10, 9, 50))
    assert (found.mean, found.median, found.mad) == (16.5, 10, Decimal("0.5") * 2)
    assert (found.center, found.center_form) == (10, Form.MEDIAN)
    assert found.odd == ("2025-06",)
    assert found.limits == found.robust
    assert found.limits.form is Form.MEDIAN


def test_difference_of_exactly_one_sigma_keeps_the_mean():
    # median 0, MAD 1; the mean is exactly 1.4826.
    found = compute(months(-1, 0, 0, 1, "7.413"))
    assert found.mean == found.mad_sigma == Decimal("1.4826")
    assert found.center_form is Form.MEAN


def test_month_far_from_the_median_is_named_even_when_none_is_odd():
    # Seven zeros and five tens: MAD 0, mean distance 50/12; the fallback z of ten is 1.91.
    found = compute(months(*[0] * 7, *[10] * 5))
    assert found.mad == 0
    assert found.odd == tuple(month_label(JAN + n) for n in range(7, 12))


def test_limits_stay_with_the_mean_when_the_median_range_says_nothing():
    found = compute(months(*[0] * 7, *[10] * 5))
    assert found.center_form is Form.MEDIAN
    assert found.median_range == 0
    assert found.limits == found.classic


def test_gap_breaks_the_moving_range_and_is_listed():
    found = compute(months(10, 12, None, 20, 21))
    assert found.moving_ranges == (2, 1)
    assert found.missing == ("2025-03",)
    assert found.n == 4


def test_single_reading_has_statistics_but_no_limits():
    found = compute(months(5))
    assert (found.mean, found.median, found.mad) == (5, 5, 0)
    assert found.limits is None
    assert found.mean_range is None
    assert found.autocorrelation is None
    assert found.sigma_error is None
    assert not found.is_significant


def test_readings_without_neighbors_have_no_limits():
    found = compute(months(5, None, 7, None, 9))
    assert found.classic is None
    assert found.robust is None


@pytest.mark.parametrize(
    ("n", "grade"),
    [(0, "none"), (5, "none"), (6, "provisional"), (11, "provisional"), (12, "usable"),
     (23, "usable"), (24, "strong"), (36, "strong")],
)  # fmt: skip
def test_grade_by_sample_size(n, grade):
    assert rules.grade_of(n) == grade


@pytest.mark.parametrize(
    ("n", "word"),
    [
        (11, "too_short"),
        (12, "same_month_last_year"),
        (23, "same_month_last_year"),
        (24, "indices_possible"),
    ],
)
def test_seasonality_by_length(n, word):
    assert rules.seasonality_of(n) == word


@pytest.mark.parametrize(
    ("n", "error"), [(6, 39), (7, 39), (9, 34), (12, 27), (17, 27), (24, 19), (60, 15)]
)
def test_sigma_error_is_that_of_the_next_shorter_row(n, error):
    assert compute(months(*range(n))).sigma_error == error


def test_limits_are_clipped_to_the_bounds():
    found = compute(months(97, 99, 96, 99, 98, 97), bounds=(Decimal(0), Decimal(100)))
    assert found.limits.upper == 100
    assert found.limits.raw_upper > 100
    assert found.limits.lower == found.limits.raw_lower
    assert found.is_near_bound


def test_lower_limit_is_clipped_too():
    found = compute(months(1, 3, 1, 3, 1, 3), bounds=(Decimal(0), Decimal(100)))
    assert found.limits.lower == 0
    assert not found.is_near_bound


def test_one_sided_bound_has_no_end_to_be_near():
    assert not compute(months(99, 100, 99), bounds=(Decimal(0), None)).is_near_bound


def test_autocorrelation_by_hand():
    # 1 2 3 4 5: sum of squares 10; neighbors (-2)(-1) + (-1)(0) + 0 + (1)(2) = 4.
    found = compute(months(1, 2, 3, 4, 5))
    assert found.autocorrelation == Decimal("0.4")
    assert not found.is_autocorrelated
    assert not found.is_significant  # 0.4 < 2 / sqrt 5


def test_strong_autocorrelation_is_flagged():
    found = compute(months(*range(24)))
    assert found.is_autocorrelated
    assert found.is_significant


def test_constant_series_has_no_autocorrelation():
    found = compute(months(*[7] * 6))
    assert found.autocorrelation is None
    assert (found.limits.lower, found.limits.upper) == (7, 7)


def test_no_reading_is_refused():
    with pytest.raises(RuleError, match="no reading"):
        compute([])


def test_two_readings_for_a_month_are_refused():
    with pytest.raises(RuleError, match="2025-01"):
        compute([*months(1, 2), *months(3)])


values = st.lists(st.decimals(min_value=-1000, max_value=1000, places=2), min_size=2, max_size=40)


@given(values)
def test_center_and_limits_keep_their_order(numbers):
    found = compute(months(*numbers))
    assert min(numbers) <= found.median <= max(numbers)
    assert found.limits.lower <= found.center + Decimal("1e-20") or found.center_form is Form.MEDIAN
    assert found.classic.lower <= found.mean <= found.classic.upper
    assert found.robust.lower <= found.median <= found.robust.upper
    assert found.mad >= 0


@given(
    values,
    st.decimals(-50, 50, places=1),
    st.sampled_from([Decimal("0.5"), Decimal(2), Decimal(10)]),
)
def test_shift_and_scale_move_everything_along(numbers, shift, scale):
    plain = compute(months(*numbers))
    moved = compute(months(*[scale * value + shift for value in numbers]))
    assert moved.median == scale * plain.median + shift
    assert moved.mad == scale * plain.mad
    assert abs(moved.mean - (scale * plain.mean + shift)) < Decimal("1e-15")
    assert abs(moved.classic.upper - (scale * plain.classic.upper + shift)) < Decimal("1e-15")
    assert moved.robust.lower == scale * plain.robust.lower + shift


@given(values)
def test_mirrored_series_has_mirrored_limits(numbers):
    plain, mirror = compute(months(*numbers)), compute(months(*[-value for value in numbers]))
    assert mirror.classic.lower == -plain.classic.upper
    assert mirror.robust.upper == -plain.robust.lower


@given(values)
def test_moving_ranges_are_those_of_the_textbook(numbers):
    expected = tuple(abs(b - a) for a, b in itertools.pairwise(numbers))
    assert compute(months(*numbers)).moving_ranges == expected


@given(values)
def test_clipped_limits_stay_within_the_bounds(numbers):
    found = compute(months(*numbers), bounds=(Decimal(-5), Decimal(5)))
    assert -5 <= found.classic.lower <= found.classic.upper <= 5


def test_four_quarters_are_a_year():
    assert compute(months(1, 2, 3, 4), per_year=4).seasonality is Seasonality.SAME_MONTH
