"""How a benefit grows: the area under a ramp, whole years, nothing lost between quarters."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.domain.plans import DaySpan, add_months
from returns.domain.ramp import MONTH, shares, whole_days


def quarters(first, count):
    edges = [add_months(first, 3 * number) for number in range(count + 1)]
    return [DaySpan(a, b) for a, b in itertools.pairwise(edges)]


@pytest.mark.parametrize(
    ("days", "ramp", "worth"),
    [(0, 0, 0), (10, 0, 10), (0, 100, 0), (50, 100, "12.5"), (100, 100, 50), (200, 100, 150)],
)
def test_days_under_a_ramp(days, ramp, worth):
    assert whole_days(days, Decimal(ramp)) == Decimal(worth)


def test_a_whole_year_is_one_in_a_leap_year_too():
    periods = quarters(date(2027, 1, 1), 12)
    found = shares(date(2026, 12, 31), 0, periods)
    assert [sum(found[n : n + 4]) for n in (0, 4, 8)] == [1, 1, 1]
    assert shares(date(2027, 3, 31), 0, periods)[0] == 0


def test_a_ramp_of_a_year_costs_half_of_it():
    found = shares(date(2026, 12, 31), 12, quarters(date(2027, 1, 1), 8))
    assert float(sum(found)) == pytest.approx(2 - float(12 * MONTH / 2) / 365, abs=0.002)
    assert all(a <= b for a, b in itertools.pairwise(found))


@given(
    end=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    months=st.integers(0, 60),
    count=st.integers(1, 40),
)
def test_quarters_add_up_and_never_fall_below_nothing(end, months, count):
    periods = quarters(date(2025, 1, 1), count)
    found = shares(end, months, periods)
    whole = shares(end, months, [DaySpan(periods[0].start, periods[-1].end)])
    assert abs(sum(found) - whole[0]) < Decimal("1e-20")
    assert all(0 <= share <= 1 for share in found)
