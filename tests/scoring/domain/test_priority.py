from __future__ import annotations

from decimal import Decimal

import pytest

from packs.loader import load_pack
from scoring.domain.aggregation import ScoringError
from scoring.domain.priority import relevance_normalised_priority
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
COSTS = {"labour": Decimal("0.5"), "materials": Decimal("0.5")}


def ranked(bands=BANDS, **changes):
    given = {
        "horizon": "strategic",
        "cost_shares": COSTS,
        "kpis": ["quality", "delivery"],
        "industry": "electronics",
    }
    return relevance_normalised_priority(SAMPLE, bands, **(given | changes))


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
    found = relevance_normalised_priority(
        pack, BANDS, horizon="tactical", cost_shares=COSTS, kpis=[], industry="electronics"
    )
    assert [entry.node for entry in found if entry.is_chosen] == [found[0].node]


def test_unknown_horizon_or_rule_is_refused() -> None:
    with pytest.raises(ScoringError):
        ranked(horizon="someday")
    with pytest.raises(ScoringError):
        relevance_normalised_priority(
            framework(leaf("a")), {}, horizon="x", cost_shares={}, kpis=[], industry="x"
        )
