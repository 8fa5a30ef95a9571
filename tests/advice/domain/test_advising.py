from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice.domain.advising import PlantReadiness, advise, candidates
from advice.domain.catalog import CatalogItem, behind
from scoring.domain.gaps import Gap

D = Decimal


def item(name, phase="digitize", needs=(), lifts=None, cost=(10, 20), conditions=None):
    caps = {"digitize": D(3), "integrate": D(4), "optimize": D(5)}
    return CatalogItem(
        id=name,
        phase=phase,
        cap=caps[phase],
        lifts={key: D(value) for key, value in (lifts or {"DG": 1}).items()},
        prerequisites=tuple(needs),
        conditions={key: D(value) for key, value in (conditions or {}).items()},
        cost=(D(cost[0]), D(cost[1])),
        duration=(D(2), D(6)),
        run_cost_percent=D(20),
    )


CATALOG = {
    entry.id: entry
    for entry in (
        item("D1"),
        item("D2", needs=["D1"], cost=(100, 200)),
        item("N1", "integrate", needs=["D2"], conditions={"DG-1": 2}),
        item("O1", "optimize", needs=["N1"]),
    )
}


def test_behind_goes_through_what_is_carried_only():
    catalog = {
        entry.id: entry
        for entry in (
            item("law"),
            item("base", needs=["law", "survey", "unknown"]),
            item("survey", needs=["law"]),
            item("erp", needs=["base", "desk"]),
            item("mes", needs=["erp", "base"]),
            item("desk", needs=["law"]),
        )
    }
    assert behind("erp", catalog, {"base"}) == ("law", "survey", "unknown")
    assert behind("erp", catalog, {"base", "survey"}) == ("law", "unknown")
    assert behind("mes", catalog, {"erp", "base", "unknown"}) == ("desk", "law", "survey")
    assert behind("erp", catalog, {"law"}) == ()
    # The advice stands in that order, too.
    links = {"DG-1": ("erp",), "DG-2": ("law",), "DG-3": ("base",)}
    standing = situation(links=links, levels={"DG-1": D(1), "DG-2": D(1), "DG-3": D(2)})
    gaps = [gap("DG-1", weight="0.9"), gap("DG-2", weight="0.1")]
    order = [entry.item.id for entry in advise(gaps, catalog, standing)]
    assert order.index("law") < order.index("erp")


LINKS = {"DG-1": ("D2", "N1", "O1"), "DG-2": ("D1",)}


def situation(**changes):
    base = {
        "links": LINKS,
        "levels": {"DG-1": D(1), "DG-2": D(1)},
        "dimension_scores": {"DG": D("1.7")},
        "dimension_weights": {"DG": D("0.2")},
    }
    return PlantReadiness(**{**base, **changes})


def gap(question="DG-1", current=1, target=3, weight="0.02"):
    return Gap(question, "DG", D(current), D(target), D(weight))


OPEN = frozenset({"digitize", "integrate", "optimize"})


def chosen(one, linked, *, shown=(), catalog=None, **changes):
    changes.setdefault("open_phases", OPEN)
    return candidates(one, linked, catalog or CATALOG, situation(**changes), frozenset(shown))


@pytest.mark.parametrize(
    ("level", "expected"),
    [(0, ("D2",)), (1, ("D2",)), (2, ("D2", "N1")), (3, ("N1", "O1")), (4, ("O1",))],
)
def test_level_decides_the_phase(level, expected):
    assert chosen(gap(current=level, target=5), LINKS["DG-1"]) == expected


def test_what_the_answers_show_is_not_missing():
    assert chosen(gap(current=2), LINKS["DG-1"], shown={"D2"}) == ("N1",)
    assert chosen(gap(current=3, target=4), LINKS["DG-1"], shown={"N1"}) == ("O1",)


def test_settled_digitize_item_leaves_only_the_integrate_one():
    assert chosen(gap(current=2), LINKS["DG-1"], settled=frozenset({"D2"})) == ("N1",)


def test_nothing_is_lifted_past_the_cap_of_its_phase():
    # The level of the question, or the score of all dimensions it lifts, is at the cap.
    assert chosen(gap(current=3, target=4), ("D1", "D2")) == ()
    assert chosen(gap(current=1), ("D1",), dimension_scores={"DG": D(3)}) == ()
    assert chosen(gap(current=1), ("D1",), dimension_scores={"DG": D("2.99")}) == ("D1",)


def test_item_that_lifts_nothing_leaves_the_gap_to_a_later_phase():
    assert chosen(gap(current=1), LINKS["DG-1"], dimension_scores={"DG": D(3)}) == ("N1",)


def test_later_phase_counts_if_it_is_open_or_the_target_asks_for_it():
    assert chosen(gap(current=1, target=2), ("N1", "O1")) == ("N1",)
    closed = {"open_phases": frozenset({"digitize"})}
    assert chosen(gap(current=1, target=2), ("N1", "O1"), **closed) == ()
    assert chosen(gap(current=1, target=3), ("N1", "O1"), **closed) == ("N1",)


