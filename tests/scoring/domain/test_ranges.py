"""Open questions that matter turn a score into a range; each end worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from packs.loader import load_pack
from scoring.domain.engine import score
from tests.packs.samples import DATA, framework, leaf
from tests.scoring.domain.flagship import scored


def ends(card, node: str = "total"):
    found = card.nodes[node].range
    return found and (found.lower, found.upper)


def test_an_open_gate_question_makes_a_range_of_its_dimension_and_of_the_whole() -> None:
    """DG-13 is 0.08 of data governance, that 0.2 of the plant: 4 - 0.32, 4 + 0.08; a fifth of it."""
    card = scored(4, DG_13=None)
    assert ends(card, "DG") == (Decimal("3.68"), Decimal("4.08"))
    assert ends(card) == (Decimal("3.936"), Decimal("4.016"))
    assert card.nodes["DG"].range.open_guards == card.total.range.open_guards == ("DG-13",)
    assert ends(card, "SP") is None


def test_a_little_open_weight_is_no_range_and_more_than_a_twentieth_is() -> None:
    """DG-14 weighs 0.04, DG-12 0.05, both in no gate."""
    assert ends(scored(4, DG_14=None)) is None
    assert ends(scored(4, DG_12=None), "DG") is None
    card = scored(4, DG_14=None, DG_12=None)
    assert ends(card, "DG") == (Decimal("3.64"), Decimal("4.09"))
    assert card.nodes["DG"].range.open_guards == ()


def test_a_whole_without_a_score_has_no_range() -> None:
    group = {"id": "g", "aggregate": "mean", "children": [leaf("a"), leaf("b")]}
    card = score(framework(group, aggregate="none"), {"a": 4})
    assert (ends(card, "g"), ends(card)) == ((2, Decimal("4.5")), None)


def test_answered_runs_have_one_figure() -> None:
    card = scored(3, DG_13=0, TD_02="na accepted: 3")
    assert [name for name in card.nodes if card.nodes[name].range] == []


@pytest.mark.parametrize(
    ("answer", "low", "high"),
    [
        ({"type": "single", "options": {"bad": 1, "good": 4}}, 1, 4),
        ({"type": "multi", "options": {"none": -1, "a": 2, "b": 3}, "cap": 4}, 0, 4),
        ({"type": "multi", "options": {"a": 2, "b": 3}}, 2, 5),
        ({"type": "interval", "cuts": [[10, 1], [100, 5]]}, 1, 5),
        ({"type": "ratio", "max": 3}, 0, 3),
        ({"type": "ratio", "cuts": [[1, 2], [2, 4]]}, 2, 4),
        ({"type": "band", "bands": [1, 2, 3, 4, 5]}, 1, 5),
        ({"type": "matrix", "rows": ["r", "s"], "values": {"yes": 2, "no": 1}}, 2, 4),
        ({"type": "matrix", "rows": ["r"], "combine": "mean"}, 0, 1),
        ({"type": "number", "min": 2, "max": 5}, 2, 5),
        ({"type": "clauses_per_level", "levels": 3}, 0, 3),
    ],
)
def test_ends_are_the_lowest_and_the_highest_answer(answer: dict, low: int, high: int) -> None:
    group = {"id": "g", "children": [leaf("a"), {"id": "b", "answer": answer}]}
    card = score(framework(group), {"a": 4})
    assert ends(card) == ends(card, "g") == (Decimal(4 + low) / 2, Decimal(4 + high) / 2)


def test_loose_questions_make_a_range_of_the_whole() -> None:
    """(2 + 0 + 2 + 2) / 4 and (2 + 5 + 2 + 2) / 4."""
    group = {"id": "g", "children": [leaf("c")]}
    card = score(framework(leaf("a"), leaf("b"), leaf("d"), group), {"a": 2, "c": 2, "d": 2})
    assert ends(card) == (Decimal("1.5"), Decimal("2.75"))
    assert (ends(card, "g"), ends(card, "b")) == (None, None)


def test_open_levels_of_clauses_make_a_range_of_the_sum() -> None:
    rule = {"unit_threshold": "0.8", "bands": [["0.8", 1], ["1.8", 2]]}
    pack = framework(
        {"id": "a", "weight": "0.5"},
        {"id": "b", "weight": "0.5"},
        answer={"type": "clauses_per_level", "levels": 2},
        level_rules=[{"cumulative": rule}],
    )
    card = score(pack, {"a@1": "1", "b@1": "1", "b@2": "1"})
    assert (card.score, ends(card)) == (1, (Decimal("1.5"), 2))


def test_parts_that_the_plant_does_not_see_are_no_range() -> None:
    hidden = {
        "id": "h",
        "children": [leaf("b")],
        "visible_if": {"fact": "ot_network", "equals": "yes"},
    }
    card = score(
        framework({"id": "g", "children": [leaf("a")]}, hidden),
        {"a": 3},
        facts={"ot_network": "no"},
    )
    assert ends(card) is None


def test_scenes_without_a_score_are_no_range_of_points() -> None:
    pack = load_pack(DATA / "miit").content
    assert ends(score(pack, next(v.inputs for v in pack.vectors))) is None


def test_nothing_that_could_be_scored_is_no_range() -> None:
    pack = framework(
        {"id": "g", "children": [leaf("a", na="redistribute")]}, leaf("b", missing="forbidden")
    )
    assert ends(score(pack, {"a": 1})) == (Decimal("0.5"), 3)


def columns(card) -> dict:
    return {
        group.id: group.range and (group.range.lower, group.range.upper) for group in card.processes
    }


def test_open_questions_make_ranges_of_the_columns_in_which_they_count() -> None:
    """DG-13 concerns the whole plant: that column and no other is a range, by its share of it."""
    card = scored(4, DG_13=None)
    found = columns(card)
    assert [name for name, ends in found.items() if ends] == ["plant-wide"]
    low, high = found["plant-wide"]
    assert low < 4 < high
    assert abs((4 - low) - 4 * (high - 4)) < Decimal("1e-20")  # four levels down, one up


def test_the_ends_of_the_columns_add_up_to_those_of_the_whole() -> None:
    card = scored(4, DG_13=None, TD_04=None, TD_05=None, SA_04=None, BA_02=None)
    full = {group.id: group.weights for group in scored(4).processes}
    made = {
        group.id: sum(
            (
                card.total.applied_weights[cell.dimension] * (cell.weight or 0)
                for cell in scored(4).cells
                if cell.process == group.id
            ),
            Decimal(0),
        )
        for group in card.processes
    }
    assert full.keys() == made.keys()
    for end in (0, 1):
        whole = sum(
            made[group.id] * ((columns(card)[group.id] or (group.score, group.score))[end])
            for group in card.processes
        )
        assert abs(whole - ends(card)[end]) < Decimal("0.0001")


def test_answered_columns_have_one_figure() -> None:
    assert set(columns(scored(3, TD_02="na accepted: 3")).values()) == {None}
