from __future__ import annotations

from decimal import Decimal

import pytest

from scoring.domain.aggregation import Run, ScoringError, score_nodes
from scoring.domain.answers import AnswerError
from scoring.domain.engine import pick_profile, score
from scoring.domain.types import Answer
from tests.packs.samples import framework, leaf

PAIR = (leaf("a", weight="0.25"), leaf("b", weight="0.75"))
LEVEL = [{"score": "total", "bands": [[0, 0], [2, 2], [4, 4]]}]


def group(name: str, *children: dict, **more) -> dict:
    return {"id": name, "children": list(children), **more}


def test_weighted_mean_explains_itself() -> None:
    card = score(framework(*PAIR), {"a": 4, "b": 2})
    assert card.score == Decimal("2.5")
    assert card.total.applied_weights == {"a": Decimal("0.25"), "b": Decimal("0.75")}
    lines = [(c.item, c.answer, c.value, c.weight, c.product) for c in card.total.contributions]
    assert lines == [
        ("a", "4", 4, Decimal("0.25"), Decimal("1.00")),
        ("b", "2", 2, Decimal("0.75"), Decimal("1.50")),
    ]


def test_missing_is_neither_zero_nor_not_applicable() -> None:
    missing = score(framework(*PAIR, level_rules=LEVEL), {"a": 4})
    not_applicable = score(framework(*PAIR, level_rules=LEVEL), {"a": 4, "b": "na"})
    zero = score(framework(*PAIR, level_rules=LEVEL), {"a": 4, "b": 0})
    assert [card.score for card in (missing, not_applicable, zero)] == [4, 4, 1]
    assert [card.coverage for card in (missing, not_applicable, zero)] == [Decimal("0.25"), 1, 1]
    assert [card.staged_level for card in (missing, not_applicable, zero)] == [None, 4, 0]
    assert missing.nodes["b"].reason == "not assessed"
    assert not_applicable.nodes["b"].reason == "does not apply"


def test_nothing_answered_has_no_score() -> None:
    card = score(framework(*PAIR, level_rules=LEVEL), {})
    assert (card.score, card.average_level, card.staged_level) == (None, None, None)
    assert card.total.state == "unanswered"


def test_no_level_rule_leaves_no_reading() -> None:
    card = score(framework(*PAIR), {"a": 4, "b": 2})
    assert (card.reading, card.staged_level, card.average_level) == (None, None, 2)


@pytest.mark.parametrize(
    ("policy", "expected"), [("redistribute", "4"), ("zero", "1"), ("anchor_to_target", "3.25")]
)
def test_na_policy_decides_what_does_not_apply_is_worth(policy: str, expected: str) -> None:
    pair = (leaf("a", weight="0.25"), leaf("b", weight="0.75", target=3))
    assert score(framework(*pair, na=policy), {"a": 4, "b": "na"}).score == Decimal(expected)


def test_na_anchors_to_the_target_of_the_answer_first() -> None:
    pair = (leaf("a", weight="0.25"), leaf("b", weight="0.75", target=3, na="anchor_to_target"))
    answers = {"a": 4, "b": Answer(not_applicable=True, target=Decimal(2))}
    assert score(framework(*pair), answers).score == Decimal("2.5")


def test_na_without_a_target_is_an_error() -> None:
    with pytest.raises(ScoringError, match="b: does not apply counts as its target"):
        score(framework(*PAIR, na="anchor_to_target"), {"b": "na"})


def test_na_can_be_forbidden() -> None:
    with pytest.raises(AnswerError, match='b: "does not apply" is not allowed here'):
        score(framework(*PAIR, na="forbidden"), {"b": "na"})


def test_policy_of_the_nearest_node_wins() -> None:
    tree = [group("g", leaf("a", na="redistribute"), leaf("b"), na="zero"), leaf("c")]
    card = score(framework(*tree, na="forbidden"), {"a": "na", "b": "na", "c": 2})
    assert card.nodes["g"].score == 0
    assert card.nodes["a"].state == "not_applicable"


def test_missing_policy_zero_counts_as_answered() -> None:
    card = score(framework(*PAIR, missing="zero"), {"a": 4})
    assert (card.score, card.coverage) == (1, 1)


