"""One payback: roadmap, page of the case and documents say the same."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from goals.services.goals import create_goal
from reports.sections.budget.collect import budget_of
from reports.selectors.record import PlantRecord
from returns.models import CaseSettings, Effect
from returns.selectors.paybacks import has_case
from roadmap.models import Initiative
from tests.returns.support import appraised
from tests.roadmap.support import goal_values


def page(client, name, slug="johor-bahru"):
    return client.get(reverse(name, args=[slug])).content.decode().replace("\xa0", " ")


@pytest.fixture
def client(at):
    return at.client("stakeholder")


@pytest.fixture
def served(roadmap, owner, at):
    """A goal that returns 60,000 a year, served by an initiative of 90,000: 1.5 years."""
    (bar,) = appraised(roadmap, owner)
    values = goal_values(expected_return_amount=Decimal(60_000), currency=roadmap.currency)
    goal = create_goal(plant=at.plant, values=values, by=owner)
    bar.goals.add(goal)
    return bar


def gains(plant):
    return budget_of(PlantRecord(plant)).gains


def test_an_appraised_plan_says_its_case_everywhere(client, served, at):
    case = client.get(reverse("returns:case-detail", args=[at.plant.slug])).context["value"]
    years, year = case.figures.payback, case.pays_in
    told = page(client, "returns:payback-detail")
    assert f"{years:.1f} years from the end of 2027 (in {year})" in told
    assert "40,000" in told  # 50,000 of a pilot count 80 %
    assert "60,000" not in told
    roadmap = page(client, "roadmap:roadmap-detail")
    assert "Payback by the business case" in told
    assert reverse("returns:payback-detail", args=[at.plant.slug]) in roadmap
    assert "1.5 years of full use" not in roadmap
    assert "60,000" not in roadmap.partition("Return a year")[2][:600]
    paper = gains(at.plant)
    assert (paper.is_of_case, paper.payback, paper.pays_in) == (True, years, year)
    assert (paper.yearly, paper.hard) == (60_000, 40_000)


def test_a_case_that_never_pays_says_so(client, served, at):
    Effect.objects.update(benefit_low=1, benefit_amount=1, benefit_high=1)
    assert "not reached" in page(client, "returns:payback-detail")
    paper = gains(at.plant)
    assert (paper.is_of_case, paper.payback, paper.pays_in) == (True, None, None)


@pytest.mark.parametrize(
    "unmake",
    [
        lambda: CaseSettings.objects.all().delete(),
        lambda: Effect.objects.update(kind="soft"),
        lambda: Effect.objects.update(benefit_low=None, benefit_amount=None, benefit_high=None),
    ],
)
def test_without_a_case_the_goals_say_the_simple_one(client, served, at, unmake):
    unmake()
    assert not has_case(at.plant)
    roadmap = page(client, "roadmap:roadmap-detail")
    assert "Payback by the returns of goals" in roadmap
    assert "1.5 years of full use" in roadmap
    assert "1.5 years of full use" in page(client, "returns:payback-detail")
    paper = gains(at.plant)
    assert (paper.is_of_case, paper.payback, paper.pays_in) == (False, Decimal("1.5"), None)
    assert (paper.yearly, paper.hard) == (60_000, None)
    assert "Return a year, as goals expect" in roadmap


def test_stopped_work_makes_no_case(served, at):
    assert has_case(at.plant)
    Initiative.objects.update(status="stopped")
    assert not has_case(at.plant)


def test_without_a_plan_there_is_none(client):
    address = reverse("returns:payback-detail", args=["johor-bahru"])
    assert client.get(address).status_code == 404
