"""How far a need is by the bars of a plan, and which days its bar is proposed."""

from __future__ import annotations

import datetime as dt

import pytest

from launch.domain.bars import NeedBar, NeedState, NeedWork, bar_span, begun, is_late, works_of
from launch.domain.outlook import outlook, rows
from planning.domain.plans import DaySpan
from tests.launch.domain.cases import DAY, case, pack

NEEDS = pack().needs
FIRST, LAST = DAY("2027-02-01"), DAY("2027-05-31")


def bar(initiative, need, first=FIRST, last=LAST, *, begun=False, done=False):
    return NeedBar(initiative, need, first, last, is_begun=begun or done, is_done=done)


def row(found, name):
    return next(row for row in rows(found) if row.entry.need.id == name)


@pytest.mark.parametrize(
    ("bars", "state"),
    [
        ([], NeedState.NOT_PLANNED),
        ([bar("D24", "K-16"), bar("D11", "K-16")], NeedState.PLANNED),
        ([bar("D24", "K-16", done=True), bar("D11", "K-16")], NeedState.UNDER_WAY),
        ([bar("D24", "K-16", begun=True), bar("D11", "K-16")], NeedState.UNDER_WAY),
        ([bar("D24", "K-16", done=True), bar("D11", "K-16", done=True)], NeedState.STANDS),
        ([bar("D24", "", done=True), bar("D11", "", done=True)], NeedState.STANDS),
        ([bar("D24", "", done=True), bar("D11", "", begun=True)], NeedState.NOT_PLANNED),
        ([bar("D24", "", done=True), bar("D11", "", done=True), bar("D24", "K-16")], "planned"),
    ],
)
def test_state_of_a_need(bars, state):
    assert works_of(NEEDS, bars)["K-16"].state == state


def test_bars_of_a_need_count_together():
    later = bar("D11", "K-16", DAY("2027-03-01"), DAY("2027-07-31"))
    assert works_of(NEEDS, [bar("D24", "K-16"), later])["K-16"] == NeedWork(
        NeedState.PLANNED, FIRST, DAY("2027-07-31")
    )


def test_what_is_under_way_stands_on_the_day_after_its_end():
    works = works_of(NEEDS, [bar("D05", "K-05", begun=True), bar("D10", "K-13")])
    assert begun(works) == {"K-05": DAY("2027-06-01")}


def test_what_is_under_way_takes_what_is_left_and_waits_for_nothing():
    plain = row(outlook(case()), "K-05")
    assert plain.safe.early.start > case().today  # the company has no number yet
    found = outlook(case(under_way={"K-05": DAY("2027-01-18"), "K-16": DAY("2020-01-01")}))
    fibre, stock = row(found, "K-05"), row(found, "K-16")
    assert fibre.safe.early.start == found.case.today
    assert fibre.safe.early.end == DAY("2027-01-18")
    assert fibre.safe == fibre.brave
    assert stock.safe.early.end == found.case.today + dt.timedelta(days=1)  # one day at least
    dated = {key: day for key, day in case().milestones.items() if key != "M2"}
    known = case(under_way={"K-05": DAY("2027-01-18")}, milestones=dated)
    assert "K-05" not in [entry.need.id for entry in known.undated]


@pytest.mark.parametrize(
    ("work", "late"),
    [
        (NeedWork(NeedState.NOT_PLANNED), False),
        (NeedWork(NeedState.PLANNED, DAY("2027-03-25"), DAY("2027-10-04")), False),
        (NeedWork(NeedState.PLANNED, DAY("2027-03-26"), DAY("2027-06-01")), True),
        (NeedWork(NeedState.UNDER_WAY, DAY("2027-03-26"), DAY("2027-10-07")), False),
        (NeedWork(NeedState.UNDER_WAY, DAY("2026-03-26"), DAY("2027-10-08")), True),
    ],
)
def test_late_bars(work, late):
    found = row(outlook(case()), "K-19")
    assert (found.safe.late.start, found.due_on) == (DAY("2027-03-25"), DAY("2027-10-08"))
    assert is_late(work, found) is late


def test_bar_ends_its_buffer_before_the_milestone():
    found = row(outlook(case()), "K-19")
    assert bar_span(found) == DaySpan(DAY("2027-03-25"), DAY("2027-09-23"))
    assert (found.due_on - bar_span(found).end).days == found.entry.need.buffer_days


def test_bar_whose_start_is_past_begins_with_what_is_left():
    found = row(outlook(case()), "K-13")
    assert found.missing_days == 46
    span = bar_span(found)
    assert (span.start, span.end) == (found.safe.early.start, found.safe.early.end)
    assert row(outlook(case()), "K-19").missing_days == 0
