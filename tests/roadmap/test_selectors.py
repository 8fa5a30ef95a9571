"""Reads that other apps build on: one plan, several plans, next milestone, rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from goals.selectors.goals import goals
from goals.services import goals as goal_services
from organizations.models import ExchangeRate
from roadmap.models import Milestone
from roadmap.selectors.plan import plan, title_in
from roadmap.selectors.summaries import milestones_of, plan_summaries
from tests.factories.organizations import PlantFactory
from tests.factories.roadmap import make_bar, make_roadmap, picture_plan
from tests.roadmap.support import TODAY, goal_values


@pytest.fixture
def rates(at):
    for currency, rate in (("USD", "7.0"), ("MYR", "1.75")):
        ExchangeRate.objects.create(
            organization=at.organization,
            currency=currency,
            rate=Decimal(rate),
            dated_on=date(2026, 10, 1),
            source="central bank",
        )


def test_plan_of_the_picture_in_both_currencies(at, rates):
    picture_plan(at.plant)
    found = plan(at.plant, today=TODAY)
    assert found.totals.whole == Decimal(16_800_000)
    assert found.group.currency == "CNY"
    assert found.group.convert(found.totals.whole) == Decimal("29400000.00")
    assert found.limit == Decimal(18_100_000)
    assert (found.violations, found.overruns, found.conflicts) == ((), (), 0)
    assert found.next_milestone.title == "Pilot accepted"
    assert found.spent is None
    assert (
        round(found.planned_to_date) == 5_594_483
    )  # 860 + 2350 + 540·232/262 + 2100·171/243 + 1150·79/212


def test_a_plan_reads_each_row_once_and_no_content_of_its_catalog(at):
    picture_plan(at.plant)
    found = plan(at.plant, today=TODAY)
    assert all(
        found.initiative(str(one.initiative_id)) is one.initiative for one in found.milestones
    )
    assert found.roadmap.plant is at.plant
    assert "content" in found.roadmap.catalog.get_deferred_fields()


def test_plant_without_a_plan_has_none(at):
    assert plan(at.plant, today=TODAY) is None
    assert plan_summaries([], today=TODAY) == {}
    assert plan_summaries([at.plant], today=TODAY) == {}


def test_plan_without_rate_or_rows(at):
    make_roadmap(at.plant)
    found = plan(at.plant, today=TODAY)
    assert (found.group, found.limit, found.progress, found.next_milestone) == (None,) * 4
    assert found.totals.whole == 0


def test_what_should_have_begun_and_has_not_is_known(at):
    roadmap = make_roadmap(at.plant)
    for name, start, status in (
        ("late", date(2026, 2, 1), "planned"),
        ("begun", date(2026, 2, 1), "active"),
        ("today", TODAY, "planned"),
    ):
        make_bar(roadmap, name, start=start, end=date(2027, 3, 31), status=status)
    found = plan(at.plant, today=TODAY).unbegun
    assert [title_in(row.title, "en") for row in found] == ["late"]


def test_foreign_money_is_converted_or_named(at, rates):
    roadmap = make_roadmap(at.plant)
    ahead = {"start": date(2026, 12, 1), "end": date(2027, 3, 31)}
    make_bar(
        roadmap, currency="USD", one_off_amount=Decimal(100), spent_amount=Decimal(10), **ahead
    )
    make_bar(roadmap, currency="EUR", one_off_amount=Decimal(70), **ahead)
    found = plan(at.plant, today=TODAY)
    assert found.totals.whole == Decimal(400)
    assert found.spent == Decimal(40)
    assert dict(found.budget.unconverted) == {"EUR": Decimal(70)}
    assert found.conflicts == 1


def test_summaries_cost_the_same_for_one_and_three(at, django_assert_num_queries):
    picture_plan(at.plant)
    with django_assert_num_queries(7):
        one = plan_summaries([at.plant], today=TODAY)
    assert one[at.plant.pk].initiatives == 12
    (stone,) = milestones_of(one.values()).values()
    assert stone.title == "Pilot accepted"
    plants = [at.plant]
    for name in ("Monterrey", "Szeged"):
        plants.append(PlantFactory(organization=at.organization, name=name))
        make_bar(make_roadmap(plants[-1], limits={2026: Decimal(1)}), name)
    with django_assert_num_queries(7):
        three = plan_summaries(plants, today=TODAY)
    assert three[plants[1].pk].conflicts == 2  # over its limit, and its only bar is late
    assert len(three) == 3


def test_goals_count_their_links_in_one_query(at, django_assert_num_queries):
    by = at.people["project_owner"]
    goal = goal_services.create_goal(plant=at.plant, values=goal_values(), by=by)
    bar = make_bar(make_roadmap(at.plant))
    bar.goals.add(goal)
    with django_assert_num_queries(1):
        (found,) = goals(at.plant)
    assert (found.initiative_count, found.requirement_count) == (1, 0)


def test_words_of_the_rows(at):
    roadmap = make_roadmap(at.plant, limits={2026: Decimal(1)})
    bar = make_bar(roadmap, "Bar")
    stone = Milestone.objects.create(initiative=bar, title="Live", due_on=TODAY)
    assert [str(row) for row in (roadmap, bar, stone, roadmap.budget_years.get())] == [
        "Johor Bahru 2026",
        "Bar",
        "Live",
        "2026",
    ]
