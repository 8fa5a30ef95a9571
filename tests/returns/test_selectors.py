"""The case of a plan from its rows: recomputed by hand, by subset, in group money, and as a file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy_financial
import pytest

from goals.services.goals import create_goal
from organizations.models import ExchangeRate
from planning.domain.flows import by_year, npv
from returns.domain.lacks import Missing
from returns.exporters import flows_csv
from returns.models import CaseSettings, Effect
from returns.selectors.cases import business_case, points, swing_currency
from returns.services.cases import set_case, set_settings
from returns.services.effects import add_effect
from roadmap.models import Initiative
from roadmap.selectors.plan import plan
from tests.factories.roadmap import make_bar
from tests.returns.support import EFFECT, SETTINGS, appraised
from tests.roadmap.support import TODAY, goal_values

ABROAD = {"home_inflation": Decimal(2), "local_inflation": Decimal("3.5")}


def case_of(plant):
    return business_case(plan(plant, today=TODAY))


@pytest.fixture
def rate(at):
    return ExchangeRate.objects.create(
        organization=at.plant.organization,
        currency=at.plant.currency,
        rate=Decimal("1.72"),
        dated_on=date(2026, 10, 1),
        source="Treasury",
    )


def test_figures_are_those_of_raw_rows(roadmap, owner, at):
    appraised(roadmap, owner)
    found = case_of(at.plant)
    flows = [-90_000, *[40_000] * 5]  # 50,000 by the haircut of a pilot
    years = [float(year) for year in found.value.figures.years]
    assert years == pytest.approx(flows, abs=0.02)  # each quarter is rounded to the cent
    assert float(found.value.figures.npv) == pytest.approx(numpy_financial.npv(0.09, years))
    assert float(found.value.low) == pytest.approx(
        numpy_financial.npv(0.09, [-90_000, *[24_000] * 5]), abs=0.1
    )
    assert found.total.gain == 40_000
    assert found.total.npv == found.value.figures.npv
    assert sum(point.present for point in points(found)) == pytest.approx(
        found.value.figures.npv, abs=Decimal("1e-9")
    )


def test_nothing_is_appraised_before_rate_and_benefit_are_said(roadmap, owner, at):
    row = make_bar(roadmap)
    found = case_of(at.plant)
    assert (found.value, found.swings, found.ranges, found.total.npv) == (None, (), None, None)
    assert [lack.what for lack in found.lacks][:2] == [Missing.SETTINGS, Missing.BENEFIT]
    assert len(found.frame.periods) == 16  # the bar begins a year before the plan
    assert points(found)[0].present is None
    add_effect(initiative=row, values=EFFECT, by=owner)
    assert case_of(at.plant).value is None
    set_settings(plant=at.plant, version=None, values=SETTINGS, by=owner)
    assert case_of(at.plant).value is not None
    Effect.objects.update(kind="soft")
    found = case_of(at.plant)
    assert found.value is None
    assert found.total.soft == 50_000
    assert found.total.gain == 0


def test_evidence_decides_how_much_counts(roadmap, owner, at):
    appraised(roadmap, owner)
    for evidence, counted in (("proved", 50_000), ("peer", 25_000), ("idea", 10_000)):
        Effect.objects.update(evidence=evidence)
        assert case_of(at.plant).total.gain == counted


def test_group_money_by_three_ways(roadmap, owner, at, rate):
    appraised(roadmap, owner, **ABROAD)
    found = case_of(at.plant)
    home = found.value.home
    assert float(home.converted) == pytest.approx(float(home.abroad))
    assert float(home.converted) == pytest.approx(float(home.real))
    assert float(home.converted) == pytest.approx(1.72 * float(found.value.figures.npv))
    assert swing_currency(found) == at.plant.organization.reporting_currency
    assert Missing.INFLATION not in [lack.what for lack in found.lacks]
    CaseSettings.objects.update(home_inflation=None)
    bare = case_of(at.plant)
    assert bare.value.home is None
    assert swing_currency(bare) == at.plant.currency
    assert Missing.INFLATION in [lack.what for lack in bare.lacks]


def test_initiatives_add_up_to_the_plan_and_goals_stand_whole(roadmap, owner, at):
    first, second = appraised(roadmap, owner, bars=2)
    goal = create_goal(plant=at.plant, values=goal_values(), by=owner)
    first.goals.add(goal)
    second.goals.add(goal)
    Effect.objects.filter(initiative=first).update(goal=goal)
    found = case_of(at.plant)
    lines = [line for _row, line in found.lines()]
    assert sum(line.npv for line in lines) == pytest.approx(found.value.figures.npv)
    ((served, named, line),) = found.goal_lines()
    assert (served, named, line.count) == (goal, 40_000, 2)
    assert line.npv == pytest.approx(found.value.figures.npv)
    one = found.of({first.pk})
    years = by_year(one.money.flows(lambda quarter: quarter.net))
    assert one.total.npv == npv(years, Decimal("0.09"))
    assert one.total.count == 1


def test_commitment_reaches_the_forecast(roadmap, owner, at):
    (row,) = appraised(roadmap, owner)
    assert case_of(at.plant).total.forecast == 90_000
    set_case(initiative=row, version=None, values={"committed_amount": Decimal(97_000)}, by=owner)
    found = case_of(at.plant)
    assert (found.total.committed, found.total.forecast) == (97_000, 97_000)


def test_ends_that_the_plan_left_are_named_and_do_not_count(roadmap, owner, at):
    (row,) = appraised(roadmap, owner)
    ends = {"one_off_low": Decimal(80_000), "one_off_high": Decimal(99_000)}
    set_case(initiative=row, version=None, values=ends, by=owner)
    assert len(case_of(at.plant).ranges.cost) == 2
    Initiative.objects.update(one_off_amount=120_000)
    found = case_of(at.plant)
    assert found.ranges is None
    assert Missing.RANGE in [lack.what for lack in found.lacks]


def test_money_without_a_rate_is_in_no_sum(roadmap, owner, at, rate):
    appraised(roadmap, owner)
    lost = make_bar(roadmap, "Lost", date(2027, 1, 1), date(2027, 6, 30), currency="CHF")
    add_effect(initiative=lost, values=EFFECT, by=owner)
    found = case_of(at.plant)
    assert found.total.count == 1
    assert Missing.UNCONVERTED in [lack.what for lack in found.lacks]
    ExchangeRate.objects.create(
        organization=at.plant.organization,
        currency="CHF",
        rate=Decimal("3.44"),
        dated_on=date(2026, 10, 1),
    )
    set_case(initiative=lost, version=None, values={"committed_amount": Decimal(7)}, by=owner)
    Initiative.objects.filter(pk=lost.pk).update(spent_amount=3)
    found = case_of(at.plant)
    assert (found.total.count, found.total.estimated) == (2, 270_000)
    assert (found.total.committed, found.total.spent) == (14, 6)
    assert found.total.gain == 40_000 + 80_000


def test_the_command_takes_the_file_and_says_the_same(roadmap, owner, at, rate, run):
    rows = appraised(roadmap, owner, bars=2, **ABROAD)
    ends = {"one_off_low": Decimal(70_000), "one_off_high": Decimal(130_000)}
    set_case(initiative=rows[0], version=None, values=ends, by=owner)
    Effect.objects.update(ramp_months=7)
    found = case_of(at.plant)
    value, text = found.value, flows_csv(found.money)
    told = run("business-case", "flows.csv", text, "--rate", "0.09", "--seed", "4")
    for name in ("npv", "irr", "mirr", "payback", "discounted_payback", "profitability_index"):
        assert told[name] == pytest.approx(float(getattr(value.figures, name))), name
    assert told["cases"]["low"] == pytest.approx(float(value.low))
    assert told["cases"]["high"] == pytest.approx(float(value.high))
    money = ("--inflation", "0.02", "--local-inflation", "0.035", "--spot", "1.72")
    abroad = run("business-case", "flows.csv", text, "--rate", str(value.group_rate), *money)
    assert abroad["home"]["converted"] == pytest.approx(float(value.home.converted))
    assert abroad["home"]["local_rate"] == pytest.approx(0.09)


@pytest.mark.parametrize("bars", [1, 5])
def test_statements_do_not_grow_with_the_rows(roadmap, owner, at, bars, django_assert_num_queries):
    appraised(roadmap, owner, bars=bars)
    drawn = plan(at.plant, today=TODAY)
    with django_assert_num_queries(5):
        found = business_case(drawn)
        assert found.value
        assert found.swings
        assert found.lines()
        found.goal_lines()
