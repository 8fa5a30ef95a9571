from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.domain.project import (
    ClosedDays,
    ProjectCalendar,
    ProjectHead,
    ProjectTask,
    TaskLink,
    project_file,
)
from tests.interchange.project_file import SPACE, lines, parsed, text, weeks

EVERY_DAY = ProjectCalendar(1, "Every day")
MADE = dt.datetime(2026, 11, 18, 8, 30, tzinfo=dt.UTC)
HEAD = ProjectHead("Plan", (EVERY_DAY,), "MYR", MADE)
DAY = dt.date(2027, 1, 1)


def task(uid=1, **more):
    given = {"uid": uid, "name": "Work", "first": DAY, "last": DAY, "days": 1, "calendar": 1}
    return ProjectTask(**given | more)


def test_a_day_of_work_is_eight_hours_and_its_own_day():
    (one,) = lines(project_file(HEAD, [task()]))
    assert (one.start.date(), one.finish.date(), one.hours) == (DAY, DAY, 8)
    assert (one.start.hour, one.finish.hour) == (8, 17)


def test_the_calendar_works_on_all_seven_days():
    root = parsed(project_file(HEAD, []))
    days = root.findall("p:Calendars/p:Calendar/p:WeekDays/p:WeekDay", SPACE)
    assert [text(day, "DayType") for day in days] == list("1234567")
    assert {text(day, "DayWorking") for day in days} == {"1"}
    assert text(root, "StartDate") == ""  # nothing is planned
    assert (text(root, "MinutesPerWeek"), text(root, "DaysPerMonth")) == ("3360", "30")


def test_a_calendar_says_weekend_and_closed_days_each_once():
    closed = (
        ClosedDays(dt.date(2027, 2, 5), dt.date(2027, 2, 14), "New Year"),
        ClosedDays(dt.date(2027, 2, 6), dt.date(2027, 2, 6), "Holiday in it"),
        ClosedDays(dt.date(2027, 2, 12), dt.date(2027, 2, 16), "Overhaul"),
        ClosedDays(dt.date(2027, 1, 1), dt.date(2027, 1, 1), "First"),
    )
    plant = ProjectCalendar(4, "Working days", frozenset({5, 6}), closed)
    data = project_file(ProjectHead("Plan", (plant, EVERY_DAY), "MYR", MADE), [])
    own = weeks(data)[4]
    assert own.rest == {5, 6}
    assert list(own.closed.values()) == ["First", *["New Year"] * 10, *["Overhaul"] * 2]
    assert max(own.closed) == dt.date(2027, 2, 16)
    assert weeks(data)[1].closed == {}
    root = parsed(data)
    assert (text(root, "CalendarUID"), text(root, "MinutesPerWeek")) == ("4", "2400")
    assert text(root, "DaysPerMonth") == "21"


@given(
    st.frozensets(st.integers(1, 7), max_size=6),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=8),
)
def test_any_calendar_comes_back(weekend, spans):
    days = [(DAY + dt.timedelta(start), dt.timedelta(more)) for start, more in spans]
    closed = tuple(ClosedDays(first, first + more, "x") for first, more in days)
    head = ProjectHead("P", (ProjectCalendar(1, "C", weekend, closed),), "MYR", MADE)
    own = weeks(project_file(head, []))[1]
    assert own.rest == weekend
    wanted = {first + dt.timedelta(n) for first, more in days for n in range(more.days + 1)}
    assert set(own.closed) == wanted


def test_a_milestone_has_no_length_and_stands_at_the_end_of_its_day():
    (one,) = lines(project_file(HEAD, [task(is_milestone=True, days=0)]))
    assert (one.hours, one.start, one.is_milestone) == (0, one.finish, True)
    assert one.finish.isoformat() == "2027-01-01T17:00:00"


def test_a_phase_has_no_constraint_of_its_own():
    root = parsed(project_file(HEAD, [task(level=1, is_summary=True)]))
    assert root.find("p:Tasks/p:Task/p:ConstraintType", SPACE) is None


@pytest.mark.parametrize("kind", ["FS", "SS", "FF"])
@pytest.mark.parametrize("days", [-730, -1, 0, 14, 730])
def test_links_come_back_with_their_lag(kind, days):
    tasks = [task(), task(2, links=(TaskLink(1, kind, days),))]
    assert lines(project_file(HEAD, tasks))[1].links == ((1, kind, Decimal(days)),)


def test_cost_is_written_in_hundredths_and_text_as_it_is():
    data = project_file(HEAD, [task(cost=Decimal("1234567.89"), notes="a < b & c\n二", percent=40)])
    (one,) = lines(data)
    assert (one.cost, one.notes, one.percent) == (Decimal("1234567.89"), "a < b & c\n二", 40)
    assert b"<FixedCost>123456789</FixedCost>" in data


@given(st.text(max_size=200), st.integers(0, 4000))
def test_any_name_and_length_keeps_to_the_schema(name, days):
    last = DAY + dt.timedelta(days)
    (one,) = lines(project_file(HEAD, [task(name=name, last=last, days=days + 1)]))
    assert one.hours == (days + 1) * 8
    assert one.finish.date() == last