def test_missing_policy_forbidden_blocks_the_score() -> None:
    card = score(framework(*PAIR, missing="forbidden"), {"a": 4})
    assert (card.score, card.total.state) == (None, "blocked")
    assert card.total.answered_weight == Decimal("0.25")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("mean", "2"), ("sum", "6"), ("min", "0"), ("max", "5"), ("median", "1")],
)
def test_rules_of_a_group(rule: str, expected: str) -> None:
    tree = group("g", leaf("a"), leaf("b"), leaf("c"), aggregate=rule)
    card = score(framework(tree), {"a": 5, "b": 1, "c": 0})
    assert card.nodes["g"].score == Decimal(expected)
    assert sum(c.product for c in card.nodes["g"].contributions) == Decimal(expected)


def test_median_of_an_even_number_is_the_middle() -> None:
    tree = group("g", leaf("a"), leaf("b"), aggregate="median")
    assert score(framework(tree), {"a": 5, "b": 2}).nodes["g"].score == Decimal("3.5")


def test_share_met_counts_children_at_the_threshold() -> None:
    tree = group("g", leaf("a"), leaf("b"), leaf("c"), aggregate="share_met", met_at=3)
    card = score(framework(tree), {"a": 5, "b": 3, "c": 2})
    assert round(card.nodes["g"].score, 20) == round(Decimal(2) / 3, 20)
    assert [c.value for c in card.nodes["g"].contributions] == [1, 1, 0]


@pytest.mark.parametrize(("b", "expected"), [(3, 1), (2, 0)])
def test_k_of_n_is_met_or_not(b: int, expected: int) -> None:
    tree = group("g", leaf("a"), leaf("b"), leaf("c"), aggregate="k_of_n", met_at=3, k=2)
    card = score(framework(tree), {"a": 5, "b": b, "c": 0})
    assert card.nodes["g"].score == expected
    assert sum(c.product for c in card.nodes["g"].contributions) == expected


def test_profile_group_has_no_score_and_leaves_the_total_alone() -> None:
    tree = [group("p", leaf("a"), leaf("b"), aggregate="none"), leaf("c")]
    card = score(framework(*tree), {"a": 5, "c": 2})
    assert (card.score, card.nodes["p"].score, card.nodes["p"].state) == (2, None, "profile")
    assert card.nodes["p"].answered_weight == Decimal("0.5")


def test_max_scales_points_and_sum_stretches_over_what_applies() -> None:
    tree = group("g", leaf("a", max=10), leaf("b", max=30), max=100)
    whole = score(framework(tree), {"a": 5, "b": 0}).nodes["g"]
    part = score(framework(tree), {"a": 5, "b": "na"}).nodes["g"]
    assert (whole.score, whole.raw, whole.maximum) == (25, 10, 100)
    assert (part.score, part.raw) == (100, 40)


def test_hidden_items_give_their_weight_away() -> None:
    hidden = leaf("b", weight="0.75", visible_if={"fact": "ot_network", "equals": "yes"})
    pack = framework(PAIR[0], hidden, level_rules=LEVEL)
    card = score(pack, {"a": 4, "b": 0}, facts={"ot_network": "no"})
    assert (card.score, card.coverage, card.nodes["b"].state) == (4, 1, "hidden")
    assert score(pack, {"a": 4, "b": 0}, facts={"ot_network": "unknown"}).score == 1


def test_hidden_group_hides_what_is_below() -> None:
    rule = {"fact": "plant.ot_network", "equals": "yes"}
    tree = [
        group("g", leaf("b"), visible_if={"fact": "ot_network", "equals": "yes"}),
        group("h", leaf("c", visible_if=rule | {"fact": "ot_network"})),
        leaf("a"),
    ]
    card = score(framework(*tree), {"a": 3}, facts={"plant.ot_network": "no"})
    assert [card.nodes[n].state for n in ("g", "b", "h", "c")] == ["hidden"] * 4
    assert card.score == 3


def test_group_of_things_that_do_not_apply_does_not_apply() -> None:
    card = score(framework(group("g", leaf("b")), leaf("a")), {"a": 3, "b": "na"})
    assert (card.nodes["g"].state, card.score) == ("not_applicable", 3)


def test_group_without_weight_in_a_profile_is_left_out() -> None:
    tree = [group("g", leaf("b", weight={"x": 1, "y": 0}), weight="0.5"), leaf("a", weight="0.5")]
    card = score(framework(*tree), {"a": 3, "b": 5}, profile="y")
    assert (card.nodes["g"].state, card.score) == ("unweighted", 3)


