"""Both passes against counting day by day, and what must hold for every plan."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from planning.domain.calendars import ONE_DAY
from planning.domain.collisions import collisions
from planning.domain.durations import Duration, TimeUnit
from planning.domain.network import LinkType, WorkItem, WorkLink, WorkPlan
from planning.domain.passes import timetable
from tests.planning.domain.networks import durations, plans


def is_open(duration: Duration, day: dt.date) -> bool:
    closed = any(c.start <= day < c.end for c in duration.calendar.closures)
    free = duration.unit is TimeUnit.WORKING and day.isoweekday() in duration.calendar.weekend
    return not (closed or free)


def walk(duration: Duration, start: dt.date) -> dt.date:
    """Return the end of work, one day at a time."""
    if duration.unit is TimeUnit.MONTHS:
        return duration.end_of(start)
    left, day = duration.length, start
    while left:
        left -= is_open(duration, day)
        day += ONE_DAY
    return day


def may_start(duration: Duration, day: dt.date) -> bool:
    is_free = duration.unit is not TimeUnit.WORKING or not duration.length
    return is_free or is_open(duration, day)


def walked_starts(plan: WorkPlan) -> dict[str, dt.date]:
    """Return the earliest starts: each moves on by a day until nothing is violated."""
    starts = {item.id: plan.today for item in plan.items}
    items = {item.id: item for item in plan.items}
    moved = True
    while moved:
        moved = False
        for item in plan.items:
            begin, end = bounds(plan, item, starts, items)
            start = max(begin)
            while not may_start(item.duration, start):
                start += ONE_DAY
            while walk(item.duration, start) < max(end, default=start):
                start += ONE_DAY
                while (
                    item.duration.unit is not TimeUnit.MONTHS
                    and item.duration.length
                    and not is_open(item.duration, start)
                ):
                    start += ONE_DAY
            if start > starts[item.id]:
                starts[item.id], moved = start, True
    return starts


def bounds(plan, item, starts, items):
    begin = [plan.today, item.earliest or plan.today]
    if item.enabling:
        begin.append(plan.milestones[item.enabling])
    end = []
    for link in item.after:
        before, lag = starts[link.before], dt.timedelta(days=link.lag)
        if link.type is LinkType.START_START:
            begin.append(before + lag)
            continue
        day = walk(items[link.before].duration, before) + lag
        (begin if link.type is LinkType.FINISH_START else end).append(day)
    return begin, end


def holds(plan: WorkPlan, starts: dict[str, dt.date], end: dt.date) -> bool:
    """Tell whether starts keep every link and every milestone at which work must stand."""
    items = {item.id: item for item in plan.items}
    ends = {name: walk(items[name].duration, start) for name, start in starts.items()}
    links = (link for item in plan.items for link in item.after)
    followed = {link.before for link in links if link.type is not LinkType.START_START}
    for item in plan.items:
        for link in item.after:
            lag = dt.timedelta(days=link.lag)
            tied = {
                LinkType.FINISH_START: (ends[link.before], starts[item.id]),
                LinkType.START_START: (starts[link.before], starts[item.id]),
                LinkType.FINISH_FINISH: (ends[link.before], ends[item.id]),
            }
            before, after = tied[link.type]
            if before + lag > after:
                return False
        if item.due:
            due = plan.milestones[item.due] - dt.timedelta(days=item.buffer_days)
            if ends[item.id] > due:
                return False
        elif item.id not in followed and ends[item.id] > end:
            return False
    return True


def early(result):
    return {name: dates.early.start for name, dates in result.dates.items()}


def late(result):
    return {name: dates.late.start for name, dates in result.dates.items()}


@given(durations, st.integers(0, 60))
def test_durations_count_as_one_counts(duration, number):
    start = dt.date(2027, 3, 1) + dt.timedelta(days=number)
    end = duration.end_of(start)
    assert end == walk(duration, start)
    latest = duration.latest_start(end)
    assert walk(duration, latest) <= end < walk(duration, latest + ONE_DAY) or not duration.length
    first = duration.start_reaching(end)
    assert walk(duration, first) >= end


@given(plans())
def test_early_starts_are_those_of_walking(plan):
    result = timetable(plan)
    assert early(result) == walked_starts(plan)
    for item in plan.items:
        dates = result.dates[item.id].early
        assert dates.end == walk(item.duration, dates.start)


@given(plans())
def test_late_starts_hold_and_no_later_one_does(plan):
    result = timetable(plan)
    assert holds(plan, late(result), result.end)
    for item in plan.items:
        starts = late(result)
        starts[item.id] += ONE_DAY
        while not may_start(item.duration, starts[item.id]):
            starts[item.id] += ONE_DAY
        is_same_end = walk(item.duration, starts[item.id]) == result.dates[item.id].late.reached
        assert not holds(plan, starts, result.end) or is_same_end


@given(plans())
def test_float_is_not_negative_exactly_where_the_plan_can_hold(plan):
    result = timetable(plan)
    can_hold = holds(plan, walked_starts(plan), result.end)
    assert all(dates.float_days >= 0 for dates in result.dates.values()) == can_hold
    assert (collisions(result) == ()) == can_hold
    if can_hold:
        for dates in result.dates.values():
            assert dates.early.start <= dates.late.start
            assert dates.early.end <= dates.late.reached <= dates.late.end


@given(plans(with_closures=False, months=False), st.integers(-20, 20))
def test_all_dates_move_with_the_weeks(plan, weeks):
    by = dt.timedelta(weeks=weeks)
    items = tuple(
        replace(item, earliest=item.earliest and item.earliest + by) for item in plan.items
    )
    milestones = {name: day + by for name, day in plan.milestones.items()}
    there = timetable(WorkPlan(plan.today + by, milestones, items))
    here = timetable(plan)
    assert there.end == here.end + by
    assert there.critical_path == here.critical_path
    for name, dates in here.dates.items():
        moved = there.dates[name]
        assert moved.early.start == dates.early.start + by
        assert moved.early.end == dates.early.end + by
        assert moved.late.start == dates.late.start + by
        assert moved.late.end == dates.late.end + by


@given(plans(all_due=True), st.data())
def test_a_further_link_makes_nothing_earlier_and_nothing_may_end_later(plan, data):
    names = sorted(item.id for item in plan.items)
    after = data.draw(st.sampled_from(names))
    before = data.draw(st.sampled_from(names))
    if before >= after:
        return
    link = WorkLink(before, data.draw(st.sampled_from(LinkType)), data.draw(st.integers(-5, 5)))
    items = tuple(
        replace(item, after=(*item.after, link)) if item.id == after else item
        for item in plan.items
    )
    less, more = timetable(plan), timetable(replace(plan, items=items))
    for name in names:
        assert early(more)[name] >= early(less)[name]
        assert late(more)[name] <= late(less)[name]


@given(plans())
def test_critical_path_is_a_chain_of_links_between_critical_items(plan):
    result = timetable(plan)
    items = {item.id: item for item in plan.items}
    path = result.critical_path
    assert all(result.dates[name].is_critical for name in path)
    for before, after in itertools.pairwise(path):
        assert before in {link.before for link in items[after].after}
    assert bool(path) == any(dates.is_critical for dates in result.dates.values())


def test_walking_knows_the_textbook():
    item = WorkItem("A", Duration(3))
    assert walked_starts(WorkPlan(dt.date(2027, 3, 1), {}, (item,))) == {"A": dt.date(2027, 3, 1)}
