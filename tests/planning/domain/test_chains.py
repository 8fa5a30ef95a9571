"""The chain that decides: there is one in every plan, with float or without."""

from __future__ import annotations

from hypothesis import given

from planning.domain.chains import Chain, deciding_chain
from planning.domain.durations import Duration
from planning.domain.network import WorkItem, WorkLink, WorkPlan
from planning.domain.passes import timetable
from tests.planning.domain.launch import launch
from tests.planning.domain.networks import START, day, plans


def test_chain_of_the_worked_example():
    assert deciding_chain(timetable(launch())) == Chain(("W0", "W1"), "M7", -19)


def test_chain_of_a_plan_that_holds():
    items = (
        WorkItem("A", Duration(5)),
        WorkItem("B", Duration(5), due="GO", after=(WorkLink("A"),)),
        WorkItem("C", Duration(5), due="GO"),
    )
    table = timetable(WorkPlan(START, {"GO": day(30)}, items))
    assert table.critical_path == ()
    assert deciding_chain(table) == Chain(("A", "B"), "GO", 20)


def test_plan_without_items_has_none():
    assert deciding_chain(timetable(WorkPlan(START))) is None


def test_chain_may_end_with_the_plan():
    table = timetable(WorkPlan(START, {}, (WorkItem("A", Duration(5)),)))
    assert deciding_chain(table) == Chain(("A",), "", 0)


@given(plans())
def test_chain_has_the_least_slack_and_ends_where_nobody_follows(plan):
    table = timetable(plan)
    found = deciding_chain(table)
    assert found.slack_days == min(dates.slack_days for dates in table.dates.values())
    assert table.dates[found.items[-1]].late.follower == ""
    assert len(set(found.items)) == len(found.items)
