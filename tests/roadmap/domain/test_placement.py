"""The first plan: worked examples, and that no limit is ever passed in silence."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.domain.economics import budget, overruns
from roadmap.domain.placement import Candidate, cost_of, months_of, ordered, place
from roadmap.domain.types import PHASES, PlannedInitiative, horizon

FIRST = date(2027, 1, 1)


def wish(name, phase="digitize", months=3, cost=100, yearly=0, needs=()):
    return Candidate(name, phase, months, Decimal(cost), Decimal(yearly), tuple(needs))


def dates(found):
    return {p.id: (p.starts_on, p.ends_on) for p in found.placed}


def test_chain_starts_one_after_the_other():
    found = place([wish("b", needs=["a"]), wish("a")], first=FIRST, limits={})
    assert dates(found) == {
        "a": (date(2027, 1, 1), date(2027, 3, 31)),
        "b": (date(2027, 4, 1), date(2027, 6, 30)),
    }
    assert [p.id for p in found.placed] == ["a", "b"]


def test_later_phase_waits_for_the_half_of_the_earlier_one():
    found = place([wish("x", "integrate"), wish("a", months=6)], first=FIRST, limits={})
    assert dates(found)["x"][0] == date(2027, 4, 1)  # the half of a lies on 1 April


def test_limit_moves_the_start_to_a_year_with_room():
    limits = {2027: Decimal(150), 2028: Decimal(100)}
    found = place([wish("a"), wish("b"), wish("c")], first=FIRST, limits=limits)
    # a takes 100 of 150; b needs a start of which at most 50 falls in 2027, c finds 2029.
    # December to February: 31 of 90 days in 2027, 65.56 of 100 in 2028.
    assert dates(found)["a"][0] == date(2027, 1, 1)
    assert dates(found)["b"] == (date(2027, 12, 1), date(2028, 2, 29))
    assert found.refused == ()
    assert dates(found)["c"][0].year >= 2028


def test_item_above_every_limit_is_refused_with_the_excess():
    limits = dict.fromkeys((2027, 2028, 2029), Decimal(60))
    found = place([wish("a", months=1)], first=FIRST, limits=limits)
    (refusal,) = found.refused
    assert (refusal.why, dict(refusal.years)) == ("budget", {2027: Decimal(40)})
    assert refusal.earliest == FIRST


def test_running_cost_counts_against_the_limit():
    limits = {2028: Decimal(10)}
    found = place([wish("a", yearly=50, months=12)], first=FIRST, limits=limits)
    assert dates(found) == {"a": (date(2028, 12, 1), date(2029, 11, 30))}


def test_item_too_long_is_refused_for_time():
    found = place([wish("a", months=30), wish("b", months=8, needs=["a"])], first=FIRST, limits={})
    (refusal,) = found.refused
    assert (refusal.id, refusal.why, refusal.earliest) == ("b", "time", date(2029, 7, 1))


def test_missing_prerequisite_is_named_unless_in_place():
    found = place([wish("b", needs=["a"]), wish("c", needs=["b"])], first=FIRST, limits={})
    assert [(r.id, r.why, r.needs) for r in found.refused] == [
        ("b", "prerequisite", ("a",)),
        ("c", "prerequisite", ("b",)),
    ]
    ready = place([wish("b", needs=["a"])], first=FIRST, limits={}, in_place=frozenset({"a"}))
    assert dates(ready) == {"b": (date(2027, 1, 1), date(2027, 3, 31))}


def test_planned_items_stay_and_count():
    there = PlannedInitiative("a", "digitize", date(2027, 1, 15), date(2027, 5, 20), Decimal(80))
    stopped = PlannedInitiative(
        "z", "digitize", FIRST, date(2029, 12, 31), Decimal(80), is_stopped=True
    )
    found = place(
        [wish("b", needs=["a"]), wish("x", "optimize")],
        first=FIRST,
        limits={2027: Decimal(80)},
        planned=[there, stopped],
    )
    assert [p.id for p in found.placed] == ["b", "x"]
    assert all(p.starts_on.year == 2028 for p in found.placed)


def test_nothing_starts_in_the_past():
    found = place([wish("a")], first=FIRST, limits={}, not_before=date(2027, 5, 18))
    assert dates(found)["a"][0] == date(2027, 6, 1)
    early = place([wish("a")], first=FIRST, limits={}, not_before=date(2020, 1, 1))
    assert dates(early)["a"][0] == FIRST


def test_circle_of_prerequisites_is_refused_not_followed():
    found = place([wish("a", needs=["b"]), wish("b", needs=["a"])], first=FIRST, limits={})
    assert {r.id for r in found.refused} == {"a", "b"}
    assert [c.id for c in ordered([wish("a"), wish("a")])] == ["a"]


def test_months_and_cost_of_ranges():
    assert months_of((Decimal(1), Decimal(3))) == 2
    assert months_of((Decimal(2), Decimal(3))) == 3
    assert months_of((Decimal(0), Decimal(0))) == 1
    assert cost_of((Decimal(40000), Decimal(120000)), Decimal("4.2317")) == Decimal(339000)
    assert cost_of((Decimal(0), Decimal(0)), Decimal(4)) == 0
    assert cost_of((Decimal("0.01"), Decimal("0.01")), Decimal(1)) == Decimal("0.01")
    assert cost_of((Decimal(15), Decimal(15)), Decimal(25_000)) == Decimal(375_000)


@st.composite
def wishes(draw):
    size = draw(st.integers(1, 9))
    found = []
    for number in range(size):
        needs = draw(st.lists(st.sampled_from(range(size)), max_size=2, unique=True))
        found.append(
            wish(
                f"i{number}",
                draw(st.sampled_from(PHASES)),
                draw(st.integers(1, 20)),
                draw(st.integers(0, 500)),
                draw(st.integers(0, 100)),
                [f"i{n}" for n in needs],
            )
        )
    return found


@settings(max_examples=60)
@given(
    wishes(),
    st.lists(st.none() | st.integers(0, 900), min_size=4, max_size=4),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_a_plan_keeps_every_rule(candidates, caps, first):
    frame = horizon(first)
    limits = {frame.start.year + n: Decimal(cap) for n, cap in enumerate(caps) if cap is not None}
    found = place(candidates, first=first, limits=limits)
    assert found == place(candidates, first=first, limits=limits)
    named = [p.id for p in found.placed] + [r.id for r in found.refused]
    assert sorted(named) == sorted(c.id for c in candidates)
    known = {c.id: c for c in candidates}
    when = dates(found)
    items = [
        PlannedInitiative(
            p.id, known[p.id].phase, p.starts_on, p.ends_on, known[p.id].one_off, known[p.id].yearly
        )
        for p in found.placed
    ]
    money = budget(items, first, "", lambda amount, currency: None)
    assert overruns(money.years, limits) == ()
    order = [p.id for p in found.placed]
    for name, (start, end) in when.items():
        assert frame.start <= start <= end < frame.end
        for need in known[name].prerequisites:
            assert when[need][1] < start
        for other in order[: order.index(name)]:
            if PHASES.index(known[other].phase) < PHASES.index(known[name].phase):
                first_day, last_day = when[other]
                half = first_day + timedelta(days=((last_day - first_day).days + 1) // 2)
                assert half <= start
