"""The lift rule: between the level and the cap, never below, never above."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from capability.domain.lift import lifted

D = Decimal


def test_lift_rule_of_the_method():
    # 1.7 with a lift of 1.5 in digitize (cap 3): 1.7 + 1.3 x 1.5 / 4
    assert lifted(D("1.7"), D("1.5"), D(3)) == D("2.1875")


def test_lift_never_lowers_a_level_above_the_cap():
    assert lifted(D(4), D(2), D(3)) == D(4)


def test_published_example_of_a_slice_and_its_remainder():
    first = lifted(D("1.4"), D(1), D(2))
    assert first - D("1.4") == D("0.15")
    assert lifted(first, D(1), D(3), D(2)) - first == D("0.25")


@given(
    level=st.decimals(0, 5, places=2),
    lift=st.decimals(0, 4, places=2),
    cap=st.sampled_from([D(3), D(4), D(5)]),
    floor=st.decimals(0, 3, places=1),
)
def test_slice_and_remainder_lift_what_the_whole_does(level, lift, cap, floor):
    first = lifted(level, lift, floor)
    assert first <= max(level, floor)
    assert abs(lifted(first, lift, cap, floor) - lifted(level, lift, cap)) < D("1e-20")


@given(
    level=st.decimals(0, 5, places=2),
    lift=st.decimals(0, 4, places=2),
    cap=st.sampled_from([D(3), D(4), D(5)]),
)
def test_lift_stays_between_level_and_cap(level, lift, cap):
    after = lifted(level, lift, cap)
    assert level <= after <= max(level, cap)
