from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from pydantic import ValidationError

from packs.schema.conditions import Condition, evaluate

YES = {"fact": "ot_network", "equals": "yes"}
MANY = {"fact": "headcount", "at_least": 50}


def condition(data: dict) -> Condition:
    return Condition.model_validate(data)


@pytest.mark.parametrize(
    ("data", "facts", "expected"),
    [
        (YES, {"ot_network": "yes"}, True),
        (YES, {"ot_network": True}, True),
        (YES, {"ot_network": "no"}, False),
        (YES, {"ot_network": "unknown"}, None),
        (YES, {"ot_network": ""}, None),
        (YES, {}, None),
        (MANY, {"headcount": 50}, True),
        (MANY, {"headcount": "49"}, False),
        (MANY, {"headcount": "many"}, None),
        ({"fact": "lines", "at_most": 5}, {"lines": 6}, False),
        ({"fact": "lines", "equals": 5}, {"lines": "5.0"}, True),
        ({"fact": "country", "equals": "nan"}, {"country": "nan"}, True),
        ({"fact": "country", "in": ["MY", "VN"]}, {"country": "VN"}, True),
        ({"fact": "country", "in": ["MY", "VN"]}, {"country": "MX"}, False),
        ({"fact": "languages", "contains": "vi"}, {"languages": ["en", "vi"]}, True),
        ({"fact": "languages", "contains": "vi"}, {"languages": "en"}, False),
        ({"fact": "start_of_production", "at_least": "2024-01-01"}, {}, None),
        (
            {"fact": "start_of_production", "at_least": dt.date(2024, 1, 1)},
            {"start_of_production": "2024-06-01"},
            True,
        ),
        (
            {"fact": "start_of_production", "at_most": dt.date(2024, 1, 1)},
            {"start_of_production": dt.date(2025, 6, 1)},
            False,
        ),
        (
            {"fact": "start_of_production", "at_most": dt.date(2024, 1, 1)},
            {"start_of_production": "soon"},
            None,
        ),
        ({"all": [YES, MANY]}, {"ot_network": "yes", "headcount": 60}, True),
        ({"all": [YES, MANY]}, {"ot_network": "no"}, False),
        ({"all": [YES, MANY]}, {"ot_network": "yes"}, None),
        ({"any": [YES, MANY]}, {"ot_network": "yes"}, True),
        ({"any": [YES, MANY]}, {"ot_network": "no"}, None),
        ({"any": [YES, MANY]}, {"ot_network": "no", "headcount": 1}, False),
        ({"not": YES}, {"ot_network": "no"}, True),
        ({"not": YES}, {}, None),
    ],
)
def test_evaluate_has_three_values(data: dict, facts: dict, expected: bool | None) -> None:
    assert evaluate(condition(data), facts) is expected


def test_evaluate_no_condition_is_always() -> None:
    assert evaluate(None, {}) is True


def test_evaluate_looks_at_answers() -> None:
    rule = condition({"item": "q1", "at_least": 2})
    assert evaluate(rule, {}, {"q1": Decimal(3)}) is True
    assert evaluate(rule, {}) is None


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "exactly one of fact"),
        ({"fact": "lines"}, "needs exactly one of"),
        ({"fact": "lines", "at_least": 1, "at_most": 2}, "needs exactly one of"),
        ({"fact": "lines", "item": "q1", "at_least": 1}, "exactly one of fact"),
        ({"all": []}, "at least one condition"),
        ({"all": [YES], "equals": "yes"}, "needs exactly one of"),
        ({"fact": "lines", "more_than": 1}, "Extra inputs"),
    ],
)
def test_condition_refuses_other_shapes(data: dict, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        condition(data)


def test_leaves_are_found_inside() -> None:
    rule = condition({"any": [{"not": YES}, {"all": [MANY]}]})
    assert [leaf.fact for leaf in rule.leaves()] == ["ot_network", "headcount"]
