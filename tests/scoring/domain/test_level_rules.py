from __future__ import annotations

from decimal import Decimal

import pytest

from packs.schema.rules import CountRequirement
from scoring.domain.engine import score
from scoring.domain.level_rules import cumulative_sum
from scoring.domain.wording import count_below
from tests.packs.samples import framework, leaf
from tests.scoring.domain.test_cells import questionnaire

LEAVES = (leaf("a"), leaf("b", tags=["must"]))
ATTRIBUTES = [
    {"id": "p1", "at_level": 1, "answer": {"type": "number", "max": 100}},
    {"id": "p2", "at_level": 2, "answer": {"type": "number", "max": 100}},
]


def reading(rules: list, answers: dict, *nodes: dict, **more):
    pack = framework(*(nodes or LEAVES), level_rules=rules, completeness=0, **more)
    kwargs = {key: more.pop(key) for key in () if key in more}
    return score(pack, answers, **kwargs).reading


def texts(found) -> list[str]:
    return [unmet.text.en for unmet in found.unmet]


def test_bands_are_half_open() -> None:
    rules = [{"bands": [[1, 1], [3, 2]]}]
    assert reading(rules, {"a": 1, "b": 0}).level is None
    low = reading(rules, {"a": 1, "b": 1})
    assert (low.level, low.next_level, texts(low)) == (1, 2, ["overall score at 1, needs 3"])
    top = reading(rules, {"a": 3, "b": 3})
    assert (top.level, top.next_level, top.unmet) == (2, None, ())


def test_bands_on_a_node_that_has_no_score() -> None:
    found = reading([{"score": "a", "bands": [[0, 0], [3, 2]]}], {"b": 3})
    assert (found.level, texts(found)) == (None, ["a: 0\u00a0% answered"])
    assert not found.is_known
    outside = reading([{"score": "a", "bands": [[0, 0], [3, 2]]}], {"a": "na", "b": 3})
    assert outside.reason == "no scope"


def test_base_level_stands_when_no_rule_matches() -> None:
    found = reading([{"bands": [[1, 1]]}], {"a": 0, "b": 0}, base_level=0)
    assert (found.level, found.next_level) == (0, 1)


def test_first_match_from_the_top() -> None:
    rules = [
        {"level": 3, "all": [{"score": "total", "gte": 4}]},
        {"level": 2, "all": [{"score": "total", "gte": 2}, {"score": "a", "gte": 3}]},
        {"bands": [[0, 0], [1, 1]]},
    ]
    assert reading(rules, {"a": 5, "b": 4}).level == 3
    assert reading(rules, {"a": 3, "b": 1}).level == 2
    assert reading(rules, {"a": 2, "b": 2}).level == 1


def test_requires_lower_holds_back() -> None:
    rules = [
        {"level": 2, "requires_lower": True, "all": [{"score": "a", "gte": 3}]},
        {"level": 1, "all": [{"score": "b", "gte": 3}]},
    ]
    assert reading(rules, {"a": 5, "b": 0}).level is None
    assert reading(rules, {"a": 5, "b": 3}).level == 2


def test_any_names_the_closest_way() -> None:
    far = {"all": [{"score": "a", "gte": 5}, {"score": "b", "gte": 5}]}
    rules = [{"level": 1, "any": [far, {"score": "b", "gte": 2}]}]
    found = reading(rules, {"a": 0, "b": 1})
    assert texts(found) == ["b at 1, needs 2"]
    assert reading(rules, {"a": 0, "b": 2}).level == 1


def test_minimum_of_children_decides() -> None:
    found = reading([{"minimum": "total"}], {"a": 4, "b": 2})
    assert (found.level, found.next_level, texts(found)) == (2, 3, ["b: level 2, needs 3"])
    assert reading([{"minimum": {}}], {"a": 4}).level is None
    assert reading([{"minimum": {}}], {"a": 4, "b": "na"}).level == 4
    assert reading([{"minimum": {}}], {"a": 5, "b": 5}).next_level is None
    assert reading([{"minimum": {}}], {"a": "na", "b": "na"}).level is None


def test_minimum_uses_levels_of_groups_with_rules() -> None:
    group = {"id": "g", "children": [leaf("a")], "level_rules": [{"bands": [[0, 0], [5, 1]]}]}
    assert reading([{"minimum": "total"}], {"a": 4, "b": 3}, group, leaf("b")).level == 0


def test_minimum_of_a_group_that_stands_below_every_level_has_none() -> None:
    own = [{"score": "g", "bands": [[1, 1]]}]
    group = {"id": "g", "children": [leaf("a")], "level_rules": own}
    found = reading([{"minimum": "total"}], {"a": 0, "b": 3}, group, leaf("b"))
    assert (found.level, found.is_known, texts(found)) == (None, True, ["g: no level, needs 1"])


def test_minimum_of_a_group_that_a_person_cut_has_no_scope() -> None:
    group = {"id": "g", "children": [leaf("a")]}
    rules = [{"minimum": "g"}]
    found = reading(rules, {"g": "na", "b": 3}, group, leaf("b"), tailoring={"nodes": ["g"]})
    assert (found.level, found.reason) == (None, "no scope")


