"""Dependencies: every kind with lag by hand, circles, and what must always hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.domain.calendars import ALWAYS_OPEN, Closure, WorkCalendar
from planning.domain.durations import TimeUnit
from planning.domain.lengths import counted
from planning.domain.plans import PlanLink, PlannedInitiative
from roadmap.domain.schedule import circle, earliest_start, violations

A = PlannedInitiative("a", "digitize", date(2026, 1, 1), date(2026, 1, 31))


def earliest(after, others, broken, calendar=ALWAYS_OPEN, unit=TimeUnit.CALENDAR):
    """Return the proposed start of a bar whose stored days are its length."""
    length = counted(after.starts_on, after.ends_on + timedelta(days=1), unit, calendar)
    items = {item.id: item for item in [after, *others]}
    return earliest_start(after, items, broken, length.on(calendar))


def bar(name, start, end, **more):
    return PlannedInitiative(name, "digitize", start, end, **more)


@pytest.mark.parametrize(
    ("kind", "lag", "start", "end", "days"),
    [
        ("FS", 0, date(2026, 2, 1), date(2026, 2, 28), 0),
        ("FS", 0, date(2026, 1, 31), date(2026, 2, 28), 1),
        ("FS", 5, date(2026, 2, 1), date(2026, 2, 28), 5),
        ("FS", -10, date(2026, 1, 22), date(2026, 2, 28), 0),
        ("SS", 0, date(2026, 1, 1), date(2026, 1, 10), 0),
        ("SS", 7, date(2026, 1, 3), date(2026, 1, 10), 5),
        ("FF", 0, date(2026, 1, 1), date(2026, 1, 31), 0),
        ("FF", 0, date(2026, 1, 1), date(2026, 1, 21), 10),
        ("FF", 2, date(2026, 1, 1), date(2026, 1, 31), 2),
    ],
)
def test_link_of_each_kind(kind, lag, start, end, days):
    after = bar("b", start, end)
    link = PlanLink("a", "b", kind, lag)
    found = violations([A, after], [link])
    assert [v.days for v in found] == ([days] if days else [])
    if days:
        assert earliest(after, [A], found) == start + timedelta(days=days)


def test_worst_violation_stands_first():
    late = bar("c", date(2026, 1, 10), date(2026, 1, 12))
    early = bar("b", date(2026, 1, 2), date(2026, 1, 3))
    found = violations(
        [A, early, late], [PlanLink("a", "c"), PlanLink("a", "b"), PlanLink("x", "b")]
    )
    assert [(v.link.after, v.days) for v in found] == [("b", 30), ("c", 22)]


def test_stopped_item_binds_nobody():
    gone = bar("a", date(2026, 1, 1), date(2026, 1, 31), is_stopped=True)
    after = bar("b", date(2026, 1, 1), date(2026, 1, 3))
    assert violations([gone, after], [PlanLink("a", "b")]) == ()
    assert earliest(after, [gone], ()) is None


def test_latest_link_decides_the_earliest_start():
    after = bar("c", date(2026, 1, 1), date(2026, 1, 3))
    other = bar("b", date(2026, 1, 1), date(2026, 3, 31))
    links = [PlanLink("a", "c"), PlanLink("b", "c"), PlanLink("c", "a")]
    broken = violations([A, other, after], links)
    assert earliest(after, [A, other], broken) == date(2026, 4, 1)


WEEK = WorkCalendar(frozenset({6, 7}), (Closure.of_day(date(2026, 2, 2)),))


@pytest.mark.parametrize("unit", [TimeUnit.WORKING, TimeUnit.CALENDAR])
@pytest.mark.parametrize(
    ("kind", "lag", "start"),
    [
        ("FS", 0, date(2026, 2, 3)),  # 1 February is a Sunday, 2 February a holiday
        ("FS", 3, date(2026, 2, 4)),
        ("SS", 9, date(2026, 1, 12)),  # the tenth is a Saturday
    ],
)
def test_no_start_on_a_closed_day_is_proposed(kind, lag, start, unit):
    before = bar("a", date(2026, 1, 1), date(2026, 1, 31))
    after = bar("b", date(2026, 1, 5), date(2026, 1, 9))
    broken = violations([before, after], [PlanLink("a", "b", kind, lag)])
    assert earliest(after, [before], broken, WEEK, unit) == start


def test_bar_that_ends_together_is_proposed_in_its_working_days():
    before = bar("a", date(2026, 1, 1), date(2026, 1, 13))
    after = bar("b", date(2026, 1, 5), date(2026, 1, 9))
    broken = violations([before, after], [PlanLink("a", "b", "FF")])
    # five working days that end on Tuesday the 13th begin on Wednesday the 7th
    assert earliest(after, [before], broken, WEEK, TimeUnit.WORKING) == date(2026, 1, 7)


def test_circle_is_named_in_order():
    links = [
        PlanLink("a", "b"),
        PlanLink("b", "c"),
        PlanLink("c", "b"),
        PlanLink("a", "d"),
        PlanLink("d", "c"),
    ]
    assert circle(links) == ("b", "c")
    assert circle(links[:2]) == ()
    assert circle([PlanLink("a", "b"), PlanLink("b", "c"), PlanLink("a", "c")]) == ()


PAIRS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda p: p[0] != p[1]), max_size=25
)


@given(PAIRS)
def test_links_upwards_have_no_circle(pairs):
    assert circle([PlanLink(str(min(p)), str(max(p))) for p in pairs]) == ()


@given(PAIRS)
def test_a_found_circle_is_one(pairs):
    links = [PlanLink(str(a), str(b)) for a, b in pairs]
    found = circle(links)
    known = {(link.before, link.after) for link in links}
    assert all((found[i], found[(i + 1) % len(found)]) in known for i in range(len(found)))
    # Each id left without a successor is taken off until nothing changes: what stays is circles.
    left = set(known)
    while True:
        sources = {a for a, _ in left}
        kept = {(a, b) for a, b in left if b in sources}
        if kept == left:
            break
        left = kept
    assert bool(found) == bool(left)


STARTS = st.dates(min_value=date(2026, 1, 1), max_value=date(2028, 12, 31))


@given(
    STARTS,
    st.integers(0, 300),
    STARTS,
    st.integers(0, 300),
    st.integers(-60, 60),
    st.sampled_from(["FS", "SS", "FF"]),
)
def test_moving_to_the_earliest_start_heals_the_link(one, length, two, other, lag, kind):
    first = bar("a", one, one + timedelta(days=length))
    second = bar("b", two, two + timedelta(days=other))
    link = PlanLink("a", "b", kind, lag)
    broken = violations([first, second], [link])
    start = earliest(second, [first], broken)
    assert (start is None) == (not broken)
    if start is None:
        return
    healed = bar("b", start, start + timedelta(days=other))
    assert violations([first, healed], [link]) == ()
    sooner = bar("b", start - timedelta(days=1), start + timedelta(days=other - 1))
    assert [v.days for v in violations([first, sooner], [link])] == [1]
