"""What follows a bar that moves: pushed as far as it has to, nothing broken, nothing else touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.domain.calendars import Closure, WorkCalendar
from planning.domain.durations import Duration, TimeUnit
from planning.domain.network import PlanError
from planning.domain.plans import DAY, DaySpan, PlanLink, PlannedInitiative
from roadmap.domain.cascade import carried, cascade, placed, span_of
from roadmap.domain.conflicts import DatedMilestone
from roadmap.domain.schedule import violations

FIRST = date(2027, 3, 1)  # a Monday
FIVE = WorkCalendar(frozenset({6, 7}), (Closure(date(2027, 3, 22), date(2027, 3, 29)),))


def on(number):
    return FIRST + timedelta(number)


def bar(name, start, days, **more):
    return PlannedInitiative(name, "digitize", on(start), on(start + days - 1), **more)


def plain(items):
    return {key: Duration(span_of(item).days) for key, item in items.items()}


def follow(bars, links, moved, lengths=None):
    items = {item.id: item for item in bars}
    return cascade(items, links, moved, lengths or plain(items))


def spans(found):
    return {key: (span.start, span.end) for key, span in found.spans.items()}


def test_a_fresh_link_binds_though_no_bar_moved_and_leaves_older_breaks_alone():
    # A runs on days 0 to 4; B and C stand on 2 to 4 and were early before, D waits for B.
    bars = [
        bar("A", 0, 5),
        bar("B", 2, 3),
        bar("C", 2, 3),
        bar("D", 6, 2),
        bar("E", 1, 1, is_done=True),
    ]
    links = [PlanLink("A", "B"), PlanLink("A", "C"), PlanLink("B", "D"), PlanLink("A", "E")]
    items = {item.id: item for item in bars}
    found = cascade(items, links, [], plain(items), [links[0], links[3]])
    assert spans(found) == {"B": (on(5), on(8)), "D": (on(8), on(10))}
    assert [(one.link.after, one.days) for one in found.held] == [("E", 4)]  # what is done stays
    assert cascade(items, links, [], plain(items)).spans == {}


@pytest.mark.parametrize(
    ("kind", "lag", "expected"),
    [
        ("FS", 0, (10, 15)),
        ("FS", 3, (13, 18)),
        ("FS", -2, (8, 13)),
        ("SS", 7, (12, 17)),
        ("FF", 4, (9, 14)),
    ],
)
def test_a_follower_goes_as_far_as_its_link_asks_for(kind, lag, expected):
    # A runs on days 5 to 9, B of five days stood on 2 to 6.
    found = follow([bar("A", 5, 5), bar("B", 2, 5)], [PlanLink("A", "B", kind, lag)], ["A"])
    assert spans(found) == {"B": tuple(map(on, expected))}
    assert found.held == ()


def test_a_follower_with_room_stays_and_so_does_what_stands_behind_it():
    bars = [bar("A", 5, 5), bar("B", 10, 5), bar("C", 3, 5)]
    links = [PlanLink("A", "B"), PlanLink("B", "C")]  # B to C was broken before: not our matter
    assert follow(bars, links, ["A"]) == cascade({}, [], [], {})


def test_what_is_done_stays_and_is_named_what_is_stopped_binds_nobody():
    bars = [
        bar("A", 5, 5),
        bar("B", 0, 3, is_done=True),
        bar("C", 0, 3, is_stopped=True),
        bar("D", 0, 3),
    ]
    links = [PlanLink("A", "B"), PlanLink("A", "C"), PlanLink("C", "D"), PlanLink("B", "D")]
    found = follow(bars, links, ["A"])
    assert found.spans == {}
    (held,) = found.held
    assert (held.link.after, held.days) == ("B", 10)


def test_two_that_moved_are_pushed_apart_and_a_pushed_one_holds_all_its_links():
    bars = [bar("A", 5, 5), bar("B", 7, 5), bar("X", 0, 30), bar("C", 0, 2)]
    links = [PlanLink("A", "B"), PlanLink("B", "C"), PlanLink("X", "C")]
    found = follow(bars, links, ["A", "B"])
    assert spans(found) == {"B": (on(10), on(15)), "C": (on(30), on(32))}


def test_a_circle_is_left_and_named():
    bars = [bar("A", 5, 5), bar("B", 0, 5)]
    found = follow(bars, [PlanLink("A", "B"), PlanLink("B", "A")], ["A"])
    assert found.spans == {}
    assert [one.link.after for one in found.held] == ["B"]


def test_work_of_working_days_keeps_them_and_settles():
    # Five working days behind an end on Saturday the 13th: from Monday the 15th to Friday the 19th;
    # two weeks later they jump the closed week of the 22nd.
    bars = [bar("A", 5, 7), bar("B", 0, 5)]
    links = [PlanLink("A", "B")]
    lengths = {"A": Duration(7), "B": Duration(5, TimeUnit.WORKING, FIVE)}
    assert spans(follow(bars, links, ["A"], lengths)) == {"B": (on(14), on(19))}
    late = [bar("A", 12, 7), bar("B", 0, 5)]
    assert spans(follow(late, links, ["A"], lengths)) == {"B": (on(28), on(33))}


def test_a_bar_that_cannot_follow_is_named():
    end = PlannedInitiative("A", "digitize", date(2100, 12, 1), date(2100, 12, 30))
    with pytest.raises(PlanError) as error:
        follow([end, bar("B", 0, 500)], [PlanLink("A", "B")], ["A"])
    assert error.value.field == "B"


BARS = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.integers(1, 20),
        st.sampled_from(TimeUnit),
        st.sampled_from(["open", "open", "open", "done", "stopped"]),
    ),
    min_size=2,
    max_size=8,
)
ENDS = st.lists(
    st.tuples(
        st.integers(0, 99),
        st.integers(0, 99),
        st.sampled_from(["FS", "SS", "FF"]),
        st.integers(-9, 9),
    ),
    max_size=12,
)


@given(rows=BARS, ends=ENDS, shift=st.integers(-40, 60), which=st.integers(0, 99))
def test_moving_a_predecessor_leaves_no_broken_link(rows, ends, shift, which):
    names = [chr(65 + number) for number in range(len(rows))]
    items = {
        name: bar(name, start, days, is_done=state == "done", is_stopped=state == "stopped")
        for name, (start, days, _unit, state) in zip(names, rows, strict=True)
    }
    units = {"months": TimeUnit.CALENDAR}  # a length in months is whole; see test_lengths
    lengths = {}
    for name, (_start, _days, unit, _state) in zip(names, rows, strict=True):
        counted = units.get(unit, unit)
        days = FIVE.working if counted is TimeUnit.WORKING else FIVE.running
        span = span_of(items[name])
        lengths[name] = Duration(max(days.count(span.start, span.end), 1), counted, FIVE)
    links = []
    for number, (one, other, kind, lag) in enumerate(ends):
        low, high = sorted((one % len(names), other % len(names)))
        if low < high:  # no circles
            links.append(PlanLink(names[low], names[high], kind, lag, number))
    moved = names[which % len(names)]
    span = span_of(items[moved])
    items[moved] = placed(items[moved], DaySpan(span.start + DAY * shift, span.end + DAY * shift))
    found = cascade(items, links, [moved], lengths)
    after = {
        key: placed(item, found.spans[key]) if key in found.spans else item
        for key, item in items.items()
    }
    changed = {moved, *found.spans}
    broken = [one for one in violations(after.values(), links) if one.link.before in changed]
    assert all(items[one.link.after].is_done for one in broken)
    assert set(found.held) == set(broken)
    for key in found.spans:
        assert not (items[key].is_done or items[key].is_stopped)
        assert after[key].starts_on >= items[key].starts_on
        into = [link for link in links if link.after == key]
        assert not violations(after.values(), into)
        # As far as it has to: a day earlier a link would be broken, or the days would not be open.
        length = lengths[key]
        back = after[key].starts_on - DAY
        if back >= items[key].starts_on and length.earliest_start(back) == back:
            sooner = placed(after[key], DaySpan(back, max(length.end_of(back), back + DAY)))
            assert sooner == after[key] or violations({**after, key: sooner}.values(), into)


STONES = [
    DatedMilestone("1", "A", on(3)),
    DatedMilestone("2", "A", on(9)),
    DatedMilestone("3", "A", on(4), is_reached=True),
]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (DaySpan(on(7), on(17)), {"1": on(10), "2": on(16)}),
        (DaySpan(on(0), on(6)), {"2": on(5)}),  # a shorter bar keeps them inside
        (DaySpan(on(5), on(10)), {"1": on(5)}),
        (DaySpan(on(0), on(10)), {}),
        (DaySpan(on(7), on(12)), {"1": on(10), "2": on(11)}),  # moved and shortened
        # The fault seen: "MES on all six lines" six weeks before the new end of its bar.
        (DaySpan(on(0), on(14)), {"2": on(13)}),
        (DaySpan(on(7), on(20)), {"1": on(10), "2": on(19)}),
    ],
)
def test_milestones_go_with_their_bar_and_stay_inside(after, expected):
    assert carried(STONES, DaySpan(on(0), on(10)), after) == expected


def test_placing_keeps_everything_else():
    item = bar("A", 0, 5, spent=None)
    assert replace(placed(item, DaySpan(on(1), on(2))), starts_on=on(0), ends_on=on(4)) == item
