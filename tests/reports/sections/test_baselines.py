from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reports.paper import is_near, month, months_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_page_of_each_indicator(baseline, raw):
    say = baseline.say
    for number, figures in enumerate(raw["indicators"].values(), start=1):
        facts = baseline.facts(f"kpi-{number}")
        target = facts[say("Target", "目标")]
        assert facts[say("Plausible", "合理性")] == f"{figures['plausible']:.0f} %"
        assert facts[say("Complete", "完整性")] == f"{figures['complete']:.0f} %"
        if figures["target"] is None:
            assert target == say("not set", "未设定")
        else:
            assert is_near(target, figures["target"])
            assert months_in(target) == [month(figures["target_on"])]
        if figures["baseline"] is None:
            continue
        period = facts[say("Period", "期间")]
        assert months_in(period) == [month(figures["first"]), month(figures["until"])]
        assert facts[say("Readings", "测量值")].split(" ")[0] == str(figures["n"])
        assert is_near(facts[say("Center (mean)", "中心值（均值）")], figures["baseline"])
        mean, median = facts[say("Mean / median", "均值／中位数")].split(" / ")
        assert is_near(mean, figures["baseline"])
        assert is_near(median, figures["median"])
        lower, upper = facts[say("Natural limits", "自然控制限")].split(" – ")
        assert is_near(lower, figures["lower"])
        assert is_near(upper, figures["upper"])
        spread = next(cell for head, cell in facts.items() if "1.4826" in head)
        assert is_near(spread, figures["spread"])


def test_figures_of_others(baseline, raw):
    shown = [row[0] for table in baseline.named("figures of others") for row in table.rows]
    wanted = [figures["benchmark"] for figures in raw["indicators"].values()]
    assert [Decimal(cell) for cell in shown] == wanted
