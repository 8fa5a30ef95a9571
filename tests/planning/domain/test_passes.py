"""Textbook networks: early and late days, float and critical path as they are published."""

from __future__ import annotations

import datetime as dt

import pytest

from planning.domain.calendars import Closure, WorkCalendar
from planning.domain.durations import Duration, TimeUnit
from planning.domain.network import WorkItem, WorkLink, WorkPlan
from planning.domain.passes import timetable
from tests.planning.domain.networks import START, day, network

# F. S. Hillier, G. J. Lieberman, Introduction to Operations Research: Reliable Construction Co.
RELIABLE = {
    "A": (2, ""),
    "B": (4, "A"),
    "C": (10, "B"),
    "D": (6, "C"),
    "E": (4, "C"),
    "F": (5, "E"),
    "G": (7, "D"),
    "H": (9, "E, G"),
    "I": (7, "C"),
    "J": (8, "F, I"),
    "K": (4, "J"),
    "L": (5, "J"),
    "M": (2, "H"),
    "N": (6, "K, L"),
}
RELIABLE_FLOAT = {"D": 4, "G": 4, "H": 4, "M": 4, "I": 2, "K": 1}
# B. Render, J. Heizer, Operations Management: Milwaukee Paper Manufacturing.
MILWAUKEE = {
    "A": (2, ""),
    "B": (3, ""),
    "C": (2, "A"),
    "D": (4, "A, B"),
    "E": (4, "C"),
    "F": (3, "C"),
    "G": (5, "D, E"),
    "H": (2, "F, G"),
}
MILWAUKEE_TABLE = {
    "A": (0, 2, 0, 2),
    "B": (0, 3, 1, 4),
    "C": (2, 4, 2, 4),
    "D": (3, 7, 4, 8),
    "E": (4, 8, 4, 8),
    "F": (4, 7, 10, 13),
    "G": (8, 13, 8, 13),
    "H": (13, 15, 13, 15),
}
# Course text "Network Construction, Critical Path Method"; path lengths are given there.
COURSE = {
    "A": (2, ""),
    "B": (10, "A"),
    "C": (13, "A"),
    "D": (12, "A"),
    "E": (12, "B"),
    "F": (7, "B"),
    "G": (10, "D"),
    "H": (16, "D"),
    "I": (6, "F"),
    "J": (12, "C, G"),
    "K": (5, "I"),
    "L": (8, "E, K"),
    "M": (5, "H"),
    "N": (3, "J, L, M"),
}
# "Difficult network diagram example with lag" (Engineer4Free). A start-to-finish link is written
# as an event X that begins with its predecessor, and whose finish the successor's waits for.
LAGS = {
    "A": (3, ""),
    "B": (2, "A FS2"),
    "C": (2, "A SS"),
    "X": (0, "C SS"),
    "D": (4, "B SS1"),
    "E": (1, "X FF3"),
    "F": (2, "C FF3"),
    "Y": (0, "F SS"),
    "G": (4, "D SS1, E"),
    "H": (3, "Y FF2, G"),
}
LAGS_TABLE = {
    "A": (0, 3, 0, 3),
    "B": (5, 7, 5, 7),
    "C": (0, 2, 4, 6),
    "D": (6, 10, 6, 10),
    "E": (2, 3, 6, 7),
    "F": (3, 5, 12, 14),
    "G": (7, 11, 7, 11),
    "H": (11, 14, 11, 14),
}
# Wikipedia, Program evaluation and review technique; hundredths of a day.
PERT = {
    "A": (400, ""),
    "B": (533, ""),
    "C": (517, "A"),
    "D": (633, "A"),
    "E": (517, "B, C"),
    "F": (450, "D"),
    "G": (517, "E"),
}


def floats(rows):
    return {name: dates.float_days for name, dates in timetable(network(rows)).dates.items()}


def table(rows):
    found = {}
    for name, dates in timetable(network(rows)).dates.items():
        early, late = dates.early, dates.late
        found[name] = tuple(
            (d - START).days for d in (early.start, early.end, late.start, late.end)
        )
    return found


def test_reliable_construction():
    result = timetable(network(RELIABLE))
    assert result.end == day(44)
    assert "".join(result.critical_path) == "ABCEFJLN"
    assert floats(RELIABLE) == {name: RELIABLE_FLOAT.get(name, 0) for name in RELIABLE}


