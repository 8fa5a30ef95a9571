"""Dates that contradict the plan, the calendar or each other are named."""

from __future__ import annotations

from datetime import date

import pytest

from planning.domain.plans import PlannedInitiative, horizon
from planning.domain.progress import agrees, follow, state_of
from roadmap.domain.conflicts import DateConflict, DatedMilestone, date_conflicts, stray_days

FRAME = horizon(date(2026, 1, 1))
TODAY = date(2026, 11, 28)


def bar(start, end, **more):
    return PlannedInitiative("a", "digitize", start, end, **more)


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
