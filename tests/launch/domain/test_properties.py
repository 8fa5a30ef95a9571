"""Forward and backward agree: all needs stand in time exactly where no float is negative."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from launch.domain.outlook import Light, conflicts, gaps, outlook, rows
from launch.domain.plans import Pace, work_plan
from planning.domain.calendars import Closure, WorkCalendar
from tests.launch.domain.cases import SOP, case, days, pack

NEEDS = [need.id for need in pack().needs]
SHIFTS = st.dictionaries(st.sampled_from(list(days())), st.integers(-120, 120))
CLOSURES = st.lists(st.tuples(st.integers(-500, 100), st.integers(1, 30)), max_size=3)


def day(number: int) -> dt.date:
    return SOP + dt.timedelta(days=number)


@st.composite
def cases(draw):
    dated = days(draw(st.sampled_from([kind.id for kind in pack().kinds])))
    for name, count in draw(SHIFTS).items():
        dated[name] += dt.timedelta(days=count)
    for name in draw(st.sets(st.sampled_from([m for m in dated if m != "M16"]), max_size=3)):
        del dated[name]
    closures = (Closure(day(at), day(at + length)) for at, length in draw(CLOSURES))
    return case(
        milestones=dated,
        today=day(draw(st.integers(-1600, 50))),
        calendar=WorkCalendar(closures=tuple(closures)),
        standing=frozenset(draw(st.sets(st.sampled_from(NEEDS)))),
        waiting=frozenset(draw(st.sets(st.just("K-06")))),
    )


@given(cases())
def test_in_time_exactly_where_no_float_is_negative(known):
    found = outlook(known)
    in_time = all(
        (row.due_on - row.safe.early.end).days >= row.entry.need.buffer_days for row in rows(found)
    )
    assert in_time == all(row.safe.float_days >= 0 for row in rows(found))
    assert in_time == (conflicts(found) == ())
    assert in_time == (gaps(found) == ())
    assert in_time == all(row.light is not Light.RED for row in rows(found))


@given(cases())
def test_low_values_never_ask_for_an_earlier_start(known):
    for row in rows(outlook(known)):
        assert row.safe.late.start <= row.brave.late.start
        assert row.safe.early.end >= row.brave.early.end


@given(cases())
def test_every_need_that_does_not_stand_is_planned_or_named(known):
    planned = {item.id for item in work_plan(known, Pace.SAFE).items}
    undated = {entry.need.id for entry in known.undated}
    assert planned | undated | known.standing == set(NEEDS)
    assert not planned & (undated | known.standing)
