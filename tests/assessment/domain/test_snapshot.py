from __future__ import annotations

import json
from decimal import Decimal

import pytest

from assessment.domain.aggregation import Run, score_nodes
from assessment.domain.coverage import is_below, not_applicable_share, open_items
from assessment.domain.numbers import displayed, exact, reported
from assessment.domain.scoring import score
from assessment.domain.snapshot import as_data
from assessment.domain.summary import share
from assessment.domain.types import Answer
from packs.schema.framework import Framework, Numbers
from tests.assessment.domain.test_cells import questionnaire
from tests.packs.samples import TEXT, framework, leaf


def test_scorecard_becomes_plain_data() -> None:
    pack = questionnaire(
        gates=[{"id": "g", "all": [{"score": "total", "gte": 3}]}],
        dimension_level_rules=[{"staged": {"share": "0.8"}}],
        level_rules=[{"level": 1, "all": [{"score": "total", "gte": 3}]}],
        base_level=0,
    )
    data = as_data(pack, score(pack, {"D-01": 2, "D-02": 2, "D-03": 3}))
    assert json.loads(json.dumps(data)) == data
    assert (data["score"], data["exact"], data["display"], data["level"]) == (2.2, "2.2", "2.2", 0)
    assert data["unmet"][0]["text"]["en"] == "overall score at 2.2, needs 3"
    assert data["nodes"]["D"]["level"] == 2
    assert data["nodes"]["D-03"]["title"] == TEXT
    assert data["gates"]["g"]["open"] is False
    assert [cell["process"] for cell in data["cells"]] == ["sales", "finance"]


def test_empty_scorecard_becomes_plain_data() -> None:
    pack = framework(leaf("a"))
    data = as_data(pack, score(pack, {}))
    assert (data["score"], data["display"], data["level"], data["unmet"]) == (None, None, None, [])
    assert data["open_items"] == ["a"]
    assert data["nodes"]["a"]["title"] is None


def test_display_rounds_half_up_or_cuts() -> None:
    assert displayed(Decimal("2.25"), Numbers()) == "2.3"
    assert displayed(Decimal("2.29"), Numbers(rounding="truncate")) == "2.2"
    with exact():
        whole = Decimal(1) / 3 * 9
    assert displayed(whole, Numbers(rounding="truncate")) == "3.0"


def test_reported_is_short() -> None:
    assert str(reported(Decimal("62.3500000"))) == "62.35"
    assert str(reported(Decimal("100.00"))) == "100"


def test_share_that_does_not_apply_ignores_hidden_questions() -> None:
    shown = {"fact": "ot_network", "equals": "yes"}
    pack = framework(
        leaf("a", weight="0.1"), leaf("b", weight="0.4"), leaf("c", weight="0.5", visible_if=shown)
    )
    answers = {"a": Answer(not_applicable=True), "b": Answer(value=1)}
    run = Run(pack, answers, hidden=frozenset({"c"}))
    scores = score_nodes(run)
    assert not_applicable_share(run, scores, "total") == Decimal("0.2")
    assert open_items(pack, scores) == ()


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        ("0.9", False),
        ("0.8999999", True),
        ("0." + "9" * 60, False),
        ("0.8" + "9" * 58, False),  # the dust of a division
    ],
)
def test_share_is_held_exactly_against_the_minimum(answered, expected):
    framework = Framework.model_validate(
        {
            "id": "f",
            "version": "1",
            "kind": "framework",
            "completeness": "0.9",
            "tree": [{"id": "a", "answer": {"type": "band", "bands": [{"v": 0}, {"v": 1}]}}],
        }
    )
    assert is_below(framework, Decimal(answered)) is expected
    assert is_below(framework, Decimal(share(Decimal(answered)))) is expected
