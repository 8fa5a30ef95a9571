from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.sections.budget.content import BudgetPlan, Costs, Gains, Money, Release, YearLine
from reports.sections.budget.drawings import year_bars
from tests.reports.heads import HEADS
from tests.reports.paper import compare, is_near


def plan_of_two_years():
    starts = [date(year, month, 1) for year in (2026, 2027) for month in (1, 4, 7, 10)]
    zero = Decimal(0)
    years = [YearLine(year, (zero, zero, zero), Decimal(year), None, None) for year in (2026, 2027)]
    return BudgetPlan(
        starts=tuple(starts),
        years=tuple(years),
        one_off=zero,
        running=zero,
        outside=zero,
        total=zero,
        limit=None,
        group_total=None,
        money=Money("MYR", "CNY", None, None, ""),
        costs=Costs(zero, 0, zero, None, zero, zero),
        gains=Gains(None, 0, zero, 0, 0, None),
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
    found = plan_of_two_years().releases(today)
    assert found == ((Release(year, Decimal(year)),) if year else ())


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        (date(2026, 11, 29), [(2026, 491, True), (2027, 2027, False)]),
        (date(2026, 9, 30), [(2026, 2026, False)]),  # all of the year is asked for
        (date(2027, 10, 1), [(2027, 491, True)]),  # the last quarter has begun
    ],
)
def test_the_rest_of_the_running_year_is_asked_for_too(today, wanted):
    plan = replace(plan_of_two_years(), unbegun=Decimal(491))
    found = plan.releases(today)
    assert [(one.year, one.amount, one.is_rest) for one in found] == wanted


def test_a_year_without_a_limit_has_no_bar():
    plan = plan_of_two_years()
    first, second = plan.years
    limited = replace(plan, years=(replace(first, limit=Decimal(3000)), second))
    bars = [bar for _, bar in year_bars(limited)]
    assert "<svg" in bars[0]
    assert bars[1] == ""
    assert year_bars(None) == []


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["money", "budget"])
def test_money_by_year(form, raw, name):
    rows = form.rows(name, "year")
    wanted = {key: row for key, row in raw["budget"].items() if key != "outside"}
    wanted[form.say("Total", "合计")] = wanted.pop("total")
    if raw["budget"]["outside"]["plan"]:
        wanted[form.say("Before and after", "期前与期后")] = raw["budget"]["outside"]
    assert set(rows) == set(wanted)
    columns = [column for column in HEADS[name] if column not in ("", "year", "reaches")]
    compare(rows, wanted, *columns, unit=form.millions)


@pytest.mark.slow
@pytest.mark.django_db
def test_total_in_the_money_of_the_group(form, raw):
    """The fault seen: the total in the group's money stood under "Use"."""
    assert form.rows("money", "year")[form.say("Total", "合计")][""] == ""
    sentence = form.text.partition(form.say("In the currency of the group:", "折合集团币种："))[2]
    assert is_near(sentence.partition("</p>")[0], raw["budget"]["total"]["group"])
