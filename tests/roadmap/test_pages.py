"""The plan page, its views, its drawer, and what it costs."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django_scopes import scopes_disabled

from goals.services import goals
from organizations.models import Plant
from roadmap.models import Dependency, Initiative, Milestone
from steps.models import Step
from tests.factories.roadmap import make_bar, make_roadmap, picture_plan
from tests.markup import flat
from tests.roadmap.support import goal_values
from tests.steps.support import turn_url

TODAY = date(2026, 11, 18)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def plan(scoped):
    with time_machine.travel(TODAY, tick=False):
        yield picture_plan(scoped.plant, scoped.people["project_owner"])


def url(name, *args):
    room = "goals" if name.startswith("goal-") else "roadmap"
    return reverse(f"{room}:{name}", args=["johor-bahru", *args])


def test_empty_page_offers_the_first_step(cast):
    page = cast.client("project_owner").get(url("roadmap-detail"))
    assert page.status_code == 200
    assert url("roadmap-create") in page.content.decode()
    reader = cast.client("stakeholder").get(url("roadmap-detail")).content.decode()
    assert url("roadmap-create") not in reader


def test_plan_shows_the_figures_of_the_picture(cast, plan):
    text = cast.client("project_owner").get(url("roadmap-detail")).content.decode()
    for words in ("12 initiatives", "16.80", "18.10", "1.01", "1.93", "0.77", "6.48"):
        assert words in text, words
    assert text.count('role="button"') == 12
    assert "conflict" in text


@pytest.mark.parametrize(("view", "shown"), [("", "List"), ("list", "List"), ("table", "Table")])
def test_a_phone_is_offered_the_views_that_it_can_show(cast, plan, view, shown):
    """A phone draws no bars: a switch to them led to the list that stood there already."""
    page = cast.client("stakeholder").get(url("roadmap-detail"), {"view": view} if view else {})
    text = page.content.decode().split('class="views-phone"')[1].split("</nav>")[0]
    links = re.findall(r'<a href="([^"]+)"( aria-current="true")?[^>]*>\s*(\w+)', text)
    assert [label for _address, _current, label in links] == ["Table", "List"]
    assert [label for _address, current, label in links if current] == [shown]


def test_reader_gets_no_control(cast, plan):
    text = cast.client("stakeholder").get(url("roadmap-detail")).content.decode()
    assert 'role="button"' not in text
    assert "data-editable" not in text
    assert url("initiative-create") not in text


def test_table_view_edits_the_same_rows(cast, plan):
    client = cast.client("project_owner")
    row = Initiative.objects.get(title__en="Energy optimization")
    text = client.get(url("roadmap-detail"), {"view": "table", "edit": row.pk}).content.decode()
    assert f'id="form-{row.pk}"' in text
    assert "Cost by year" in text
    other = cast.client("stakeholder")
    text = other.get(url("roadmap-detail"), {"view": "table", "edit": row.pk}).content.decode()
    assert f'id="form-{row.pk}"' not in text


def test_drawer_opens_by_address_and_by_htmx(cast, plan):
    client = cast.client("stakeholder")
    row = Initiative.objects.get(title__en="API and integration platform")
    page = client.get(url("roadmap-detail"), {"initiative": row.pk})
    part = client.get(
        url("roadmap-detail"), {"initiative": row.pk}, HTTP_HX_TARGET="drawer", **HTMX
    )
    assert "waits for it" in page.content.decode()
    assert part.content.decode().lstrip().startswith("<dialog")
    assert client.get(url("roadmap-detail"), {"initiative": 99999}).status_code == 200
    assert client.get(url("roadmap-detail"), {"view": "nonsense", "edit": "x"}).status_code == 200


def test_chinese_page_has_no_english_heading(cast, plan):
    person = cast.people["project_owner"]
    person.language = "zh-hans"
    person.save()
    text = cast.client("project_owner").get(url("roadmap-detail")).content.decode()
    assert "三年路线图" in text
    assert "API与集成平台" in text
    assert "Three-year roadmap" not in text


@pytest.mark.parametrize(("view", "statements"), [("gantt", 22), ("table", 20)])
def test_statements_do_not_grow_with_the_rows(
    cast, scoped, view, statements, django_assert_num_queries
):
    roadmap = make_roadmap(cast.plant, limits={2026: Decimal(10**6)})
    client = cast.client("project_owner")
    first = make_bar(roadmap, "One")
    client.get(url("roadmap-detail"), {"view": view})
    with django_assert_num_queries(statements) as seen:
        client.get(url("roadmap-detail"), {"view": view})
    second, third = make_bar(roadmap, "Two"), make_bar(roadmap, "Three")
    Dependency.objects.create(predecessor=first, successor=second)
    Dependency.objects.create(predecessor=second, successor=third)
    with django_assert_num_queries(len(seen)):
        client.get(url("roadmap-detail"), {"view": view})


def test_another_plants_row_is_not_found(cast, plan):
    with scopes_disabled():
        elsewhere = Plant.objects.get(slug="elsewhere")
        foreign = make_bar(make_roadmap(elsewhere), "Foreign")
        goal = goals.create_goal(plant=elsewhere, values=goal_values(), by=cast.people["stranger"])
        step = Step.objects.get(plant=elsewhere)
    client = cast.client("cio")
    for name in ("initiative-edit", "initiative-delete"):
        assert client.get(url(name, foreign.pk)).status_code == 404
    answer = client.post(url("initiative-move", foreign.pk), {"version": 1})
    assert answer.status_code == 404
    assert client.get(url("goal-edit", goal.pk)).status_code == 404
    assert client.post(turn_url("undo", step.pk)).status_code == 404


@pytest.mark.parametrize("page", ["goal-list", "change-list"])
def test_lists_cost_the_same_with_one_and_three_rows(cast, at, page, django_assert_num_queries):
    by = cast.people["project_owner"]
    client = cast.client("project_owner")
    goals.create_goal(plant=cast.plant, values=goal_values(), by=by)
    client.get(url(page))
    with django_assert_num_queries(LIST_STATEMENTS[page]):
        client.get(url(page))
    for number in range(2):
        goals.create_goal(plant=cast.plant, values=goal_values(title=f"Goal {number}"), by=by)
    with django_assert_num_queries(LIST_STATEMENTS[page]):
        client.get(url(page))


LIST_STATEMENTS = {"goal-list": 9, "change-list": 9}


def test_list_of_quarters_marks_what_is_late_or_breaks_a_link(at, roadmap):
    first = make_bar(roadmap, "First", date(2026, 10, 1), date(2026, 11, 10))
    second = make_bar(roadmap, "Second", date(2026, 11, 1), date(2027, 1, 31))
    make_bar(roadmap, "Third", date(2027, 2, 1), date(2027, 3, 31))
    Dependency.objects.create(predecessor=first, successor=second)
    page = at.client("stakeholder").get(
        reverse("roadmap:roadmap-detail", args=["johor-bahru"]), {"view": "list"}
    )
    rows = {row["title"]: row["faults"] for row in page.context["by_quarter"][0]["starts"]}
    assert any("8 days ago" in words for words in rows["First"])
    assert rows["Second"][0] == "10 days too early for what it waits for"
    assert not rows["Third"]
    listed = page.content.decode().split('id="quarter-list"')[1]
    assert "10 days too early for what it waits for" in listed


def test_button_of_a_milestone_is_an_act_and_names_the_day(at, roadmap):
    row = make_bar(roadmap, "A", date(2027, 1, 1), date(2027, 3, 31))
    stone = Milestone.objects.create(initiative=row, title="Runs", due_on=date(2027, 2, 1))
    client, address = at.client("cio"), reverse("roadmap:roadmap-detail", args=["johor-bahru"])
    text = flat(client.get(address, {"initiative": row.pk}).content.decode()).replace("\u00a0", " ")
    assert "Mark as reached" in text
    assert "Records 18 Nov 2026, today at the plant" in text
    Milestone.objects.filter(pk=stone.pk).update(reached_on=date(2026, 11, 17))
    text = flat(client.get(address, {"initiative": row.pk}).content.decode()).replace("\u00a0", " ")
    assert "Not reached after all" in text
    assert "Takes back that it was reached on 17 Nov 2026" in text
