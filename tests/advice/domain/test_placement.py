"""The first plan: worked examples, and that no limit is ever passed in silence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from advice.domain.candidates import Candidate
from advice.domain.opening import ClosedGate, Expectation
from advice.domain.placement import ordered, place
from capability.domain.reach import CapabilityScores
from launch.domain.costs import cost_of, months_of
from planning.domain.economics import budget, overruns
from planning.domain.plans import PHASES, PlannedInitiative, add_months, horizon

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


def test_open_phase_waits_for_its_own_prerequisites_only():
    found = place(
        [wish("slow", months=30), wish("a"), wish("x", "integrate", needs=["a"])],
        first=FIRST,
        limits={},
    )
    assert dates(found)["x"][0] == date(2027, 4, 1)


def test_what_stands_behind_a_prerequisite_in_place_comes_first():
    late = Candidate(
        "erp", "digitize", 3, Decimal(1), Decimal(0), ("base",), behind=("law", "gone")
    )
    found = place(
        [late, wish("law", months=2)], first=FIRST, limits={}, in_place=frozenset({"base"})
    )
    assert [p.id for p in found.placed] == ["law", "erp"]
    assert dates(found)["erp"][0] == date(2027, 3, 1)


def test_only_so_many_run_at_a_time():
    found = place([wish(name) for name in "abcd"], first=FIRST, limits={}, at_once=2)
    starts = [dates(found)[name][0].month for name in "abcd"]
    assert starts == [1, 1, 4, 4]
    busy = [PlannedInitiative("p", "digitize", FIRST, date(2027, 2, 28))]
    found = place([wish("a"), wish("b")], first=FIRST, limits={}, at_once=2, planned=busy)
    assert [dates(found)[name][0].month for name in "ab"] == [1, 3]
    for gone in ({"is_done": True}, {"is_stopped": True}):
        there = [PlannedInitiative("p", "digitize", FIRST, date(2027, 2, 28), **gone)]
        found = place([wish("a")], first=FIRST, limits={}, at_once=1, planned=there)
        assert dates(found)["a"][0] == FIRST


def test_without_a_month_to_spare_the_capacity_is_the_reason():
    busy = [PlannedInitiative("p", "digitize", FIRST, date(2029, 12, 31))]
    (refusal,) = place([wish("a")], first=FIRST, limits={}, at_once=1, planned=busy).refused
    assert (refusal.why, refusal.earliest) == ("capacity", FIRST)


def test_governance_comes_first_or_not_at_all():
    lead = Candidate("g", "digitize", 2, Decimal(1), Decimal(0), is_governance=True)
    found = place([wish("a", months=36), lead], first=FIRST, limits={}, at_once=1)
    assert [p.id for p in found.placed] == ["g"]
    # Two years of work fill the first two years: the first of them has no room for it.
    busy = [PlannedInitiative("p", "digitize", FIRST, date(2028, 12, 31))]
    (refusal,) = place([lead], first=FIRST, limits={}, at_once=1, planned=busy).refused
    assert refusal.why == "capacity"
    late = Candidate("g", "digitize", 2, Decimal(1), Decimal(0), ("a",), is_governance=True)
    found = place([wish("a", months=14), late], first=FIRST, limits={})
    assert [(r.id, r.why) for r in found.refused] == [("g", "governance")]


def test_finished_prerequisite_holds_nobody_up():
    done = PlannedInitiative("a", "digitize", FIRST, date(2029, 12, 31), is_done=True)
    found = place([wish("b", needs=["a"])], first=FIRST, limits={}, planned=[done])
    assert dates(found)["b"][0] == FIRST


def gates(**closed):
    return Expectation(
        start=CapabilityScores({"SA": Decimal(1)}, Decimal(1)),
        weights={"SA": Decimal(1)},
        links={"q1": ("a",), "q2": ("b",), "q3": ("c",)},
        lifts={name: ({"SA": Decimal(2)}, Decimal(3)) for name in "abc"},
        gates=closed,
    )


def test_closed_phase_waits_for_what_opens_its_gate():
    # q1 needs a; of q2 and q3 one; 1 + 2x2/4 = 2.0 after a, 2.5 after b, 2.75 after c.
    gate = ClosedGate("integrate", ("q1",), ((("q2", "q3"), 1),), (("", Decimal("2.5")),))
    wishes = [wish("x", "integrate"), wish("a", months=2), wish("b", months=5), wish("c", months=9)]
    found = place(wishes, first=FIRST, limits={}, expectation=gates(integrate=gate))
    assert dates(found)["x"][0] == date(2027, 6, 1)
    assert [p.id for p in found.placed] == ["a", "b", "c", "x"]


def test_gate_that_nothing_opens_names_what_stays_too_low():
    gate = ClosedGate("integrate", ("q1", "q9"), ((("q2", "q3"), 2),), (("SA", Decimal(4)),))
    expectation = gates(integrate=gate)
    found = place(
        [wish("x", "integrate"), wish("b")], first=FIRST, limits={}, expectation=expectation
    )
    (refusal,) = found.refused
    assert (refusal.id, refusal.why) == ("x", "gate")
    assert refusal.needs == ("q1", "q9", "q3", "SA")


def test_gate_behind_a_closed_gate_waits_for_both():
    first = ClosedGate("integrate", ("q1",))
    second = ClosedGate("optimize", after="integrate")
    wishes = [wish("y", "optimize"), wish("a", months=4)]
    found = place(
        wishes, first=FIRST, limits={}, expectation=gates(integrate=first, optimize=second)
    )
    assert dates(found)["y"][0] == date(2027, 5, 1)
    never = gates(integrate=ClosedGate("integrate", ("q9",)), optimize=second)
    found = place(wishes, first=FIRST, limits={}, expectation=never)
    assert [(r.id, r.why, r.needs) for r in found.refused] == [("y", "gate", ("q9",))]


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


@given(
    wishes(),
    st.lists(st.none() | st.integers(0, 900), min_size=4, max_size=4),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(1, 4),
)
def test_a_plan_keeps_every_rule(candidates, caps, first, at_once):
    frame = horizon(first)
    limits = {frame.start.year + n: Decimal(cap) for n, cap in enumerate(caps) if cap is not None}
    found = place(candidates, first=first, limits=limits, at_once=at_once)
    assert found == place(candidates, first=first, limits=limits, at_once=at_once)
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
    for name, (start, end) in when.items():
        assert frame.start <= start <= end < frame.end
        for need in known[name].prerequisites:
            assert when[need][1] < start
    for month in range(36):
        start = add_months(frame.start, month)
        end = add_months(start, 1)
        assert sum(1 for one, last in when.values() if one < end and last >= start) <= at_once
