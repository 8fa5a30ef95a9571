from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.text import LocalizedText
from reports.domain.blueprint import RiskLine
from reports.domain.compliance import Compliance, JurisdictionLine
from reports.domain.plan import Money, PlanChapter, Quarter, YearLine

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


def plan_of_two_years():
    starts = [date(year, month, 1) for year in (2026, 2027) for month in (1, 4, 7, 10)]
    ends = [*starts[1:], date(2028, 1, 1)]
    zero = Decimal(0)
    years = [YearLine(year, (zero, zero, zero), Decimal(year), None, None) for year in (2026, 2027)]
    return PlanChapter(
        starts_on=starts[0],
        ends_on=ends[-1],
        initiatives=(),
        links=(),
        quarters=tuple(Quarter(*span, zero) for span in zip(starts, ends, strict=True)),
        years=tuple(years),
        one_off=zero,
        running=zero,
        outside=zero,
        total=zero,
        limit=None,
        group_total=None,
        progress=None,
        planned_progress=None,
        violations=(),
        money=Money("MYR", "CNY", None, None, ""),
    )


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2025, 11, 1), 2026),
        (date(2026, 1, 5), 2026),
        (date(2026, 9, 30), 2026),
        (date(2026, 11, 23), 2027),
        (date(2027, 10, 1), None),
    ],
)
def test_money_is_asked_for_the_year_of_the_next_quarter(today, year):
    found = plan_of_two_years().next_budget(today)
    assert (found.year if found else None) == year
