from __future__ import annotations

import json
from decimal import Decimal

from packs.schema.framework import Numbers
from scoring.domain.engine import score
from scoring.domain.numbers import displayed, exact, reported
from scoring.domain.snapshot import as_data
from tests.packs.samples import TEXT, framework, leaf
from tests.scoring.domain.test_cells import questionnaire


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