@pytest.mark.parametrize(("way", "expected"), [("siblings", "3.5"), ("tree", "4")])
def test_cut_nodes_spread_their_weight(way: str, expected: str) -> None:
    """g has two items of 0.5 x 0.5, h two; g1 is cut: siblings keep 0.5, the tree spreads it."""
    tree = [
        group("g", leaf("g1", weight="0.5"), leaf("g2", weight="0.5"), weight="0.5"),
        group("h", leaf("h1", weight="0.5"), leaf("h2", weight="0.5"), weight="0.5"),
    ]
    pack = framework(*tree, tailoring={"nodes": ["g1"], "redistribute": way})
    card = score(pack, {"g1": "na", "g2": 2, "h1": 5, "h2": 5})
    assert card.score == Decimal(expected)


def test_a_whole_group_can_be_cut_where_the_pack_allows_it() -> None:
    pack = framework(group("g", leaf("b")), leaf("a"), tailoring={"nodes": ["g"]})
    card = score(pack, {"g": "na", "a": 3, "b": 5})
    assert (card.score, card.nodes["b"].state) == (3, "not_applicable")


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"z": 1}, "z: unknown item"),
        ({"z@1": 1}, "z@1: unknown item"),
        ({"g": 1}, "g: a group takes no answer of its own"),
        ({"g": "na"}, "g: this group cannot be cut"),
        ({"b": 9}, "b: 9 is not a step of the scale; known: 0, 1, 2, 3, 4, 5"),
    ],
)
def test_wrong_answers_name_their_item(answers: dict, message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        score(framework(group("g", leaf("b"))), answers)
    assert caught.value.message == message


def test_clauses_may_come_level_by_level() -> None:
    clauses = {"id": "c", "answer": {"type": "clauses_per_level", "levels": 2}}
    pack = framework(clauses)
    card = score(pack, {"c@1": "1;0.5", "c@2": "0.8"})
    assert card.nodes["c"].level_scores == {1: Decimal("0.75"), 2: Decimal("0.8")}
    with pytest.raises(AnswerError, match="as a whole and level by level"):
        score(pack, {"c": "1|1", "c@1": "1"})


def test_level_scores_skip_items_not_assessed_at_a_level() -> None:
    clauses = {"type": "clauses_per_level", "levels": 2}
    pack = framework(group("g", {"id": "c"}, {"id": "d"}), answer=clauses)
    card = score(pack, {"c": "1|0.5", "d": "1:0.5"})
    assert card.nodes["g"].level_scores == {1: Decimal("0.75"), 2: Decimal("0.5")}


def test_profile_is_asked_for_or_follows_the_plant() -> None:
    pair = (
        leaf("a", weight={"x": "0.25", "y": "0.5"}),
        leaf("b", weight={"x": "0.75", "y": "0.5"}),
    )
    pack = framework(*pair, profile_from="plant.industry_type")
    answers = {"a": 4, "b": 2}
    assert score(pack, answers, profile="x").score == Decimal("2.5")
    assert score(pack, answers, facts={"process_type": "y"}).score == 3
    with pytest.raises(ScoringError, match="weight profile z is not one of x, y"):
        score(pack, answers, profile="z")
    with pytest.raises(ScoringError, match="weight profile None"):
        score(pack, answers)
    assert pick_profile(framework(*PAIR), "x", {}) is None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"evidence": "2"}, "evidence is a share from 0 to 1, not 2"),
        ({"evidence": "much"}, "evidence: not a number: much"),
        ({"kpis": {"K": "NaN"}}, "K: not a number: NaN"),
    ],
)
def test_wrong_measures_are_refused(given: dict, message: str) -> None:
    with pytest.raises(ScoringError) as caught:
        score(framework(*PAIR), {}, **given)
    assert caught.value.message == message


def test_own_root_is_used_when_the_tree_has_one() -> None:
    pack = framework({"id": "overall", "children": list(PAIR)}, level_rules=LEVEL)
    card = score(pack, {"a": 4, "b": 4})
    assert (card.root_id, card.score, card.staged_level) == ("overall", 4, 4)


def test_known_items_are_not_scored_again() -> None:
    pack = framework(*PAIR)
    run = Run(pack, {"a": Answer(value=4), "b": Answer(value=2)})
    before = score_nodes(Run(pack, {"a": Answer(value=1), "b": Answer(value=2)}))
    after = score_nodes(run, {"b": before["b"]})
    assert after == score_nodes(run)
    assert after["b"] is before["b"]
