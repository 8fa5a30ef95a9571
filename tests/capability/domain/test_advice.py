from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capability.domain.advice import (
    CatalogItem,
    PlantReadiness,
    advise,
    candidates,
    lifted,
)
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


def test_lift_rule_of_the_method():
    # 1.7 with a lift of 1.5 in digitize (cap 3): 1.7 + 1.3 x 1.5 / 4
    assert lifted(D("1.7"), D("1.5"), D(3)) == D("2.1875")


def test_lift_never_lowers_a_level_above_the_cap():
    assert lifted(D(4), D(2), D(3)) == D(4)


@given(
    level=st.decimals(0, 5, places=2),
    lift=st.decimals(0, 4, places=2),
    cap=st.sampled_from([D(3), D(4), D(5)]),
)
def test_lift_stays_between_level_and_cap(level, lift, cap):
    after = lifted(level, lift, cap)
    assert level <= after <= max(level, cap)


@pytest.mark.parametrize(
    ("level", "expected"),
    [(0, ("D2",)), (1, ("D2",)), (2, ("D2", "N1")), (3, ("O1",)), (4, ("O1",))],
)
def test_level_decides_the_phase(level, expected):
    assert candidates(D(level), LINKS["DG-1"], CATALOG, frozenset()) == expected


def test_settled_digitize_item_leaves_only_the_integrate_one():
    assert candidates(D(2), LINKS["DG-1"], CATALOG, frozenset({"D2"})) == ("N1",)


def test_question_without_item_of_the_phase_takes_the_nearest_later_one():
    assert candidates(D(1), ("N1", "O1"), CATALOG, frozenset()) == ("N1",)


def test_question_without_later_item_takes_the_nearest_earlier_one():
    assert candidates(D(3), ("D1", "N1"), CATALOG, frozenset()) == ("N1",)


def test_question_without_any_open_item_has_no_candidate():
    assert candidates(D(1), ("X9",), CATALOG, frozenset()) == ()


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