def test_largely_and_fully() -> None:
    rules = [{"largely_fully": {}}]
    found = reading(rules, {"p1": 70, "p2": 90}, *ATTRIBUTES)
    assert (found.level, found.next_level, texts(found)) == (1, 2, ["p1 at 70, needs 85"])
    assert reading(rules, {"p1": 90, "p2": 90}, *ATTRIBUTES).level == 2
    assert reading(rules, {"p1": 10, "p2": 90}, *ATTRIBUTES).level is None
    assert reading(rules, {"p1": "na", "p2": 90}, *ATTRIBUTES).level == 2


def test_staged_share_and_musts() -> None:
    rules = [{"staged": {"share": "0.5", "must": ["b"], "must_slack": 1}}]
    found = reading(rules, {"a": 4, "b": 1})
    assert (found.level, found.next_level, texts(found)) == (2, 3, ["b at 1, needs 2"])
    assert reading(rules, {"a": 5, "b": 5}).next_level is None
    other = reading([{"staged": {"share": "0.6", "of": "total"}}], {"a": 4, "b": 1})
    assert texts(other) == ["total: 50\u00a0% of the weight below 2, 40\u00a0% allowed"]


def test_staged_counts_unanswered_weight() -> None:
    assert reading([{"staged": {"share": "0.8"}}], {"a": 5}).level == 0


def test_vetoes_cap_or_take_away() -> None:
    rules = [{"bands": [[0, 0], [1, 1], [2, 2], [3, 3]]}]
    veto = [{"item": "b", "at_least": 2, "cap": 1}]
    capped = reading(rules, {"a": 5, "b": 1}, vetoes=veto)
    assert (capped.level, capped.next_level) == (1, 2)
    assert texts(capped) == ["b at 1, needs 2; until then no level above 1"]
    assert reading(rules, {"a": 5, "b": 2}, vetoes=veto).level == 3
    assert reading(rules, {"a": 5, "b": "na"}, vetoes=veto).level == 3
    low = reading(rules, {"a": 0, "b": 1}, vetoes=veto)
    assert (low.level, len(low.unmet)) == (0, 1)
    equal = reading(rules, {"a": 2, "b": 0}, vetoes=veto)
    assert (equal.level, [u.code for u in equal.unmet]) == (1, ["veto", "score_below"])


def test_veto_without_a_level() -> None:
    rules = [{"bands": [[0, 0], [1, 1]]}]
    gone = reading(rules, {"a": 5, "b": 0}, vetoes=[{"item": "b", "gte": 1, "no_level": True}])
    assert (gone.level, gone.next_level) == (None, None)
    assert texts(gone) == ["b at 0, needs 1; until then no level"]
    kept = reading(
        [{"bands": [[4, 1]]}], {"a": 1, "b": 0}, vetoes=[{"item": "b", "gte": 1, "cap": 0}]
    )
    assert (kept.level, [u.code for u in kept.unmet]) == (None, ["veto", "score_below"])


@pytest.mark.parametrize(("stop", "expected"), [(True, "2.62"), (False, "2.82")])
def test_cumulative_sum_both_ways(stop: bool, expected: str) -> None:
    scores = [Decimal(text) for text in ("0.95", "0.86", "0.62", "0.20", "0")]
    levels = dict(enumerate(scores, start=1))
    found = cumulative_sum(levels, Decimal("0.8"), stop_at_first_unmet=stop)
    assert found == Decimal(expected)


def test_cumulative_reaches_the_top() -> None:
    clauses = {"id": "c", "answer": {"type": "clauses_per_level", "levels": 2}}
    rule = {"unit_threshold": "0.8", "mode": "sum_all", "bands": [[0.8, 1], [1.8, 2]]}
    found = reading([{"cumulative": rule}], {"c": "1|0.8"}, clauses)
    assert (found.level, found.next_level, found.unmet) == (2, None, ())


def test_comparisons_follow_the_declared_places() -> None:
    rules = [{"bands": [[0, 0], [3, 1]]}]
    third = tuple(leaf(name, weight=w) for name, w in (("a", "0.9"), ("b", "0.1")))
    answers = {"a": 3, "b": 2}
    assert reading(rules, answers, *third).level == 0
    assert reading(rules, answers, *third, numbers={"compare_on": 0}).level == 1
    cut = {"compare_on": 0, "rounding": "truncate"}
    assert reading(rules, answers, *third, numbers=cut).level == 0


@pytest.mark.parametrize(("have", "words"), [(2, "2 more dimensions"), (3, "1 more dimension")])
def test_missing_dimensions_are_counted_in_words(have: int, words: str) -> None:
    rule = CountRequirement.model_validate({"of": "total", "level_gte": 2, "gte": 4})
    assert count_below(questionnaire(), rule, have, ()).text.en == (
        f"{words} at level 2 or above ({have} of 4)"
    )


def test_missing_dimensions_of_a_kind_are_named_so() -> None:
    given = {"of": "total", "level_gte": 2, "gte": 4, "tag": "technical"}
    found = count_below(questionnaire(), CountRequirement.model_validate(given), 2, ()).text
    assert found.en == "2 more technical dimensions at level 2 or above (2 of 4)"
    assert found.zh_hans == "还差2个维度（technical）达到2级及以上（已有2，需4）"
