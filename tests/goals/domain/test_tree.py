"""Horizon and date, the tree, and how far a figure has come."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.domain.tree import (
    Misfit,
    Place,
    agrees,
    ancestors,
    in_tree,
    is_measurable,
    is_worse,
    misfit,
    progress,
    years_after,
)
from indicators.domain.targets import Direction

SET = dt.date(2026, 1, 8)
UP, DOWN, BEST = Direction.UP, Direction.DOWN, Direction.TARGET


@pytest.mark.parametrize(
    ("horizon", "day", "wanted"),
    [
        ("short", dt.date(2025, 1, 1), True),  # late already
        ("short", dt.date(2027, 1, 8), True),
        ("short", dt.date(2027, 1, 9), False),
        ("mid", dt.date(2027, 1, 7), False),
        ("mid", dt.date(2027, 1, 8), True),
        ("mid", dt.date(2029, 1, 8), True),
        ("mid", dt.date(2029, 1, 9), False),
        ("long", dt.date(2029, 1, 7), False),
        ("long", dt.date(2031, 1, 8), True),
        ("long", dt.date(2031, 1, 9), False),
    ],
)
def test_horizon_and_date_agree(horizon, day, wanted):
    assert agrees(horizon, day, SET) is wanted


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 5 * 365))
def test_every_day_within_five_years_has_a_horizon(since, days):
    due = since + dt.timedelta(days=days)
    assert any(agrees(name, due, since) for name in ("short", "mid", "long"))


def test_a_leap_day_ends_in_february():
    assert years_after(dt.date(2028, 2, 29), 1) == dt.date(2029, 2, 28)
    assert years_after(dt.date(2028, 2, 29), 4) == dt.date(2032, 2, 29)


def place(key, parent=None, horizon="mid", year=2028):
    return Place(key, parent, horizon, dt.date(year, 1, 1))


def test_a_goal_serves_one_that_reaches_as_far():
    above = {1: None, 2: 1, 3: 2}
    assert misfit(place(0), place(3), above) is None
    assert misfit(place(4, horizon="long"), place(3), above) is Misfit.HORIZON
    assert misfit(place(4, year=2029), place(3), above) is Misfit.DATE
    assert misfit(place(1), place(3), above) is Misfit.CIRCLE
    assert misfit(place(1), place(1), above) is Misfit.CIRCLE
    assert ancestors(3, above) == (2, 1)
    assert ancestors(1, {1: 2, 2: 1}) == (2, 1)


def test_children_stand_below_their_parent_in_the_given_order():
    places = [place(5, 9), place(1), place(2, 1), place(3, 2), place(4, 1)]
    assert in_tree(places) == [(5, 0), (1, 0), (2, 1), (3, 2), (4, 1)]


@pytest.mark.parametrize(
    ("base", "target", "now", "direction", "wanted"),
    [
        ("41", "32.8", "41", DOWN, "0"),
        ("41", "32.8", "36.9", DOWN, "50"),
        ("41", "32.8", "28.7", DOWN, "150"),
        ("41", "32.8", "45.1", DOWN, "-50"),
        ("60", "66", "63", UP, "50"),
        ("2", "10", "12", BEST, "75"),  # beyond the best value is away from it
        ("2", "10", "10", BEST, "100"),
    ],
)
def test_progress_is_the_share_of_the_way(base, target, now, direction, wanted):
    assert progress(Decimal(base), Decimal(target), Decimal(now), direction) == Decimal(wanted)


def test_progress_without_a_reading_or_a_way_is_not_said():
    assert progress(Decimal(1), Decimal(2), None, UP) is None
    assert progress(Decimal(1), Decimal(1), Decimal(1), UP) is None


def test_what_is_worse_and_what_can_be_measured():
    one, two = Decimal(1), Decimal(2)
    assert [is_worse(two, one, way) for way in (UP, DOWN, BEST)] == [True, False, False]
    assert is_worse(one, two, DOWN)
    assert is_measurable([(None, one), (one, two)])
    assert not is_measurable([(None, one), (one, None), (one, one)])
