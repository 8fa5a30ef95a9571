"""Dates that contradict the plan, the calendar or each other are named."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.domain.plans import PlannedInitiative, horizon
from planning.domain.progress import agrees, follow, state_of
from roadmap.domain.conflicts import (
    DateConflict,
    DatedMilestone,
    date_conflicts,
    days_behind,
    fine_until,
    stray_days,
)

FRAME = horizon(date(2026, 1, 1))
TODAY = date(2026, 11, 28)


def bar(start, end, **more):
    return PlannedInitiative("a", "digitize", start, end, **{"progress": Decimal("0.9")} | more)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (date(2026, 1, 1), date(2028, 12, 31), []),
        (date(2028, 10, 1), date(2029, 1, 1), [("beyond", 1)]),
        (date(2025, 12, 30), date(2027, 1, 1), [("before", 2)]),
        (date(2026, 2, 1), date(2026, 11, 28), []),
        (date(2026, 2, 1), date(2026, 10, 31), [("late", 28)]),
    ],
)
def test_bars(start, end, found):
    conflicts = date_conflicts([bar(start, end)], [], FRAME, TODAY)
    assert [(one.kind, one.days) for one in conflicts] == found
    for more in ({"is_done": True}, {"is_stopped": True}):
        assert date_conflicts([bar(start, end, **more)], [], FRAME, TODAY) == ()


def test_milestones_lie_inside_their_initiative():
    item = bar(date(2027, 2, 1), date(2027, 11, 6))
    stones = [
        DatedMilestone("in", "a", date(2027, 11, 6)),
        DatedMilestone("after", "a", date(2027, 12, 15)),
        DatedMilestone("past", "a", date(2020, 3, 15)),
        DatedMilestone("reached", "a", date(2020, 3, 15), is_reached=True),
        DatedMilestone("other", "b", date(2020, 3, 15)),
    ]
    assert date_conflicts([item], stones, FRAME, TODAY) == (
        DateConflict("milestone", "a", 2514, "past"),
        DateConflict("milestone", "a", 39, "after"),
    )
    assert stray_days(item, date(2027, 2, 1)) == 0


@pytest.mark.parametrize(
    ("done", "today", "found"),
    [
        # 100 days; 26 of them are over on 26 Jan 2026
        ("0", date(2026, 1, 25), []),
        ("0", date(2026, 1, 26), [("behind", 26)]),
        ("0.5", date(2026, 3, 16), []),
        ("0.5", date(2026, 3, 17), [("behind", 26)]),
        ("0.74", date(2026, 4, 9), []),
        ("0.74", date(2026, 4, 10), [("behind", 26)]),
        ("0.75", date(2026, 4, 10), []),
        ("0.75", date(2026, 4, 11), [("late", 1)]),
        ("0", date(2026, 4, 11), [("late", 1)]),
    ],
)
def test_behind_by_more_than_a_quarter(done, today, found):
    item = bar(date(2026, 1, 1), date(2026, 4, 10), progress=Decimal(done))
    conflicts = date_conflicts([item], [], FRAME, today)
    assert [(one.kind, one.days) for one in conflicts] == found


@given(st.integers(1, 400), st.integers(0, 99), st.integers(-5, 405))
def test_behind_says_what_planned_progress_says(length, done, gone):
    start = date(2026, 1, 1)
    item = bar(start, start + timedelta(length - 1), progress=Decimal(done) / 100)
    today = start + timedelta(gone - 1)
    is_open = today <= item.ends_on
    is_behind = is_open and Fraction(max(gone, 0), length) - Fraction(done, 100) > Fraction(1, 4)
    assert (days_behind(item, today) > 0) == is_behind
    assert (today > fine_until(item)) == (is_behind or not is_open)


def test_late_comes_first():
    late = PlannedInitiative("z", "digitize", date(2025, 1, 1), date(2026, 1, 31))
    found = date_conflicts([bar(date(2026, 2, 1), date(2029, 2, 1)), late], [], FRAME, TODAY)
    assert [(one.kind, one.item) for one in found] == [
        ("late", "z"),
        ("beyond", "a"),
        ("before", "z"),
    ]


@pytest.mark.parametrize(
    ("status", "good", "bad"),
    [
        ("planned", [0], [1, 99, 100]),
        ("active", [0, 1, 99], [100]),
        ("done", [100], [0, 99]),
        ("stopped", [0, 55, 100], [101]),
    ],
)
def test_state_and_progress_agree(status, good, bad):
    assert all(agrees(status, done) for done in good)
    assert not any(agrees(status, done) for done in bad)


@pytest.mark.parametrize(
    ("status", "had", "brings"),
    [
        ("planned", 100, 0),
        ("done", 30, 100),
        ("active", 30, 30),
        ("active", 100, None),
        ("stopped", 70, 70),
    ],
)
def test_progress_follows_the_state(status, had, brings):
    assert follow(status, had) == brings


def test_state_follows_the_progress():
    assert [state_of("planned", done) for done in (0, 30, 100)] == ["planned", "active", "planned"]
    assert state_of("active", 30) == "active"
