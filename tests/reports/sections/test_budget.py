from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from planning.domain.plans import PlannedInitiative
from reports.sections.budget.collect import _this_year
from reports.sections.budget.content import (
    BudgetPlan,
    Costs,
    Gains,
    Money,
    Release,
    ThisYear,
    YearLine,
)
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
        costs=Costs(zero, 0, 0, zero, None, zero, zero),
        gains=Gains(None, 0, zero, 0, 0, None),
    )


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2025, 11, 1), 2026),
        (date(2026, 1, 5), None),
        (date(2026, 9, 30), None),
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
        (date(2026, 9, 30), [(2026, 491, True)]),  # what is over or begun is not asked for again
        (date(2027, 10, 1), [(2027, 491, True)]),  # the last quarter has begun
        (date(2025, 11, 1), [(2026, 2026, False)]),  # nothing of the plan runs yet
    ],
)
def test_of_the_running_year_only_what_begins_is_asked_for(today, wanted):
    """The fault seen: all of 2026 "for work that still begins", asked for on 30 November."""
    told = ThisYear(fresh=Decimal(491), late=Decimal(700), begun=Decimal(835))
    found = replace(plan_of_two_years(), this_year=told).releases(today)
    shown = [(one.year, one.amount, one.begins_from == today) for one in found]
    assert shown == wanted


def test_the_running_year_is_told_apart_by_its_work():
    """The fault seen: work that should have begun in spring, released as work that still begins."""
    first, today = date(2026, 1, 1), date(2026, 11, 30)
    starts = {1: ("planned", date(2026, 12, 1)), 2: ("planned", date(2026, 3, 1))}
    starts |= {3: ("active", date(2026, 1, 1)), 4: ("planned", today)}
    rows = [
        SimpleNamespace(pk=pk, status=status, phase="digitize")
        for pk, (status, _) in starts.items()
    ]
    items = {
        str(pk): PlannedInitiative(
            str(pk), "digitize", day, date(2026, 12, 31), Decimal(10**pk), currency="MYR"
        )
        for pk, (_, day) in starts.items()
    }
    plan = SimpleNamespace(
        rates=SimpleNamespace(rate=lambda *_: None),
        roadmap=SimpleNamespace(starts_on=first),
        initiatives=rows,
        unbegun=[rows[1]],
        currency="MYR",
        today=today,
        items=items,
    )
    assert _this_year(plan) == ThisYear(
        fresh=Decimal(10_010), late=Decimal(100), begun=Decimal(1000)
    )


def test_what_is_released_above_a_limit_is_named():
    plan = plan_of_two_years()
    years = tuple(replace(year, limit=Decimal(1900)) for year in plan.years)
    told = ThisYear(fresh=Decimal(100))
    found = replace(plan, years=years, this_year=told).releases(date(2026, 11, 29))
    assert [(one.year, one.above) for one in found] == [(2026, 100), (2027, 127)]


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


def test_phases_and_group_of_the_total_hold_what_lies_outside():
    """The fault seen: 16.18 + 22.05 + 31.88 beside 71.90, as 1.80 outside belonged to no phase."""
    plan = plan_of_two_years()
    years = tuple(
        replace(year, by_phase=(Decimal(1), Decimal(2), Decimal(3)), planned=Decimal(6))
        for year in plan.years
    )
    apart = (Decimal(5), Decimal(0), Decimal(1))
    plan = replace(plan, years=years, outside=Decimal(6), outside_by_phase=apart, total=Decimal(18))
    assert plan.phase_totals == [7, 4, 7]
    assert sum(plan.phase_totals) == plan.total


def test_years_held_in_part_are_named():
    first, second = plan_of_two_years().years
    limited = (replace(first, limit=Decimal(4), quarters=1), replace(second, quarters=3))
    plan = replace(plan_of_two_years(), years=limited)
    assert [year.year for year in plan.partial_years] == [2026]


@pytest.mark.slow
@pytest.mark.django_db
def test_total_in_the_money_of_the_group(form, raw):
    """The fault seen: the total in the group's money stood under "Use"."""
    assert form.rows("money", "year")[form.say("Total", "合计")][""] == ""
    sentence = form.text.partition(form.say("In the currency of the group:", "折合集团币种："))[2]
    assert is_near(sentence.partition("</p>")[0], raw["budget"]["total"]["group"])


def test_dust_of_rounding_gives_the_money_of_the_group_no_decimals():
    """The fault seen: 1,113.938 beside 648, as a hundredth of a cent stood "before and after"."""
    plan = plan_of_two_years()
    years = [replace(year, group=Decimal("11139380.25")) for year in plan.years]
    plan = replace(plan, years=tuple(years), group_total=Decimal("22278760.51"))
    assert plan.group_outside == 0
    assert (plan.group_scale("zh-hans").power, plan.group_scale("zh-hans").places) == (4, 0)
    plan = replace(plan, outside=Decimal(610_000), group_total=Decimal("23328000.50"))
    assert plan.group_outside == Decimal("1049240.00")


@pytest.mark.parametrize(
    ("amount", "gated", "now", "later"),
    [
        ("215207", "215207", "0", "215207"),
        ("6481234.56", "5741000", "740234.56", "5740000"),  # below a million printed in full
        ("6485100", "5740200", "744900", "5750000"),  # 6.49 M = 744,900 + 5.75 M
        ("14980000000", "4980000000", "10000000000", "4980000000"),
        ("500000.40", "100000", "400000.40", "100000"),
        ("6485100", "744900", "5750000", "744900"),
        ("1200000", "600000", "600000", "600000"),
        ("500000.40", "0", "500000.40", "0"),
    ],
)
def test_what_waits_for_a_gate_and_what_does_not_make_up_the_printed_sum(amount, gated, now, later):
    one = Release(2027, Decimal(amount), gated=Decimal(gated))
    assert (one.now, one.later) == (Decimal(now), Decimal(later))


def test_a_release_tells_apart_what_belongs_to_closed_phases():
    plan = plan_of_two_years()
    years = tuple(
        replace(year, by_phase=(Decimal(7), Decimal(3), Decimal(5))) for year in plan.years
    )
    told = ThisYear(fresh=Decimal(100), gated=Decimal(40))
    found = replace(plan, years=years, this_year=told, closed=(1, 2)).releases(date(2026, 11, 29))
    assert [one.gated for one in found] == [40, 8]
