from __future__ import annotations

import pytest

from tests.reports.paper import is_near, month, months_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_standing_of_each_indicator(baseline, raw):
    rows = [row for table in baseline.named("standing") for row in table.rows]
    small = [row for table in baseline.named("standing") for row in table.small]
    say = baseline.say
    for row, under, figures in zip(rows, small, raw["indicators"].values(), strict=True):
        base, last, target, _standing, complete, plausible = row
        assert is_near(base, figures["baseline"])
        assert is_near(last, figures["last"])
        assert months_in(under[1]) == [month(figures["last_period"])]
        assert is_near(target, figures["target"])
        if figures["target"] is not None:
            assert months_in(under[2]) == [month(figures["target_on"])]
        assert complete == f"{figures['complete']:.0f}{say(' ', '')}%"
        assert plausible == f"{figures['plausible']:.0f}{say(' ', '')}%"


def test_figures_of_others(baseline, raw):
    shown = [row[0] for table in baseline.named("figures of others") for row in table.rows]
    wanted = [f"{figures['benchmark']:f}" for figures in raw["indicators"].values()]
    assert [float(cell) for cell in shown] == [float(figure) for figure in wanted]


@pytest.mark.parametrize("form", ["en", "zh-hans", "bilingual"])
def test_each_chart_says_its_finding(drawn, form):
    text = drawn("indicator_baseline", form).text
    captions = text.split("<figcaption>")[1:]
    assert len(captions) == 4
    if form == "bilingual":
        assert all('class="companion"' in caption.split("</figcaption>")[0] for caption in captions)
        assert "mean 均值" in text
