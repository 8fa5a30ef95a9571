from __future__ import annotations

import pytest

from core.text import LocalizedText
from reports.sections.risks.content import RiskLine

WORDS = LocalizedText("a", "甲")


@pytest.mark.parametrize(
    ("probability", "impact", "level"),
    [
        (5, 3, "high"),
        (3, 5, "high"),
        (2, 5, "medium"),
        (1, 5, "medium"),
        (4, 4, "high"),
        (2, 4, "medium"),
        (7 // 7, 4, "low"),
        (2, 3, "low"),
    ],
)
def test_risk_level_follows_score_and_impact(probability, impact, level):
    risk = RiskLine(WORDS, WORDS, probability, impact, "")
    assert risk.score == probability * impact
    assert risk.level == level


@pytest.mark.slow
@pytest.mark.django_db
def test_risks(paper, raw):
    rows = paper.rows("risks", "risk")
    broken = {title: 12 for title in rows if title not in raw["risks"]}  # rules of the plan: 4 × 3
    assert {title: int(row["score"]) for title, row in rows.items()} == {
        title: ({**raw["risks"], **broken})[title] for title in rows
    }
