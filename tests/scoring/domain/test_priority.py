from __future__ import annotations

from decimal import Decimal

import pytest

from packs.loader import load_pack
from packs.schema import Framework
from packs.schema.priority import PriorityChoice
from scoring.domain.aggregation import ScoringError
from scoring.domain.engine import score
from scoring.domain.priority import rank_nodes, relevance_normalised_priority
from scoring.domain.vectors import failures
from tests.packs.samples import DATA, framework, leaf

SAMPLE = load_pack(DATA / "siri-like").content
BANDS = {
    name: Decimal(band)
    for name, band in (
        ("vertical", 1),
        ("horizontal", 2),
        ("automation", 3),
        ("connectivity", 4),
        ("learning", 3),
    )
}
ANSWERS = {name: int(band) for name, band in BANDS.items()}
COSTS = {"labour": Decimal("0.5"), "materials": Decimal("0.5")}


def ranked(bands=BANDS, **changes):
    return relevance_normalised_priority(SAMPLE, bands, choice(**changes))


def choice(**changes) -> PriorityChoice:
    given = {
        "horizon": "strategic",
        "cost_shares": COSTS,
        "kpis": ["quality", "delivery"],
        "industry": "electronics",
    }
    return PriorityChoice(**(given | changes))


def test_impacts_sum_to_one() -> None:
    assert round(sum(entry.impact for entry in ranked()), 25) == 1


def test_impact_of_one_node_by_hand() -> None:
    """Cost 2 of 6, KPI 3 of 10, distance 3 of 6: 0.3/3 + 0.4*0.3 + 0.3*0.5 = 0.37."""
    vertical = ranked()[0]
    assert vertical.node == "vertical"
    assert round(vertical.cost, 10) == round(Decimal(2) / 6, 10)
    assert round(vertical.impact, 10) == Decimal("0.37")


def test_best_of_each_block_and_one_more_are_chosen() -> None:
    chosen = {entry.node for entry in ranked() if entry.is_chosen}
    assert chosen == {"vertical", "horizontal", "automation", "learning"}
    assert {entry.block for entry in ranked()} == {"process", "technology", "organization"}


def test_best_in_class_everywhere_divides_nothing_by_zero() -> None:
    at_top = dict.fromkeys(BANDS, Decimal(5))
    assert {entry.proximity for entry in ranked(at_top)} == {Decimal(0)}
    assert round(sum(entry.impact for entry in ranked(at_top)), 25) == Decimal("0.7")


def test_without_blocks_only_the_best_is_chosen() -> None:
    rule = SAMPLE.priority.model_copy(update={"one_per_block": False})
    pack = SAMPLE.model_copy(update={"priority": rule})
    found = relevance_normalised_priority(pack, BANDS, choice(horizon="tactical", kpis=[]))
    assert [entry.node for entry in found if entry.is_chosen] == [found[0].node]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"horizon": "someday"}, "does not know someday; known: strategic, tactical, operational"),
        ({"industry": "ships"}, "does not know ships; known: electronics"),
        ({"cost_shares": {"rent": 1}}, "does not know rent; known: labour, materials"),
        ({"kpis": ["beauty"]}, "does not know beauty; known: delivery, quality"),
    ],
)
def test_a_choice_that_the_rule_does_not_know_is_refused(changes: dict, message: str) -> None:
    with pytest.raises(ScoringError, match=message):
        rank_nodes(SAMPLE, score(SAMPLE, ANSWERS), choice(**changes))


def test_a_framework_without_the_rule_is_refused() -> None:
    pack = framework(leaf("a"))
    for ranked_ in (
        lambda: rank_nodes(pack, score(pack, {}), choice()),
        lambda: relevance_normalised_priority(pack, {}, choice()),
    ):
        with pytest.raises(ScoringError, match="no priority rule"):
            ranked_()


def test_the_scores_of_an_assessment_are_the_bands() -> None:
    found = rank_nodes(SAMPLE, score(SAMPLE, ANSWERS), choice())
    assert found == ranked()


def test_an_open_node_is_named_and_one_that_does_not_apply_is_left_out() -> None:
    with pytest.raises(ScoringError, match="priority needs a score of vertical: not assessed"):
        rank_nodes(SAMPLE, score(SAMPLE, ANSWERS | {"vertical": None}), choice())
    few = rank_nodes(SAMPLE, score(SAMPLE, ANSWERS | {"vertical": "na"}), choice())
    assert {entry.node for entry in few} == set(BANDS) - {"vertical"}


def test_vectors_check_the_order_of_work() -> None:
    """By hand as above: the impact of "vertical" is 0.37."""
    case = {
        "name": "v",
        "source": "by hand",
        "inputs": ANSWERS,
        "priority": choice().model_dump(mode="json"),
        "expect": {
            "priority:vertical": "0.37",
            "chosen:vertical": "yes",
            "chosen:connectivity": "no",
        },
    }
    data = SAMPLE.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert failures(Framework.model_validate(data | {"vectors": [case]})) == []
    wrong = case | {"expect": {"priority:vertical": "0.36", "chosen:moon": "yes"}}
    assert [
        reason for _, reason in failures(Framework.model_validate(data | {"vectors": [wrong]}))
    ] == ["expect names something unknown: moon"]
