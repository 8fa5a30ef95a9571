from __future__ import annotations

from decimal import Decimal

import pytest

from scoring.domain.engine import score
from scoring.domain.wording import k_of_n_below
from tests.packs.samples import framework, leaf

SHOWN = {"fact": "ot_network", "equals": "yes"}
NODES = (
    leaf("a", tags=["must"]),
    leaf("b", visible_if=SHOWN),
    {"id": "g", "children": [leaf("c", tags=["must"]), leaf("d")]},
)


def lacks(requirement: dict, answers: dict, facts: dict | None = None, **measures) -> list[str]:
    pack = framework(*NODES, gates=[{"id": "x", "all": [requirement]}])
    card = score(pack, answers, facts=facts or {"ot_network": "yes"}, **measures)
    return [unmet.text.en for unmet in card.gates["x"].unmet]


HIGH = dict.fromkeys("abcd", 4)


@pytest.mark.parametrize(
    ("requirement", "answers", "expected"),
    [
        ({"score": "overall", "gte": 4}, HIGH, []),
        ({"score": "overall", "gte": 5}, HIGH, ["overall score at 4, needs 5"]),
        ({"node": "g", "gte": 5}, HIGH, ["g: score at 4, needs 5"]),
        ({"node": "a", "gte": 5}, {}, ["a not assessed, needs 5"]),
        ({"node": "g", "level_gte": 4}, HIGH, []),
        ({"node": "g", "level_gte": 5}, HIGH, ["g: level 4, needs 5"]),
        ({"node": "g", "level_gte": 1}, {}, ["g: no level, needs 1"]),
        ({"count": "total", "level_gte": 4, "gte": 4}, HIGH, []),
        (
            {"count": "total", "tag": "must", "level_gte": 5, "gte": 2},
            HIGH,
            ["2 more must total at level 5 or above (0 of 2)"],
        ),
        ({"count": "g", "level_gte": 1, "gte": 1}, {}, ["1 more g at level 1 or above (0 of 1)"]),
        ({"every_child": "g", "gte": 4}, HIGH, []),
        ({"every_child": "g", "gte": 5}, {"c": 5, "d": 4}, ["d: score at 4, needs 5"]),
        ({"every_child": "g", "level_gte": 4}, HIGH, []),
        ({"every_child": "g", "level_gte": 5}, {"c": 5}, ["d: no level, needs 5"]),
        ({"every": ["a", "c"], "at_least": 4}, HIGH, []),
        ({"every": ["a", "c"], "at_least": 5}, {"a": 5, "c": 4}, ["c at 4, needs 5"]),
        ({"k_of_n": ["a", "c", "d"], "at_least": 4, "k": 2}, {"a": 4, "c": 4, "d": 0}, []),
        (
            {"k_of_n": ["a", "c", "d"], "at_least": 4, "k": 2},
            {"a": 4, "c": 0, "d": 0},
            ["1 more of these at 4 or above: c; d"],
        ),
        ({"all": [{"node": "a", "gte": 5}, {"node": "c", "gte": 4}]}, HIGH, ["a at 4, needs 5"]),
        ({"any": [{"node": "a", "gte": 5}, {"node": "c", "gte": 4}]}, HIGH, []),
    ],
)
def test_requirement_names_what_is_missing(
    requirement: dict, answers: dict, expected: list[str]
) -> None:
    assert lacks(requirement, answers) == expected


@pytest.mark.parametrize(
    "requirement",
    [
        {"node": "b", "gte": 3},
        {"every": ["b"], "at_least": 3},
        {"k_of_n": ["b", "a"], "at_least": 3, "k": 2},
        {"every_child": "total", "gte": 3},
    ],
)
def test_hidden_counts_as_met(requirement: dict) -> None:
    assert lacks(requirement, HIGH | {"b": 0}, {"ot_network": "no"}) == []
    assert lacks(requirement, HIGH | {"b": 0}) != []


def test_k_of_n_keeps_the_allowed_misses_when_one_is_hidden() -> None:
    requirement = {"k_of_n": ["a", "b", "c"], "at_least": 4, "k": 2}
    assert lacks(requirement, {"a": 4, "c": 0}, {"ot_network": "no"}) == []
    found = lacks(requirement, {"a": 0, "c": 0}, {"ot_network": "no"})
    assert found == ["1 more of these at 4 or above: a; c"]


def test_evidence_share() -> None:
    rule = {"evidence_share": "0.60"}
    assert lacks(rule, HIGH, evidence="0.60") == []
    assert lacks(rule, HIGH, evidence="0.4") == [
        "evidence for 40\u00a0% of the weight, needs 60\u00a0%"
    ]
    assert lacks(rule, HIGH) == ["share of evidence not known, needs 60\u00a0%"]


def test_kpi_floor_and_ceiling() -> None:
    floor = {"kpi": "DQ-07", "gte": 90}
    assert lacks(floor, HIGH, kpis={"DQ-07": "90"}) == []
    assert lacks(floor, HIGH, kpis={"DQ-07": "88"}) == ["DQ-07 at 88, needs 90 or more"]
    assert lacks(floor, HIGH) == ["DQ-07 not measured, needs 90 or more"]
    assert lacks(floor | {"missing": "met"}, HIGH) == []
    ceiling = {"kpi": "SC-12", "lte": 5}
    assert lacks(ceiling, HIGH, kpis={"SC-12": "5"}) == []
    assert lacks(ceiling, HIGH, kpis={"SC-12": "6"}) == ["SC-12 at 6, needs 5 or less"]


def test_gate_waits_for_the_gate_it_requires() -> None:
    gates = [
        {"id": "second", "requires": "first", "all": [{"node": "a", "gte": 1}]},
        {"id": "first", "all": [{"node": "a", "gte": 5}]},
    ]
    rules = [{"level": 1, "all": [{"gate": "second"}]}]
    pack = framework(*NODES, gates=gates, level_rules=rules)
    card = score(pack, HIGH)
    assert [u.text.en for u in card.gates["second"].unmet] == ["gate “first” is closed"]
    assert [u.text.en for u in card.reading.unmet] == [
        "gate “second” is closed (gate “first” is closed)"
    ]
    assert score(pack, HIGH | {"a": 5}).staged_level == 1


def test_gate_lists_what_is_not_needed() -> None:
    gates = [{"id": "x", "all": [{"every": ["a", "b"], "at_least": 4}]}]
    card = score(framework(*NODES, gates=gates), HIGH, facts={"ot_network": "no"})
    assert (card.gates["x"].is_open, card.gates["x"].not_needed) == (True, ("b",))


def test_long_lists_are_cut() -> None:
    many = tuple(f"q{number}" for number in range(9))
    text = k_of_n_below(framework(*map(leaf, many)), Decimal(2), 0, 9, many).text
    assert text.en.endswith("; q7 …")
    assert text.zh_hans.endswith("、q7等")
