from __future__ import annotations

import pytest

from core.text import LocalizedText
from reports.domain.blueprint import Compliance, JurisdictionLine, RiskLine

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


def test_duties_to_confirm_do_not_count():
    one = JurisdictionLine(
        "MY", WORDS, met=3, in_progress=1, not_started=2, overdue=1, to_confirm=9
    )
    two = JurisdictionLine(
        "CN", WORDS, met=1, in_progress=0, not_started=0, overdue=0, to_confirm=1
    )
    state = Compliance((one, two), (), 0)
    assert one.applicable == 7
    assert (state.applicable, state.met, state.overdue, state.to_confirm) == (8, 4, 1, 10)