def test_what_is_there_is_deepened_only_for_what_must_rise():
    # At level 2 the question names digitize, which is there, and optimize.
    linked, closed = ("D1", "O1"), {"open_phases": frozenset({"digitize", "integrate"})}
    must = {"must_questions": frozenset({"DG-1"})}
    one = gap(current=2, target=4)
    assert chosen(one, linked, shown={"D1"}, **closed) == ("O1",)
    assert chosen(one, linked, shown={"D1"}, **closed, **must) == ("D1",)
    assert chosen(one, linked, shown={"D1"}, **must) == ("O1",)  # an open phase answers it
    lead = {**CATALOG, "D1": dataclasses.replace(CATALOG["D1"], is_governance=True)}
    assert chosen(one, linked, shown={"D1"}, catalog=lead, **closed, **must) == ("O1",)


def test_integrate_comes_alone_while_the_gate_of_optimize_is_closed():
    one, closed = gap(current=3, target=4), {"open_phases": frozenset({"digitize", "integrate"})}
    assert chosen(one, LINKS["DG-1"], **closed) == ("N1",)
    assert chosen(one, LINKS["DG-1"]) == ("N1", "O1")


def test_question_without_any_open_item_has_no_candidate():
    assert chosen(gap(), ("X9",)) == ()


def test_prerequisites_are_advised_first_and_say_for_what():
    found = advise([gap()], CATALOG, situation())
    assert [entry.item.id for entry in found] == ["D1", "D2"]
    assert found[0].needed_by == ("D2",)
    assert found[0].closes == ()
    assert found[1].missing == ("D1",)


def test_settled_prerequisite_is_not_advised_again():
    found = advise([gap()], CATALOG, situation(settled=frozenset({"D1"})))
    assert [entry.item.id for entry in found] == ["D2"]
    assert found[0].missing == ()


def test_gate_questions_come_before_larger_gaps():
    wide = gap("DG-1", 0, 5, "0.10")
    gate = gap("DG-2", 1, 2, "0.01")
    found = advise(
        [wide, gate],
        {"D1": item("D1"), "D2": item("D2")},
        situation(gate_questions=frozenset({"DG-2"})),
    )
    assert [entry.item.id for entry in found] == ["D1", "D2"]
    assert found[0].opens_gate
    assert not found[1].opens_gate


def test_uplift_counts_with_the_weight_of_the_dimension():
    (only,) = advise([gap("DG-2")], CATALOG, situation())
    assert only.lifts == {"DG": (D("1.7"), D("2.025"))}
    assert only.uplift == D("0.0650")
    assert only.closure == D("0.04")


def test_unmet_condition_is_named_with_have_and_need():
    found = advise([gap(current=2)], CATALOG, situation(levels={"DG-1": D(1)}))
    last = found[-1]
    assert last.item.id == "N1"
    assert last.waits_for == (("DG-1", D(1), D(2)),)


def test_condition_on_an_unanswered_question_waits():
    found = advise([gap(current=2)], CATALOG, situation(levels={}))
    assert found[-1].waits_for == (("DG-1", None, D(2)),)


def test_circle_of_prerequisites_ends():
    catalog = {"A": item("A", needs=["B"]), "B": item("B", needs=["A"])}
    found = advise([gap()], catalog, situation(links={"DG-1": ("A",)}))
    assert {entry.item.id for entry in found} == {"A", "B"}


def test_no_gap_no_advice():
    assert advise([], CATALOG, situation()) == ()


@given(st.permutations([gap("DG-1"), gap("DG-2"), gap("DG-1", 2, 4)]))
def test_order_of_gaps_does_not_matter(gaps):
    expected = [
        entry.item.id
        for entry in advise([gap("DG-1"), gap("DG-2"), gap("DG-1", 2, 4)], CATALOG, situation())
    ]
    assert [entry.item.id for entry in advise(gaps, CATALOG, situation())] == expected


def test_prerequisite_that_the_answers_show_is_not_advised():
    # Every question that names D1 is at 2: what it brings is there.
    found = advise([gap()], CATALOG, situation(levels={"DG-1": D(1), "DG-2": D(2)}))
    assert [entry.item.id for entry in found] == ["D2"]
    assert found[0].missing == ()


def test_open_phases_are_taken_together_closed_ones_behind():
    catalog = {"D1": item("D1", cost=(90, 90)), "N1": item("N1", "integrate")}
    links = {"DG-1": ("N1",), "DG-2": ("D1",)}
    gaps = [gap("DG-1", 2, 4, "0.05"), gap("DG-2", 1, 3, "0.02")]
    both = situation(links=links, open_phases=OPEN)
    assert [entry.item.id for entry in advise(gaps, catalog, both)] == ["N1", "D1"]
    one = situation(links=links)
    assert [entry.item.id for entry in advise(gaps, catalog, one)] == ["D1", "N1"]


@given(
    st.dictionaries(st.sampled_from(["DG", "SA"]), st.decimals(0, 5, places=2), min_size=1),
    st.lists(st.tuples(st.integers(0, 4), st.integers(1, 5)), max_size=4),
)
def test_what_answers_a_gap_always_lifts(scores, pairs):
    gaps = [gap(f"DG-{1 + n % 2}", low, high) for n, (low, high) in enumerate(pairs) if high > low]
    standing = situation(
        dimension_scores=scores,
        dimension_weights=dict.fromkeys(scores, D("0.5")),
        open_phases=OPEN,
    )
    assert all(entry.uplift > 0 for entry in advise(gaps, CATALOG, standing) if entry.closes)
