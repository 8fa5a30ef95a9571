from __future__ import annotations

import pytest

from scoring.domain.vectors import expand_inputs, failures, run_vectors
from tests.packs.samples import framework, leaf
from tests.scoring.domain.test_cells import questionnaire


def outcome(expect: dict, **more) -> tuple[str, ...]:
    case = {"name": "v", "source": "by hand", "inputs": {"a": 1, "b": 2}, "expect": expect, **more}
    pack = framework(
        leaf("a", level_rules=[{"bands": [[0, 0], [1, 1]]}]),
        leaf("b"),
        leaf("c"),
        completeness=0,
        gates=[{"id": "g", "all": [{"score": "total", "gte": 1}]}],
        level_rules=[{"bands": [[0, 0], [1, 1]]}],
        vectors=[case],
    )
    return run_vectors(pack)[0].differences


@pytest.mark.parametrize(
    "expect",
    [
        {"total": "1.5"},
        {"total": "2"},
        {"overall": 1.5, "a": 1, "c": None},
        {"level": 1, "level:a": 1, "level:b": "none", "gate:g": "open"},
    ],
)
def test_expectations_that_hold(expect: dict) -> None:
    assert outcome(expect) == ()


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ({"total": "1.4"}, "total: expected 1.4, got 1.5"),
        ({"total": "high"}, "total: expected high, got 1.5"),
        ({"total": None}, "total: expected None, got 1.5"),
        ({"c": 1}, "c: expected 1, got None"),
        ({"level": 2}, "level: expected 2, got 1"),
        ({"gate:g": "closed"}, "gate:g: expected closed, got open"),
        ({"z": 1}, "expect names an unknown node: z"),
        ({"gate:z": "open"}, "expect names something unknown: z"),
        ({"sum:declared": 1}, "expect names something unknown: declared"),
        ({"cell:D:sales": 1}, "expect names something unknown: D:sales"),
        ({"element:E1": 1}, "expect names something unknown: E1"),
        ({"a@1": 1}, "a@1: expected 1, got None"),
        ({"colour:a": 1}, "expect names an unknown node: colour:a"),
    ],
)
def test_expectations_that_fail(expect: dict, difference: str) -> None:
    assert outcome(expect) == (difference,)


def test_tolerance_is_absolute() -> None:
    assert outcome({"total": "1.4"}, tolerance="0.1") == ()
    assert outcome({"total": "1.4"}, tolerance="0.05") != ()


def test_wrong_input_is_a_failure() -> None:
    assert outcome({"total": 1}, inputs={"a": 9})[0].startswith("a: 9 is not a step")


def test_patterns_fill_in_and_names_win() -> None:
    pack = framework(leaf("a-1"), leaf("a-2"), leaf("b-1"))
    found = expand_inputs(pack, {"a-1": 5, "*": 1, "a-*": 2})
    assert found == {"a-1": 5, "a-2": 2, "b-1": 1}


def test_failures_name_the_vector() -> None:
    case = {"name": "v", "source": "s", "inputs": {"a": 1}, "expect": {"total": 2}}
    pack = framework(leaf("a"), vectors=[case])
    assert failures(pack) == [("vector v", "total: expected 2, got 1")]


def test_sums_need_a_reading() -> None:
    case = {"name": "v", "source": "s", "inputs": {"a": 1}, "expect": {"sum:declared": 2}}
    assert failures(framework(leaf("a"), vectors=[case])) == [
        ("vector v", "expect names something unknown: declared")
    ]


def test_element_scores_can_be_expected() -> None:
    case = {
        "name": "v",
        "source": "s",
        "inputs": {"*": 2},
        "expect": {"element:E1": 2, "cell:D:sales": 2},
    }
    assert failures(questionnaire(vectors=[case])) == []
