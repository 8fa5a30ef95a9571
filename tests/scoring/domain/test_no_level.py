"""A level that the answers do not tell is no level, never the lowest one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from packs.loader import load_pack
from scoring.domain.engine import score
from tests.packs.samples import DATA, framework, leaf
from tests.scoring.domain.flagship import FULL, release, scored, words

STAGED = [{"staged": {"share": "0.8"}}]
CLAUSES = {"type": "clauses_per_level", "levels": 5}
BANDS = [["0.8", 1], ["1.8", 2], ["2.8", 3], ["3.8", 4], ["4.8", 5]]


def gap(**rule):
    """The smallest pack of the finding: two lists of clauses of equal weight on five levels."""
    cumulative = {"unit_threshold": "0.8", "stop_at_first_unmet": True, "bands": BANDS} | rule
    return framework(
        {"id": "a", "weight": "0.5"},
        {"id": "b", "weight": "0.5"},
        answer=CLAUSES,
        level_rules=[{"cumulative": cumulative}],
    )


def ones(item: str, *levels: int) -> dict[str, str]:
    return {f"{item}@{level}": "1" for level in levels}


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_one_open_question_leaves_no_level_instead_of_the_lowest(version: str) -> None:
    card = scored(4, version, TD_02=None)
    assert (card.score, card.staged_level, card.reading.is_known) == (4, None, False)
    assert card.reading.reason == "not enough answered"
    assert words(card) == ["Talent development: 87 % answered, needs 90 %, 1 gate question open"]
    assert card.reading.unmet[0].text.zh_hans == "人才培养：已作答87%，需达到90%，1道关口题未答"
    assert card.reading.unmet[0].topic.zh_hans == "人才培养"
    assert (card.reading.next_level, card.reading.held) == (None, None)


def test_every_open_part_is_named_once() -> None:
    card = scored(3, BA_02=None, BA_18=None, SP_01=None, SP_11=None)
    assert words(card) == [
        "Strategy planning: 85 % answered, needs 90 %, 1 gate question open",
        "Business adaptation: 89 % answered, needs 90 %, 1 gate question open",
    ]


def test_an_open_must_leaves_no_level_though_enough_is_answered() -> None:
    card = scored(4, DG_13=None)
    assert card.nodes["DG"].answered_weight == Decimal("0.92")
    assert words(card, "DG") == ["Data governance: 92 % answered, 1 gate question open"]
    assert (card.nodes["DG"].level.level, card.staged_level) == (None, None)


def test_a_whole_that_is_not_answered_says_so_before_its_parts() -> None:
    answers = {leaf.id: 3 for leaf in release("1.1.0").leaves if leaf.id.startswith("SP")}
    card = score(release("1.1.0"), answers, **FULL)
    assert (
        words(card)[0]
        == "Overseas plant readiness: 20 % answered, needs 90 %, 30 gate questions open"
    )
    assert len(words(card)) == 5


def test_an_open_question_no_rule_names_counts_as_missed() -> None:
    card = scored(4, DG_14=None)
    assert (card.nodes["DG"].level.level, card.staged_level) == (4, 4)


def test_nothing_that_applies_is_no_scope() -> None:
    pack = framework(leaf("a"), leaf("b"), level_rules=STAGED, base_level=0)
    reading = score(pack, {"a": "na", "b": "na"}).reading
    assert (reading.level, reading.reason) == (None, "no scope")
    assert reading.unmet[0].text.en == "total: no scope, nothing of it applies"


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_a_dimension_without_scope_leaves_the_plant_without_a_level(version: str) -> None:
    nothing = {
        leaf.id.replace("-", "_"): "na accepted" for leaf in release(version).nodes["TD"].children
    }
    card = scored(2, version, **nothing)
    assert card.reading.reason == "no scope"
    assert words(card) == ["Talent development: no scope, nothing of it applies"]


def test_a_group_that_a_person_cut_is_no_part_of_the_whole() -> None:
    group = {"id": "g", "children": [leaf("b")], "level_rules": STAGED}
    pack = framework(
        group, leaf("a"), tailoring={"nodes": ["g"]}, level_rules=[{"minimum": "total"}]
    )
    assert score(pack, {"g": "na", "a": 3}).staged_level == 3
    assert score(pack, {"b": "na", "a": 3}).reading.reason == "no scope"


def test_a_group_of_weightless_items_has_no_scope() -> None:
    node = {
        "id": "g",
        "children": [leaf("a", weight=1), leaf("b", weight=0)],
        "level_rules": STAGED,
    }
    card = score(framework(node, completeness=0), {"a": "na", "b": 3})
    assert card.nodes["g"].level.reason == "no scope"


@pytest.mark.parametrize(
    "rules",
    [
        [{"level": 1, "all": [{"every": ["a"], "at_least": 1}]}],
        [{"level": 1, "all": [{"node": "a", "gte": 1}]}],
        [{"level": 1, "all": [{"node": "a", "level_gte": 1}]}],
        [{"level": 1, "all": [{"every_child": "total", "level_gte": 1}]}],
        [{"level": 1, "all": [{"every_child": "total", "gte": 1}]}],
        [{"level": 1, "all": [{"all": [{"node": "a", "gte": 1}]}]}],
        [{"level": 1, "any": [{"node": "a", "gte": 1}, {"node": "b", "gte": 4}]}],
        [{"minimum": "total"}],
        [{"staged": {"share": "0.5", "must": ["a"]}}],
    ],
)
def test_an_open_item_that_a_rule_names_leaves_no_level(rules: list) -> None:
    pack = framework(leaf("a"), leaf("b"), completeness=0, base_level=0, level_rules=rules)
    reading = score(pack, {"b": 3}).reading
    assert (reading.level, reading.reason) == (None, "not enough answered")
    assert reading.unmet[0].text.en.replace("\u00a0", " ") == (
        "total: 50 % answered, 1 required question open"
    )


def test_an_open_alternative_is_not_needed_where_another_is_met() -> None:
    rules = [{"level": 1, "any": [{"node": "a", "gte": 1}, {"node": "b", "gte": 3}]}]
    pack = framework(leaf("a"), leaf("b"), completeness=0, level_rules=rules)
    assert score(pack, {"b": 3}).staged_level == 1


def test_an_open_veto_leaves_no_level() -> None:
    pack = framework(
        leaf("a"),
        leaf("b"),
        completeness=0,
        level_rules=[{"bands": [[0, 0], [2, 2]]}],
        vetoes=[{"item": "b", "at_least": 2, "cap": 1}],
    )
    assert score(pack, {"a": 4}).reading.reason == "not enough answered"
    assert score(pack, {"a": 4, "b": 1}).staged_level == 1


def test_an_open_attribute_decides_only_where_the_known_ones_hold() -> None:
    attributes = [
        {"id": f"p{level}", "at_level": level, "answer": {"type": "number", "max": 100}}
        for level in (1, 2)
    ]
    pack = framework(*attributes, completeness=0, level_rules=[{"largely_fully": {}}])
    assert score(pack, {"p1": 90}).reading.reason == "not enough answered"
    assert score(pack, {"p1": 40}).reading.is_known
    assert score(pack, {"p1": 70}).staged_level == 1


def test_open_clause_levels_end_the_count() -> None:
    """a answered for level 1 only, b in full: level 2 is half open, so level 1 is all one knows."""
    card = score(gap(), ones("a", 1) | ones("b", 1, 2, 3, 4, 5))
    assert (card.staged_level, card.score) == (1, 1)
    assert words(card) == ["level 2: 50 % answered, needs 90 %"]
    assert card.total.answered_levels == {1: 1, **dict.fromkeys((2, 3, 4, 5), Decimal("0.5"))}


def test_an_open_first_level_is_no_level() -> None:
    card = score(gap(), ones("b", 1, 2) | {"a@2": "1"})
    assert (card.staged_level, card.reading.reason) == (None, "not enough answered")
    assert words(card) == ["level 1: 50 % answered, needs 90 %"]


def test_a_level_that_fails_needs_none_above_it_answered() -> None:
    card = score(gap(), {"a@1": "1", "b@1": "0.5"})
    assert (card.score, card.staged_level) == (Decimal("0.75"), None)
    assert card.reading.is_known
    assert words(card) == ["level 1 fulfilled to 0.75, needs 0.8"]


def test_open_levels_end_the_count_that_goes_on_after_a_miss_too() -> None:
    card = score(gap(stop_at_first_unmet=False), ones("a", 1) | ones("b", 1, 3))
    assert (card.score, card.staged_level) == (1, 1)
    full = score(
        gap(stop_at_first_unmet=False), {"a@1": "0", "b@1": "1"} | ones("a", 2) | ones("b", 2)
    )
    assert full.score == Decimal("1.5")
    assert [lack.code for lack in full.reading.unmet] == ["level_score_below", "level_open"]


def test_an_item_without_clauses_at_a_level_leaves_that_level_to_the_others() -> None:
    short = {"id": "a", "weight": "0.5", "answer": {"type": "clauses_per_level", "levels": 1}}
    rule = {"cumulative": {"unit_threshold": "0.8", "bands": BANDS}}
    pack = framework(short, {"id": "b", "weight": "0.5"}, answer=CLAUSES, level_rules=[rule])
    assert score(pack, ones("a", 1) | ones("b", 1, 2, 3, 4, 5)).staged_level == 5


def test_open_scenes_lower_the_coverage_of_the_whole() -> None:
    """15 questions with points answered, 8 of 16 scenes: (15 + 8) / 31."""
    pack = load_pack(DATA / "miit").content
    answers = next(v.inputs for v in pack.vectors if v.name == "total-62.35")
    none = score(pack, answers)
    assert none.coverage.quantize(Decimal("0.0001")) == Decimal("0.4839")
    assert (none.staged_level, none.reading.reason) == (None, "not enough answered")
    half = dict.fromkeys(["sc.design", "sc.process", "sc.marketing", "sc.service"], 3)
    half |= dict.fromkeys(["sc.planning", "sc.control", "sc.quality", "sc.equipment"], 3)
    assert score(pack, answers | half).coverage.quantize(Decimal("0.0001")) == Decimal("0.7419")
    assert score(pack, answers | half).staged_level is None


def test_points_are_no_levels() -> None:
    pack = load_pack(DATA / "miit").content
    assert score(pack, next(v.inputs for v in pack.vectors)).average_level is None
    assert scored(3).average_level == 3
