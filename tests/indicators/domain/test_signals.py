from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain import signals
from indicators.domain.baseline import Form, NaturalLimits, modified_z
from indicators.domain.signals import Rule, Side
from tests.indicators.domain.test_baseline import JAN, months


def limits(center=10, half=6, upper=None) -> NaturalLimits:
    return NaturalLimits(
        Form.MEAN, Decimal(center), Decimal(center - half), Decimal(upper or center + half),
        Decimal(center - half), Decimal(center + half), Decimal(0),
    )  # fmt: skip


def test_reading_beyond_a_limit_is_outside_and_on_it_is_not():
    found = signals.outside(months(16, "16.1", 4, "3.9"), limits())
    assert [(s.side, s.points[0].label, s.figure) for s in found] == [
        (Side.ABOVE, "2025-02", 16),
        (Side.BELOW, "2025-04", 4),
    ]


def test_clipped_limit_counts_for_outside():
    assert len(signals.outside(months(15), limits(upper=14))) == 1


def test_seven_on_one_side_are_no_run_and_eight_are():
    assert signals.runs(months(*[11] * 7, 9), Decimal(10)) == []
    (run,) = signals.runs(months(9, *[11] * 8), Decimal(10))
    assert (run.rule, run.side, len(run.points)) == (Rule.RUN, Side.ABOVE, 8)
    assert run.points[0].label == "2025-02"


def test_value_on_the_center_ends_a_run():
    assert signals.runs(months(*[11] * 7, 10, *[11] * 7), Decimal(10)) == []


def test_eight_on_the_center_are_no_run():
    assert signals.runs(months(*[10] * 9), Decimal(10)) == []


def test_missing_month_ends_a_run():
    assert signals.runs(months(*[11] * 5, None, *[11] * 5), Decimal(10)) == []


def test_run_below_is_found_at_the_start():
    (run,) = signals.runs(months(*[8] * 9, 12), Decimal(10))
    assert (run.side, len(run.points)) == (Side.BELOW, 9)


def test_three_of_four_near_a_limit():
    # Half way between 10 and 16 is 13; a value of exactly 13 is not closer to the limit.
    (crowd,) = signals.near_limits(months(14, 10, 14, 14), limits())
    assert (crowd.rule, crowd.side, len(crowd.points)) == (Rule.NEAR_LIMIT, Side.ABOVE, 3)
    assert signals.near_limits(months(13, 13, 13, 13), limits()) == []
    assert signals.near_limits(months(14, 6, 14, 6), limits()) == []


def test_overlapping_windows_make_one_signal():
    (crowd,) = signals.near_limits(months(6, 6, 6, 6, 6), limits())
    assert (crowd.side, len(crowd.points)) == (Side.BELOW, 5)


def test_crowds_far_apart_are_two_signals():
    found = signals.near_limits(months(14, 14, 14, 10, 10, 10, 14, 14, 14), limits())
    assert [len(crowd.points) for crowd in found] == [3, 3]


def test_gap_breaks_a_window():
    assert signals.near_limits(months(14, 14, None, 14, 14), limits()) == []


def test_all_rules_together_in_their_order():
    found = signals.find_signals(months(*[15] * 8, 17), limits())
    assert [signal.rule for signal in found] == [Rule.OUTSIDE, Rule.RUN, Rule.NEAR_LIMIT]


def test_modified_z_by_hand():
    # median 10, distances 1 0 1 0 1 40, MAD 1.
    scores = modified_z([Decimal(v) for v in (9, 10, 11, 10, 9, 50)])
    assert scores[-1] == Decimal("0.6745") * 40
    assert scores[1] == 0


def test_modified_z_falls_back_to_the_mean_distance():
    # median 5, distances 0 0 0 0 10: MAD 0, mean distance 2.
    scores = modified_z([Decimal(v) for v in (5, 5, 5, 5, 15)])
    assert scores[-1] == Decimal(10) / (Decimal("1.2533") * 2)
    assert modified_z([Decimal(5)] * 4) == (0, 0, 0, 0)


def test_odd_reading_is_found_on_both_sides():
    high = signals.odd_readings(months(9, 10, 11, 10, 9, 50))
    assert [(s.rule, s.side, s.points[0].label) for s in high] == [
        (Rule.ODD, Side.ABOVE, "2025-06")
    ]
    (low,) = signals.odd_readings(months(9, 10, 11, 10, 9, -30))
    assert low.side is Side.BELOW


@pytest.mark.parametrize("n", [0, 4, 12, 30])
def test_odd_readings_need_a_short_series(n):
    assert signals.odd_readings(months(*([1] * (n - 1) + [99])[:n])) == []


@given(st.lists(st.decimals(0, 20, places=1), min_size=1, max_size=30))
def test_order_of_rows_does_not_matter(numbers):
    points = months(*numbers)
    assert signals.find_signals(points[::-1], limits()) == signals.find_signals(points, limits())


@given(st.lists(st.decimals(5, 15, places=1), min_size=1, max_size=30))
def test_nothing_inside_is_outside(numbers):
    assert signals.outside(months(*numbers, start=JAN), limits()) == []


def test_empty_series_has_no_signals():
    assert signals.find_signals([], limits()) == []
