"""What a plan must be: ids that are known and stand once, no circle, days that are counted."""

from __future__ import annotations

import datetime as dt

import pytest

from planning.domain.calendars import Closure, WorkCalendar
from planning.domain.durations import Duration, TimeUnit, add_months, moved
from planning.domain.network import PlanError, WorkItem, WorkLink, WorkPlan, in_order
from planning.domain.passes import timetable
from planning.domain.slips import slip
from tests.planning.domain.networks import FIVE_DAYS, START, day, network


def test_items_stand_behind_what_they_wait_for():
    rows = {"D": (1, "B, C"), "B": (1, "A"), "C": (1, "A SS2, A FF"), "A": (1, "")}
    assert [item.id for item in in_order(network(rows).items)] == ["A", "B", "C", "D"]


@pytest.mark.parametrize(
    ("rows", "circle"),
    [
        ({"A": (1, "A")}, "A → A"),
        ({"B": (1, "A"), "A": (1, "B")}, "A → B → A"),
        (
            {"X": (1, ""), "C": (1, "B, X"), "B": (1, "A"), "A": (1, "C"), "Y": (1, "C")},
            "A → B → C",
        ),
        ({"Z": (1, "B"), "A": (1, "B SS"), "B": (1, "A FF")}, "A → B → A"),
    ],
)
def test_circle_is_named_in_working_order(rows, circle):
    with pytest.raises(PlanError, match=f"wait for each other: {circle}") as refused:
        timetable(network(rows))
    assert refused.value.field == circle[0]


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([WorkItem("A", Duration(1)), WorkItem("A", Duration(2))], "item A: this id stands twice"),
        ([WorkItem("A", Duration(1), due="M")], "item A: unknown milestone M"),
        ([WorkItem("A", Duration(1), enabling="M")], "item A: unknown milestone M"),
        ([WorkItem("A", Duration(1), after=(WorkLink("B"),))], "item A: unknown item B"),
    ],
)
def test_wrong_names_are_refused_with_the_item(items, message):
    with pytest.raises(PlanError, match=message):
        timetable(WorkPlan(START, {}, tuple(items)))


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (WorkItem("A", Duration(40_000)), "item A: not 40000 open days"),
        (WorkItem("A", Duration(1200, TimeUnit.MONTHS)), "item A: 1200 months from"),
        (WorkItem("A", Duration(40_000), due="M"), "item A: not 40000 open days"),
        (WorkItem("A", Duration(1), due="M", buffer_days=73_000), "item A: -73000 days from"),
        (WorkItem("A", Duration(1), after=(WorkLink("B", lag=73_000),)), "item A: 73000 days from"),
    ],
)
def test_dates_outside_of_two_centuries_are_refused_with_the_item(item, message):
    plan = WorkPlan(START, {"M": dt.date(2099, 1, 1)}, (item, WorkItem("B", Duration(1))))
    with pytest.raises(PlanError, match=message):
        timetable(plan)


def test_work_before_1900_is_refused():
    item = WorkItem("A", Duration(100), due="M")
    with pytest.raises(PlanError, match="between 1900-01-01 and 1900-02-01"):
        timetable(WorkPlan(START, {"M": dt.date(1900, 2, 1)}, (item,)))


def test_slip_names_what_it_cannot_move():
    table = timetable(WorkPlan(START, {"M": START}, ()))
    with pytest.raises(PlanError, match="unknown milestone N"):
        slip(table, {"N": 1})
    with pytest.raises(PlanError, match="milestone M: 73000 days"):
        slip(table, {"M": 73_000})


def test_days_far_beyond_are_refused():
    with pytest.raises(Exception, match="outside of 1900 to 2100"):
        moved(START, 10**9)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-12-15", 1, "2028-01-15"),
        ("2027-03-31", -1, "2027-02-28"),
        ("2027-01-01", 0, "2027-01-01"),
    ],
)
def test_months(start, months, end):
    assert add_months(dt.date.fromisoformat(start), months) == dt.date.fromisoformat(end)


def test_latest_start_of_months_is_the_last_day_that_ends_in_time():
    """All of 28 to 31 January end on 28 February."""
    month = Duration(1, TimeUnit.MONTHS)
    assert month.latest_start(dt.date(2027, 2, 28)) == dt.date(2027, 1, 31)
    assert month.start_reaching(dt.date(2027, 2, 28)) == dt.date(2027, 1, 28)
    assert month.start_reaching(dt.date(2027, 3, 30)) == dt.date(2027, 3, 1)


def test_closures_count_in_neither_kind_of_day_and_their_end_is_open():
    calendar = WorkCalendar(frozenset({6, 7}), (Closure(day(1), day(3)), Closure.of_day(day(2))))
    assert Duration(1, TimeUnit.CALENDAR, calendar).end_of(day(1)) == day(4)
    assert Duration(3, TimeUnit.WORKING, calendar).end_of(day(0)) == day(5)
    assert Duration(4, TimeUnit.WORKING, calendar).end_of(day(0)) == day(8)
    assert Duration(6, TimeUnit.CALENDAR, calendar).end_of(day(0)) == day(8)


def test_closures_outside_of_the_counted_years_do_nothing():
    early = Closure(dt.date(1800, 1, 1), dt.date(1850, 1, 1))
    late = Closure(dt.date(2150, 1, 1), dt.date(2160, 1, 1))
    plain, odd = WorkCalendar(), WorkCalendar(closures=(early, late))
    assert odd.running == plain.running


def test_calendar_that_never_opens_is_refused():
    WorkCalendar(frozenset(range(1, 7))).refuse_if_never_open()
    for calendar in (
        WorkCalendar(frozenset(range(1, 8))),
        WorkCalendar(closures=(Closure(dt.date(1850, 1, 1), dt.date(2150, 1, 1)),)),
    ):
        with pytest.raises(Exception, match="never opens"):
            calendar.refuse_if_never_open()


def test_event_happens_where_it_falls():
    """What ends with Friday has its event on the day after, be that a Saturday."""
    items = (
        WorkItem("A", Duration(5, TimeUnit.WORKING, FIVE_DAYS)),
        WorkItem("E", Duration(0, TimeUnit.WORKING, FIVE_DAYS), after=(WorkLink("A"),)),
    )
    result = timetable(WorkPlan(START, {}, items))
    assert result.dates["E"].early.start == result.dates["E"].early.end == day(5)
    assert result.critical_path == ("A", "E")
