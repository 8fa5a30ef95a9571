"""Bars against milestones of the plant: by hand, and that conflicts are exactly where a plan cannot hold."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from planning.domain.calendars import WorkCalendar
from planning.domain.durations import Duration, TimeUnit
from planning.domain.network import WorkItem, WorkLink, WorkPlan
from planning.domain.passes import timetable
from planning.domain.plans import DaySpan
from roadmap.domain.backward import LateStart, late_starts, milestone_conflicts
from roadmap.domain.conflicts import DateConflict
from tests.planning.domain.launch import PLANT, TABLE, launch

FIRST = dt.date(2027, 1, 1)


def on(day: int) -> dt.date:
    return FIRST + dt.timedelta(days=day)


def bar(key, start, days, after=(), **more):
    links = tuple(WorkLink(name) for name in after)
    return WorkItem(key, Duration(days), earliest=on(start), after=links, **more)


def test_bars_before_a_milestone_by_hand():
    plan = WorkPlan(
        FIRST,
        {"m": on(60), "n": on(12), "far": on(100)},
        (
            bar("a", 5, 10, enabling="n"),  # begins on day 5, its milestone comes on day 12
            bar("b", 30, 20, ("a",), due="m", buffer_days=15),  # may end on day 45: from day 25
            bar("c", 0, 10, due="far"),
            bar("d", 40, 10),
        ),
    )
    found = late_starts(timetable(plan))
    assert found == {
        "a": LateStart(on(15), 3, "m", "b"),
        "b": LateStart(on(25), -5, "m", "b"),
        "c": LateStart(on(90), 90, "far", "c"),
        "d": LateStart(on(40), 0, "", "d"),  # the plan ends with it and b, on day 50
    }
    conflicts = milestone_conflicts(timetable(plan))
    assert conflicts == (DateConflict("due", "b", 5), DateConflict("enabling", "a", 7))


def test_only_the_bar_at_the_root_is_named():
    plan = WorkPlan(
        FIRST, {"m": on(20)}, (bar("a", 10, 10), bar("b", 5, 5, ("a",), due="m"))
    )  # b is pushed to day 20 and could begin on day 15; a must begin on day 5
    found = late_starts(timetable(plan))
    assert [one.slack for one in found.values()] == [-5, -5]
    assert milestone_conflicts(timetable(plan)) == (DateConflict("due", "a", 5),)


def test_the_worked_example_to_the_day():
    """Table 3.2 of the launch facts, as bars that begin at their last responsible start."""
    early = launch()
    days = {key: dt.date.fromisoformat(row[1]) for key, row in TABLE.items()}
    items = tuple(
        WorkItem(
            item.id,
            Duration(item.duration.length, item.duration.unit, PLANT),
            earliest=days[item.id],
            enabling=item.enabling,
            due=item.due,
            buffer_days=item.buffer_days,
            after=item.after,
        )
        for item in early.items
    )
    table = timetable(WorkPlan(min(days.values()), early.milestones, items))
    found = late_starts(table)
    assert {key: late.on for key, late in found.items()} == days
    assert {key for key, late in found.items() if late.slack < 0} == {"W0", "W1"}
    assert milestone_conflicts(table) == (
        DateConflict("due", "W0", 19),
        DateConflict("enabling", "W0", 19),
    )
    assert (found["W0"].slack, found["W0"].due, found["W0"].through) == (-19, "M7", "W1")


def test_of_work_under_way_only_the_end_can_slip():
    """Closed from 1 to 14 February: five days back from 16 February begin on 28 January."""
    length = Duration(5, TimeUnit.CALENDAR, PLANT)
    work = WorkItem("a", length, earliest=dt.date(2027, 1, 10), due="m")
    table = timetable(WorkPlan(dt.date(2027, 1, 1), {"m": dt.date(2027, 2, 16)}, (work,)))
    assert late_starts(table)["a"] == LateStart(dt.date(2027, 1, 28), 18, "m", "a")
    assert late_starts(table, {"a"})["a"] == LateStart(dt.date(2027, 1, 28), 32, "m", "a")
    late = timetable(WorkPlan(dt.date(2027, 1, 1), {"m": dt.date(2027, 1, 12)}, (work,)))
    assert [late_starts(late, begun)["a"].slack for begun in ((), ("a",))] == [-3, -3]


@st.composite
def plans(draw):
    count = draw(st.integers(1, 7))
    stones = {f"m{n}": on(draw(st.integers(0, 120))) for n in range(3)}
    items = []
    for number in range(count):
        before = draw(st.sets(st.integers(0, number - 1), max_size=2)) if number else set()
        items.append(
            bar(
                f"b{number}",
                draw(st.integers(0, 60)),
                draw(st.integers(1, 30)),
                [f"b{one}" for one in sorted(before)],
                due=draw(st.sampled_from(["", *stones])),
                enabling=draw(st.sampled_from(["", "", *stones])),
                buffer_days=draw(st.integers(0, 20)),
            )
        )
    return WorkPlan(FIRST, stones, tuple(items))


@given(plans())
def test_forward_dates_are_before_backward_dates_exactly_where_a_plan_can_hold(plan):
    table = timetable(plan)
    late = late_starts(table, {item.id for item in plan.items[::2]})
    holds = all(one.early.start <= one.late.start for one in table.dates.values())
    assert holds == all(one.slack >= 0 for one in late.values())
    assert holds == (not [one for one in milestone_conflicts(table) if one.kind == "due"])
    for key, one in late.items():
        assert (one.due == "") <= (one.slack >= 0)  # without a milestone nothing is too late
        assert {item.id: item.due for item in plan.items}[one.through] == one.due
        assert one.on == table.dates[key].late.start


def test_closed_days_that_let_the_start_slip_further_than_the_end_are_told():
    """Closed from 12 to 14 January: five days from the 10th end on the 17th, from the 23rd on the 27th."""
    plant = WorkCalendar(closures=(DaySpan(dt.date(2027, 1, 12), dt.date(2027, 1, 15)),))
    length = Duration(5, TimeUnit.CALENDAR, plant)
    work = WorkItem("a", length, earliest=dt.date(2027, 1, 10), due="m")
    table = timetable(WorkPlan(dt.date(2027, 1, 1), {"m": dt.date(2027, 1, 28)}, (work,)))
    assert late_starts(table)["a"] == LateStart(dt.date(2027, 1, 23), 10, "m", "a", 13)
    assert late_starts(table, {"a"})["a"].start_slack is None  # its start is past
