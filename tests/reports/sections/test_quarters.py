from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

import pytest

from organizations.models import ExchangeRate
from reports.rendering.layout import draw
from reports.sections.quarters.collect import collect
from reports.selectors.record import PlantRecord
from roadmap.models import Initiative
from tests.factories.roadmap import picture_plan
from tests.markup import text_of
from tests.reports.conftest import PRINT
from tests.reports.tables import tables_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(scoped):
    picture_plan(scoped.plant, scoped.people["project_owner"])
    Initiative.objects.filter(title__en="Energy optimization").update(yearly_amount=120_000)
    Initiative.objects.filter(title__en__startswith="IT/OT").update(yearly_amount=365_000)
    return PlantRecord(scoped.plant)


def per_day(row, days):
    """The cost of an initiative within some days, day by day: one-off evenly, use from the day after."""
    length = (row.ends_on - row.starts_on).days + 1
    inside = [day for day in days if row.starts_on <= day <= row.ends_on]
    return row.one_off_amount * len(inside) / length


def test_phases_add_up_to_the_quarter_and_quarters_to_the_plan(record):
    chapter, plan = collect(record), record.plan
    assert len(chapter.quarters) == 12
    for line, amount, period in zip(
        chapter.quarters, plan.budget.quarters, plan.periods, strict=True
    ):
        assert line.start == period.start
        assert sum(line.by_phase) == line.planned == amount
    sums = [line.planned for line in chapter.quarters]
    assert [line.so_far for line in chapter.quarters] == list(accumulate(sums))
    assert chapter.quarters[-1].so_far == plan.totals.inside


def test_a_quarter_is_what_its_days_cost(record):
    chapter = collect(record)
    first = chapter.quarters[0]
    days = [date(2026, 1, 1) + timedelta(n) for n in range(90)]
    wanted = sum(per_day(row, days) for row in Initiative.objects.filter(phase="digitize"))
    assert abs(first.by_phase[0] - wanted) < 1
    assert first.by_phase[1:] == (0, 0)
    last = chapter.quarters[-1]  # the running cost of what is in use
    assert abs(last.by_phase[0] - Decimal(365_000) * 92 / 365) < Decimal(2000)


def test_initiatives_stand_with_both_costs(record):
    works = {work.title.en: work for work in collect(record).works}
    for row in Initiative.objects.all():
        work = works[row.title["en"]]
        assert (work.one_off, work.yearly) == (row.one_off_amount, row.yearly_amount)


def test_what_was_given_up_costs_what_was_spent(record):
    Initiative.objects.filter(title__en="Energy optimization").update(
        status="stopped", spent_amount=5000
    )
    works = {work.title.en: work for work in collect(PlantRecord(record.plant)).works}
    work = works["Energy optimization"]
    assert (work.one_off, work.yearly) == (5000, 0)


def test_the_group_reads_its_own_money(record):
    assert collect(record).group_scale("en") is None
    ExchangeRate.objects.create(
        organization=record.plant.organization,
        currency="MYR",
        rate=Decimal("1.5"),
        dated_on=record.today.replace(month=1, day=2),
        source="bank",
    )
    chapter = collect(PlantRecord(record.plant))
    assert [line.group for line in chapter.quarters] == [
        (line.planned * Decimal("1.5")).quantize(Decimal("0.01")) for line in chapter.quarters
    ]
    assert chapter.group_scale("en").currency == "CNY"


def test_a_plant_without_a_plan_has_no_quarter(scoped):
    chapter = collect(PlantRecord(scoped.plant))
    assert chapter.quarters == ()
    assert [chapter.scale("en"), chapter.group_scale("en"), chapter.cost_scale("en")] == [None] * 3


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh-hans", "bilingual"])
def test_the_budget_plan_prints_years_quarters_and_initiatives(contents, language):
    content = contents["rich", "budget_plan"]
    markup = draw(content, kind="budget_plan", language=language, fingerprint=PRINT)
    tables = [one for one in tables_of(markup) if one.section == "quarters"]
    quarters, works = tables[:2]
    assert len(quarters.rows) == 12
    assert len(works.rows) == len(content["sections"]["quarters"]["works"])
    chapter = content["sections"]["quarters"]
    per = 10_000 if language == "zh-hans" else 1_000_000
    for row, line in zip(quarters.rows, chapter["quarters"], strict=True):
        assert abs(Decimal(row[4].replace(",", "")) * per - Decimal(line["planned"])) < per
    assert "CNY" in text_of(markup)


@pytest.mark.slow
def test_an_empty_plant_says_what_is_missing(contents):
    content = contents["empty", "budget_plan"]
    text = draw(content, kind="budget_plan", language="en", fingerprint=PRINT)
    assert "The cost by quarter follows from the roadmap" in text