def test_milwaukee_paper():
    assert table(MILWAUKEE) == MILWAUKEE_TABLE
    assert timetable(network(MILWAUKEE)).critical_path == ("A", "C", "E", "G", "H")


def test_course_network():
    result = timetable(network(COURSE))
    assert result.end == day(41)
    assert "".join(result.critical_path) == "ABFIKLN"
    # float of the second longest path with a part of its own: 41 - 39, 41 - 38, 41 - 35
    assert [floats(COURSE)[name] for name in "GHE"] == [2, 3, 6]


def test_links_with_lags():
    found = table(LAGS)
    assert {name: found[name] for name in LAGS_TABLE} == LAGS_TABLE


def test_pert_network():
    result = timetable(network(PERT))
    assert result.end == day(1951)
    assert result.critical_path == ("A", "C", "E", "G")
    assert {name: d.float_days for name, d in result.dates.items() if d.float_days} == {
        "B": 384,
        "D": 468,
        "F": 468,
    }


def test_working_days_begin_and_end_on_working_days():
    """Five days from Monday end with Friday; what follows begins on Monday; no float between."""
    result = timetable(network({"A": (5, ""), "B": (5, "A")}, TimeUnit.WORKING))
    a, b = result.dates["A"], result.dates["B"]
    assert (a.early.start, a.early.end) == (day(0), day(5))
    assert (b.early.start, b.early.end) == (day(7), day(12))
    for dates in (a, b):
        assert (dates.late.start, dates.late.end) == (dates.early.start, dates.early.end)
    assert result.critical_path == ("A", "B")


def test_work_of_calendar_days_stays_where_it_falls_and_is_critical_all_the_same():
    closed = WorkCalendar(closures=(Closure(day(5), day(19)),))
    items = (
        WorkItem("A", Duration(5, calendar=closed)),
        WorkItem("B", Duration(3, calendar=closed), after=(WorkLink("A"),)),
    )
    result = timetable(WorkPlan(START, {}, items))
    b = result.dates["B"]
    assert (b.early.start, b.early.end, b.late.start) == (day(5), day(22), day(19))
    assert (b.float_days, b.slack_days, b.is_critical) == (14, 0, True)
    assert result.critical_path == ("A", "B")


def test_months_end_on_the_last_day_of_a_shorter_month():
    item = WorkItem("A", Duration(1, TimeUnit.MONTHS), earliest=dt.date(2028, 1, 31), due="M")
    plan = WorkPlan(START, {"M": dt.date(2028, 3, 31)}, (item,))
    dates = timetable(plan).dates["A"]
    assert dates.early.end == dt.date(2028, 2, 29)
    assert dates.late.start == dt.date(2028, 2, 29)


def test_of_two_critical_chains_the_one_with_less_slack_is_told():
    items = (
        WorkItem("A", Duration(10), due="M"),
        WorkItem("B", Duration(30), due="M"),
        WorkItem("C", Duration(1), after=(WorkLink("B"),), due="M"),
    )
    result = timetable(WorkPlan(START, {"M": day(8)}, items))
    assert [result.dates[name].slack_days for name in "ABC"] == [-2, -23, -23]
    assert result.critical_path == ("B", "C")


def test_plan_whose_milestones_leave_room_has_no_critical_path():
    plan = WorkPlan(START, {"M": day(30)}, (WorkItem("A", Duration(5), due="M", buffer_days=5),))
    result = timetable(plan)
    assert result.critical_path == ()
    assert result.dates["A"].float_days == 20


def test_plan_without_items_ends_today():
    result = timetable(WorkPlan(START))
    assert (result.end, result.dates, result.critical_path) == (START, {}, ())


@pytest.mark.parametrize("unit", [TimeUnit.CALENDAR, TimeUnit.WORKING])
def test_item_that_only_starts_others_keeps_to_their_late_start(unit):
    """A has no end to hold; B, which may not start before it, must start by day 4."""
    result = timetable(network({"A": (3, ""), "B": (2, "A SS2"), "C": (9, "")}, unit))
    a, b = result.dates["A"].late, result.dates["B"].late
    assert (b.start - a.start).days >= 2
    assert a.end == a.reached
