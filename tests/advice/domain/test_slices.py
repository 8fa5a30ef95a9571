"""A launch slice and its remainder: months, money, and what does not fit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from advice.domain.candidates import Candidate, SliceWish, halves, slice_id
from advice.domain.placement import place
from planning.domain.durations import Duration
from planning.domain.plans import DAY, DaySpan, PlannedInitiative

FIRST = date(2027, 1, 1)
START = date(2027, 11, 15)


def wish(name="D16", months=9, days=182, cost=1000, yearly=0, needs=(), **part):
    whole = Candidate(name, "digitize", months, Decimal(cost), Decimal(yearly), tuple(needs))
    return Candidate(
        *(whole.id, whole.phase, whole.months, whole.one_off, whole.yearly, whole.prerequisites),
        slice=SliceWish("K", Duration(days), START, **part),
    )


def bars(found):
    return [(one.id, one.need, one.starts_on, one.ends_on) for one in found.placed]


def test_published_example_of_halves():
    whole = wish()
    first, rest = halves(whole, whole.slice)
    assert (first.id, rest.id, rest.months) == ("D16 K", "D16", 4)
    assert (first.one_off, rest.one_off) == (Decimal(599), Decimal(401))  # 182 / (182 + 121.75)
    assert (first.prerequisites, rest.slice) == ((), None)
    short = wish(months=1)
    assert halves(short, short.slice)[1].months == 1


@given(
    st.integers(1, 30),
    st.integers(1, 300),
    st.decimals(0, 10**9, places=2),
    st.decimals(0, 10**9, places=2),
)
def test_halves_cost_what_the_whole_does(months, days, cost, yearly):
    whole = wish(months=months, days=days, cost=cost, yearly=yearly)
    first, rest = halves(whole, whole.slice)
    assert first.one_off + rest.one_off == whole.one_off
    assert first.yearly + rest.yearly == whole.yearly
    assert min(first.one_off, rest.one_off, first.yearly, rest.yearly) >= 0
    assert rest.months >= 1


def test_slice_stands_first_and_the_remainder_follows_the_start():
    found = place([wish()], first=FIRST, limits={})
    assert bars(found) == [
        ("D16", "K", date(2027, 1, 1), date(2027, 7, 1)),
        ("D16", "", date(2027, 12, 1), date(2028, 3, 31)),
    ]
    assert [one.is_remainder for one in found.placed] == [False, True]


def test_slice_stands_at_its_milestone():
    span = DaySpan(date(2027, 4, 7), date(2027, 10, 6))
    found = place([wish(span=span)], first=FIRST, limits={}, at_once=1)
    assert bars(found)[0] == ("D16", "K", span.start, span.end - DAY)


def test_slices_wait_for_slices_and_the_start_for_no_room():
    wishes = [wish("a"), wish("b", needs=["a"], after=(slice_id("a", "K"),))]
    found = place(wishes, first=FIRST, limits={})
    assert bars(found)[2][:3] == ("b", "K", date(2027, 8, 1))
    # Another runs until the start: the slice begins at once all the same, its remainder waits.
    busy = [PlannedInitiative("p", "digitize", FIRST, date(2028, 12, 31))]
    found = place([wish()], first=FIRST, limits={}, at_once=1, planned=busy)
    assert [one[2] for one in bars(found)] == [FIRST, date(2029, 1, 1)]


def test_slice_without_money_is_refused_with_its_remainder():
    limits = {2027: Decimal(100)}
    span = DaySpan(date(2027, 4, 7), date(2027, 10, 6))
    found = place([wish(span=span)], first=FIRST, limits=limits)
    assert found.placed == ()
    (refusal,) = found.refused
    assert (refusal.id, refusal.why, refusal.is_remainder) == ("D16", "budget", False)
    assert refusal.years == {2027: Decimal(499)}
    late = place([wish(days=1200)], first=FIRST, limits={})
    assert [(one.why, one.months) for one in late.refused] == [("time", 9)]


def test_remainder_that_does_not_fit_leaves_the_slice():
    found = place([wish(months=36)], first=FIRST, limits={})
    assert [one[1] for one in bars(found)] == ["K"]
    (refusal,) = found.refused
    assert (refusal.why, refusal.is_remainder) == ("time", True)
    found = place([wish(needs=["x"])], first=FIRST, limits={})
    assert [one[1] for one in bars(found)] == ["K"]
    (refusal,) = found.refused
    assert (refusal.why, refusal.needs, refusal.is_remainder) == ("prerequisite", ("x",), True)


def test_slice_in_the_plan_is_not_placed_again():
    there = PlannedInitiative("D16 K", "digitize", FIRST, date(2028, 1, 20))
    found = place([wish()], first=FIRST, limits={}, planned=[there])
    assert bars(found) == [("D16", "", date(2028, 2, 1), date(2028, 5, 31))]
