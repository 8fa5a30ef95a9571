"""The pages of the business case: what is missing, forms, conflicts, undo, files, other plants."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from goals.models import Goal
from goals.services.goals import create_goal, delete_goal
from organizations.models import Plant
from returns.models import CaseSettings, Effect, InitiativeCase
from roadmap.models import Initiative
from roadmap.services.initiatives import delete_initiative
from steps.models import Step
from tests.factories.roadmap import make_bar, make_roadmap
from tests.returns.support import appraised
from tests.roadmap.support import follow, goal_values, undo_last
from tests.steps.support import turn_url

HOME = "case-detail"
STATEMENTS = 19
SETTINGS = {"discount_rate": "9", "horizon_years": "6", "seed": "1"}
EFFECT = {
    "title": "Less scrap",
    "kind": "hard",
    "evidence": "pilot",
    "benefit_amount": "50,000",
    "ramp_months": "6",
}


def url(name, *args, slug="johor-bahru"):
    room = "roadmap" if name.startswith(("change-", "roadmap-")) else "returns"
    return reverse(f"{room}:{name}", args=[slug, *args])


@pytest.fixture
def client(at):
    return at.client("project_owner")


@pytest.fixture
def bar(roadmap):
    return make_bar(roadmap, "Bar", date(2027, 1, 1), date(2027, 12, 31))


def text_of(client, **query):
    return client.get(url(HOME), query).content.decode()


def test_without_a_plan_there_is_the_way_to_one(client):
    assert "There is no plan yet" in text_of(client)
    assert client.get(url("case-export")).status_code == 404


def test_missing_is_said_with_the_way_to_enter_it(client, bar, at):
    text = text_of(client)
    assert "Nobody has set the discount rate" in text
    assert "Nobody has named a hard benefit" in text
    assert url("settings-edit") in text
    assert "It cannot be said yet" in text
    assert url("effect-create", bar.pk) in text_of(client, initiative=bar.pk)
    assert '<li aria-current="page">Business case</li>' in text
    reader = at.client("stakeholder").get(url(HOME)).content.decode()
    assert url("settings-edit") not in reader


def test_settings_by_form(client, bar):
    for _twice in range(2):
        posted = client.post(url("settings-edit"), {**SETTINGS, "key": "one-and-only"})
        assert posted.status_code in (302, 422)
    row = CaseSettings.objects.get()
    assert (row.discount_rate, row.home_inflation, row.horizon_years) == (9, None, 6)
    change = {**SETTINGS, "discount_rate": "9.5", "version": 1}
    assert client.post(url("settings-edit"), change).headers["Location"] == url(HOME)
    stale = client.post(url("settings-edit"), {**change, "discount_rate": "11"})
    assert stale.status_code == 409
    (difference,) = stale.context["conflict"]["rows"]
    assert (difference["theirs"], difference["mine"]) == ("9.5", "11")
    theirs = {**change, "on_conflict": "theirs"}
    assert client.post(url("settings-edit"), theirs).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("discount_rate", "-60"),
        ("discount_rate", "201"),
        ("discount_rate", "x"),
        ("discount_rate", "9" * 40),
        ("home_inflation", "300"),
        ("horizon_years", "2"),
        ("horizon_years", "21"),
        ("seed", "-1"),
        ("seed", str(2**31)),
    ],
)
def test_settings_that_cannot_be_name_their_field(client, bar, field, value):
    answer = client.post(url("settings-edit"), {**SETTINGS, field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not CaseSettings.objects.exists()


def test_case_of_an_initiative_by_form(client, bar):
    ends = {"one_off_low": "80,000", "one_off_high": "120k", "days_low": "300", "days_high": "400"}
    assert (
        client.post(url("case-edit", bar.pk), {**ends, "one_off_high": "80000"}).status_code == 422
    )
    ends["one_off_high"] = "120000"
    there = f"{url(HOME)}?initiative={bar.pk}"
    assert client.post(url("case-edit", bar.pk), ends).headers["Location"] == there
    row = InitiativeCase.objects.get()
    assert (row.one_off_low, row.days_high, row.committed_amount) == (80_000, 400, None)
    assert "between" in text_of(client, initiative=bar.pk)
    assert "How certain cost and end are" in text_of(client)
    change = {**ends, "committed_amount": "95000", "version": 1}
    assert client.post(url("case-edit", bar.pk), change).headers["Location"] == there
    assert client.post(url("case-edit", bar.pk), {**change, "days_low": "9"}).status_code == 409
    assert client.get(url("case-edit", bar.pk)).status_code == 200


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"one_off_low": "80000"}, "one_off_high"),
        ({"days_high": "500"}, "days_low"),
        ({"one_off_low": "95000", "one_off_high": "99000"}, "one_off_low"),
        ({"days_low": "100", "days_high": "200"}, "days_high"),
        ({"days_low": "0", "days_high": "500"}, "days_low"),
        ({"committed_amount": "-1"}, "committed_amount"),
        ({"committed_amount": "1e30"}, "committed_amount"),
    ],
)
def test_ends_that_cannot_be_name_their_field(client, bar, given, field):
    answer = client.post(url("case-edit", bar.pk), given)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not InitiativeCase.objects.exists()


def test_effect_by_form(client, bar, at):
    indicator = follow(at.plant, "SC-12")
    given = {**EFFECT, "plant_indicator": indicator.pk, "change": "−2.5"}
    there = f"{url(HOME)}?initiative={bar.pk}"
    for _twice in range(2):
        answer = client.post(url("effect-create", bar.pk), {**given, "key": "one-and-only"})
        assert answer.headers["Location"] == there
    row = Effect.objects.get()
    assert (row.change, row.benefit_amount) == (Decimal("-2.5"), 50_000)
    text = text_of(client, initiative=bar.pk)
    assert "Less scrap" in text
    assert "Pilot, counts 80 %" in text
    change = {**given, "version": 1, "evidence": "proved"}
    assert client.get(url("effect-edit", row.pk)).status_code == 200
    assert client.post(url("effect-edit", row.pk), change).headers["Location"] == there
    assert client.post(url("effect-edit", row.pk), {**change, "title": "X"}).status_code == 409
    assert client.post(url("effect-edit", row.pk), {**change, "title": ""}).status_code == 422
    assert "Remove Less scrap?" in client.get(url("effect-delete", row.pk)).content.decode()
    assert client.post(url("effect-delete", row.pk), {"version": 2}).headers["Location"] == there
    assert not Effect.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"benefit_amount": "", "benefit_low": "5"}, "benefit_amount"),
        ({"benefit_low": "60000"}, "benefit_amount"),
        ({"benefit_high": "40000"}, "benefit_high"),
        ({"change": "3"}, "plant_indicator"),
        ({"ramp_months": "61"}, "ramp_months"),
        ({"kind": "odd"}, "kind"),
        ({"goal": "9" * 30}, "goal"),
        ({"plant_indicator": "77777"}, "plant_indicator"),
    ],
)
def test_effects_that_cannot_be_name_their_field(client, bar, given, field):
    answer = client.post(url("effect-create", bar.pk), {**EFFECT, **given})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Effect.objects.exists()


def test_an_indicator_needs_its_change(client, bar, at):
    given = {**EFFECT, "plant_indicator": follow(at.plant, "SC-12").pk}
    answer = client.post(url("effect-create", bar.pk), given)
    assert list(answer.context["form"].errors) == ["change"]


def test_undo_here_means_this_page_and_leads_back_to_it(client, bar):
    client.post(url("effect-create", bar.pk), EFFECT)
    step = Step.objects.get()
    assert turn_url("undo", step.pk) in text_of(client)
    assert turn_url("undo", step.pk) not in client.get(url("roadmap-detail")).content.decode()
    assert client.post(turn_url("undo", step.pk)).headers["Location"] == url(HOME)
    assert not Effect.objects.exists()


def test_a_removed_initiative_comes_back_with_its_case(client, bar, at, owner):
    client.post(url("effect-create", bar.pk), EFFECT)
    client.post(url("case-edit", bar.pk), {"committed_amount": "95000"})
    row = Initiative.objects.get()
    delete_initiative(initiative=row, version=row.version, by=owner)
    assert not Effect.objects.exists()
    undo_last(at.plant, owner)
    assert Effect.objects.get().title == "Less scrap"
    assert InitiativeCase.objects.get().committed_amount == 95_000


def test_a_removed_goal_comes_back_to_its_effects(client, bar, at, owner):
    goal = create_goal(plant=at.plant, values=goal_values(), by=owner)
    client.post(url("effect-create", bar.pk), {**EFFECT, "goal": goal.pk})
    delete_goal(goal=goal, version=goal.version, by=owner)
    assert Effect.objects.get().goal is None
    undo_last(at.plant, owner)
    assert Effect.objects.get().goal == Goal.objects.get()


def test_whole_page_and_parts_of_it(client, roadmap, owner, at):
    first, _second = appraised(roadmap, owner, bars=2)
    goal = create_goal(plant=at.plant, values=goal_values(), by=owner)
    first.goals.add(goal)
    text = text_of(client)
    for words in ("What was paid has come back in 2030", "By initiative", "By goal"):
        assert words in text
    assert f"?goal={goal.pk}" in text
    assert "Benefits ±20 %" in text
    part = client.get(url(HOME), {"goal": goal.pk})
    assert part.context["case"].total.count == 1
    assert f"{url('case-export')}?goal={goal.pk}" in part.content.decode()
    file = client.get(url("case-export"), {"goal": goal.pk})
    assert file.content.decode("utf-8-sig").splitlines()[0] == "date,amount,low,high,group"
    Effect.objects.update(benefit_amount=1, benefit_low=0, benefit_high=2)
    assert "has not come back by the end" in text_of(client)


@pytest.mark.parametrize("query", [{"initiative": "999"}, {"goal": "999"}])
def test_unknown_parts_are_not_found(client, bar, query):
    assert client.get(url(HOME), query).status_code == 404


@pytest.mark.parametrize("query", [{"initiative": "x"}, {"goal": "9" * 30}])
def test_a_part_that_is_none_is_the_whole(client, bar, query):
    assert client.get(url(HOME), query).status_code == 200


def test_another_plants_rows_are_not_found(client, bar):
    with scopes_disabled():
        elsewhere = Plant.objects.get(slug="elsewhere")
        other = make_bar(make_roadmap(elsewhere), "Other")
        effect = Effect.objects.create(initiative=other, title="E")
    for name, key in (
        ("case-edit", other.pk),
        ("effect-create", other.pk),
        ("effect-edit", effect.pk),
        ("effect-delete", effect.pk),
    ):
        assert client.get(url(name, key)).status_code == 404
    assert client.get(url(HOME), {"initiative": other.pk}).status_code == 404
    assert client.get(url(HOME, slug="elsewhere")).status_code == 404


def test_page_reads_chinese(client, bar, at):
    at.people["project_owner"].language = "zh-hans"
    at.people["project_owner"].save()
    assert "投资效益分析" in text_of(client)


def test_statements_do_not_grow_with_the_rows(client, roadmap, owner, django_assert_num_queries):
    appraised(roadmap, owner)
    client.get(url(HOME))
    with django_assert_num_queries(STATEMENTS):
        client.get(url(HOME))
    for number in range(4):
        row = make_bar(roadmap, f"More {number}", date(2027, 1, 1), date(2027, 12, 31))
        client.post(url("effect-create", row.pk), EFFECT)
    client.get(url(HOME))
    with django_assert_num_queries(STATEMENTS):
        client.get(url(HOME))


def test_what_comes_in_is_handed_out_for_exploring(client, bar, at):
    page = client.get(reverse("returns:case-detail", args=[at.plant.slug]))
    address = page.context["chart_url"]
    assert f'data-explore="{address}"' in page.content.decode()
    drawn = client.get(address).json()
    assert drawn["layout"]["meta"]["title"] == page.context["title"]
    assert len(drawn["data"][0]["x"]) > 4
