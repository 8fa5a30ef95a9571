from __future__ import annotations

import pytest

from core.text import LocalizedText
from reports.sections.risks.collect import _remedy as remedy
from reports.sections.risks.content import RiskLine

WORDS = LocalizedText.of("a", "甲")


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


@pytest.mark.parametrize(
    ("owner", "days", "english", "chinese"),
    [
        (
            "Ravi",
            14,
            "Ravi meets it now and files the proof; 14 days overdue",
            "由Ravi立即整改并留存证据；已逾期14天",
        ),
        (
            "",
            1,
            "Name who meets it, and by when; 1 day overdue",
            "先明确责任人与整改期限；已逾期1天",
        ),
    ],
)
def test_a_late_duty_is_answered_by_what_is_to_be_done(owner, days, english, chinese):
    """The fault seen: "14 days overdue, owner X" under the head "Answer"."""
    assert remedy(owner, days) == LocalizedText.of(english, chinese)


@pytest.mark.slow
@pytest.mark.django_db
def test_late_duties_are_answered_on_paper(paper):
    answers = [
        row["-"]
        for key, row in paper.rows("risks", "risk").items()
        if paper.say("Duty", "义务") in key
    ]
    assert answers
    assert all(paper.say("meets it now", "立即整改") in answer for answer in answers)


@pytest.mark.slow
@pytest.mark.django_db
def test_risks(paper, raw):
    rows = paper.rows("risks", "risk")
    broken = {title: 12 for title in rows if title not in raw["risks"]}  # rules of the plan: 4 × 3
    assert {title: int(row["score"]) for title, row in rows.items()} == {
        title: ({**raw["risks"], **broken})[title] for title in rows
    }
