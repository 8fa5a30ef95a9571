"""Cases at the edges of the rules, worked out by hand from docs/method.md and docs/packs.md."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from packs.schema.answers import (
    BandAnswer,
    ClausesAnswer,
    IntervalAnswer,
    MatrixAnswer,
    MultiAnswer,
)
from packs.schema.framework import Framework
from scoring.domain.answers import AnswerError, rate, readable, stand_in
from scoring.domain.engine import ScoringError, score
from scoring.domain.visibility import hidden_items
from tests.packs.samples import framework, leaf

CLAUSES = {"type": "clauses_per_level"}
PERCENT = {"type": "interval", "unit": "percent", "cuts": [[10, 0], [100, 1]]}
CUMULATIVE = [{"cumulative": {"unit_threshold": "0.8", "bands": [[0.8, 1], [1.8, 2]]}}]


def number(name: str, top: int, **more) -> dict:
    return {"id": name, "answer": {"type": "number", "max": top}, **more}


def group(name: str, *children: dict, **more) -> dict:
    return {"id": name, "children": list(children), **more}


def two_levels(**more) -> Framework:
    return framework(
        {"id": "a", "weight": "0.5"},
        {"id": "b", "weight": "0.5"},
        answer=CLAUSES,
        completeness=0,
        level_rules=CUMULATIVE,
        **more,
    )


@pytest.mark.parametrize(("rule", "top"), [("min", 3), ("median", 4), ("max", 5)])
def test_points_stretch_from_the_highest_value_the_rule_can_give(rule: str, top: int) -> None:
    node = group("g", leaf("a"), number("b", 3), aggregate=rule, max=100)
    pack = framework(node)
    assert score(pack, {"a": 5, "b": 3}).nodes["g"].score == 100
    assert pack.maximum_of(pack.nodes["g"].model_copy(update={"max": None}), None) == top


def test_a_threshold_is_met_by_an_item_at_its_full_points() -> None:
    thirds = [number("a", 3, max=10), number("b", 3, max=10)]
    card = score(framework(group("g", *thirds, aggregate="share_met", met_at=10)), {"a": 3, "b": 2})
    assert card.nodes["g"].score == Decimal("0.5")


def test_weight_of_a_cut_part_goes_to_the_whole_tree_of_points_too() -> None:
    points = [group(g, leaf(g + "1", max=25), leaf(g + "2", max=25), max=50) for g in "ab"]
    answers = {"a1": "na", "a2": 5, "b1": 0, "b2": 0}
    tree = score(framework(*points, tailoring={"redistribute": "tree"}), answers)
    assert abs(Fraction(tree.score) - Fraction(100, 3)) < Fraction(1, 10**40)
    assert score(framework(*points), answers).score == 50


def test_open_items_keep_only_the_weight_that_is_left_in_their_group() -> None:
    parts = [group("g", leaf("a"), leaf("b"), weight="0.5"), group("h", leaf("c"), weight="0.5")]
    card = score(framework(*parts, tailoring={"redistribute": "tree"}), {"a": "na", "c": 4})
    assert round(card.coverage, 6) == Decimal("0.666667")


@pytest.mark.parametrize(
    ("policy", "answers"),
    [
        ({"missing": "zero"}, {"a": "1|1"}),
        ({"missing": "zero"}, {"a": "1|1", "b": "0"}),
        ({"na": "zero"}, {"a": "1|1", "b": "na"}),
    ],
)
def test_what_counts_as_zero_counts_in_every_level(policy: dict, answers: dict) -> None:
    answers = {item: {1: "0"} if value == "0" else value for item, value in answers.items()}
    card = score(two_levels(**policy), answers)
    assert card.total.level_scores == {1: Decimal("0.5"), 2: Decimal("0.5")}
    assert (card.score, card.staged_level) == (Decimal("0.5"), None)


def test_a_target_fills_the_lower_levels_first() -> None:
    kind = ClausesAnswer(levels=3)
    assert stand_in(kind, Decimal("1.4"), "na").levels == {1: 1, 2: Decimal("0.4"), 3: 0}


def test_levels_are_compared_rounded_but_never_added_rounded() -> None:
    plain = score(two_levels(numbers={"compare_on": 1}), {"a": "1|0.8;0.5", "b": "1|0.5;0.8"})
    assert (plain.score, plain.staged_level) == (Decimal("1.65"), 1)


def test_the_top_node_may_be_written_out_with_its_own_cumulative_rule() -> None:
    root = group("total", {"id": "a"}, {"id": "b"}, level_rules=CUMULATIVE)
    card = score(framework(root, answer=CLAUSES), {"a": "1|1", "b": "1|0.8"})
    assert (card.score, card.staged_level) == (2, 2)


def test_a_level_that_cannot_be_told_is_not_the_base_level() -> None:
    pack = framework(
        leaf("a"), leaf("b"), completeness=0, base_level=0, level_rules=[{"minimum": "total"}]
    )
    reading = score(pack, {"a": 4}).reading
    assert (reading.level, reading.reason) == (None, "not enough answered")


def test_what_is_not_assessed_does_not_count_at_level_zero() -> None:
    rule = {"level": 1, "all": [{"count": "total", "level_gte": 0, "gte": 2}]}
    pack = framework(leaf("a"), leaf("b"), completeness=0, level_rules=[rule])
    assert score(pack, {"a": 3}).staged_level is None
    assert score(pack, {"a": 3, "b": 0}).staged_level == 1


def test_levels_and_gates_look_at_each_other_in_any_order() -> None:
    bands = [{"score": "g", "bands": [[0, 0], [4, 1]]}]
    level = [{"level": 1, "all": [{"node": "g", "level_gte": 1}, {"gate": "x"}]}]
    pack = framework(
        group("g", leaf("a"), level_rules=bands),
        group("h", leaf("b"), level_rules=level),
        gates=[{"id": "x", "all": [{"gate": "y"}]}, {"id": "y", "all": [{"score": "b", "gte": 1}]}],
    )
    levels = [
        score(pack, {"a": a, "b": b}).nodes["h"].level.level for a, b in ((4, 1), (3, 1), (4, 0))
    ]
    assert levels == [1, None, None]


def test_conditions_see_each_option_and_numbers_with_a_percent_sign() -> None:
    ticked = {"type": "multi", "options": {"plant": 1, "apps": 1}}
    pack = framework(
        {"id": "a", "answer": ticked},
        {"id": "b", "answer": PERCENT},
        leaf("c", visible_if={"item": "a", "contains": "apps"}),
        leaf("d", visible_if={"item": "b", "at_least": 40}),
    )
    assert hidden_items(pack, {}, {"a": "plant;apps", "b": "45%"}) == frozenset()
    assert hidden_items(pack, {}, {"a": "plant", "b": "30 %"}) == {"c", "d"}
    assert hidden_items(pack, {}, {"b": "many"}) == frozenset()
    assert readable(BandAnswer(bands=[{"v": 0}, {"v": 1}]), "1") == "1"


def test_an_unknown_fact_leaves_the_choice_of_weights_to_the_pack() -> None:
    shares = [
        leaf("a", weight={"d": "0.5", "p": "0.2"}),
        leaf("b", weight={"d": "0.5", "p": "0.8"}),
    ]
    pack = framework(*shares, profile_from="plant.industry_type", default_profile="d")
    assert score(pack, {"a": 4, "b": 2}, facts={"industry_type": "unknown"}).profile == "d"


def test_the_average_reading_of_thirds_is_not_cut_below_a_whole_step() -> None:
    groups = [group(g, *(leaf(f"{g}{n}") for n in range(3))) for g in "abc"]
    answers = {
        f"{g}{n}": value
        for g, values in zip("abc", ((3, 3, 2), (3, 3, 2), (4, 4, 3)), strict=True)
        for n, value in enumerate(values)
    }
    assert score(framework(*groups), answers).average_level == 3


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (MultiAnswer(options={"a": 1}), ";", "q: no option is named"),
        (ClausesAnswer(levels=2), "|", "q: no clause is scored"),
        (ClausesAnswer(levels=2), "1:1|1:0", "q: a level is scored twice"),
        (ClausesAnswer(levels=2), "0.5|1:0.8", "q: a level is scored twice"),
        (ClausesAnswer(levels=2), {"1": "1", "L1": "0"}, "q: a level is scored twice"),
        (ClausesAnswer(levels=2), "x:1", "q: not a level: x"),
        (MatrixAnswer(rows=["x", "y"]), "x=yes;x=no;y=no", "q: a row has two choices"),
        (IntervalAnswer(**PERCENT), "4_5", "q: not a number: 4_5"),
        (IntervalAnswer(**PERCENT), "45%%", "q: not a number: 45%"),
        (IntervalAnswer(**PERCENT), "1e400", "q: a number of this size is not accepted: 1e400"),
        (BandAnswer(bands=[{"v": 0}, {"v": 3}]), "3%", "q: not a number: 3%"),
    ],
)
def test_nothing_is_guessed(kind, value, message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        rate("q", kind, value)
    assert caught.value.message == message


@pytest.mark.parametrize("value", ["1e999999", "1e-99"])
def test_indicators_of_no_usable_size_are_refused(value: str) -> None:
    with pytest.raises(ScoringError, match="not a number"):
        score(framework(leaf("a")), {"a": 1}, kpis={"k": value})
