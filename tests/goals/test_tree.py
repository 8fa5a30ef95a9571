"""The tree of goals and their indicators: by form, in the list, undone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.errors import RuleError, StateError
from goals.models import Goal, GoalIndicator
from goals.selectors.goals import goal_tree
from goals.services import goals, indicators
from readings.models import Measurement
from steps.models import Step
from steps.services import reverting
from tests.factories.organizations import PlantFactory
from tests.roadmap.support import TODAY, follow, goal_values, undo_last


def url(name, *args):
    return reverse(f"goals:{name}", args=["johor-bahru", *args])


@pytest.fixture
def client(at):
    return at.client("project_owner")


def make(at, by, title, **more):
    return goals.create_goal(plant=at.plant, values=goal_values(title=title, **more), by=by)


def figures(row, base="40", target="60", on=date(2027, 10, 31)):
    return {
        "plant_indicator": row,
        "baseline_value": Decimal(base),
        "target_value": Decimal(target),
        "target_on": on,
    }


def test_goal_reaches_no_farther_than_the_one_it_serves(at, owner):
    top = make(at, owner, "Top")
    low = make(at, owner, "Low", parent=top)
    with pytest.raises(ValidationError) as refused:
        make(at, owner, "Later", parent=top, due_on=date(2027, 11, 10))
    assert list(refused.value.error_dict) == ["parent"]
    with pytest.raises(ValidationError) as refused:
        goals.edit_goal(goal=top, version=1, values={"parent": low}, by=owner)
    assert "cannot serve itself" in str(refused.value)
    top = Goal.objects.get(pk=top.pk)
    with pytest.raises(ValidationError) as refused:
        goals.edit_goal(goal=top, version=1, values={"due_on": date(2027, 10, 30)}, by=owner)
    assert list(refused.value.error_dict) == ["due_on"]


def test_goal_of_another_plant_cannot_be_served(at, owner, client):
    top = make(at, owner, "Top")
    Goal.objects.filter(pk=top.pk).update(plant=PlantFactory(organization=at.organization))
    with pytest.raises(ValidationError):
        make(at, owner, "Low", parent=Goal.objects.get(pk=top.pk))


def test_date_lies_in_the_horizon_or_is_named(at, owner, client):
    with pytest.raises(RuleError) as refused:
        make(at, owner, "Far", due_on=date(2099, 1, 1))
    assert refused.value.field == "due_on"
    old = make(at, owner, "Old")
    Goal.objects.filter(pk=old.pk).update(due_on=date(2099, 1, 1))
    old = Goal.objects.get(pk=old.pk)
    goals.edit_goal(goal=old, version=1, values={"title": "Older"}, by=owner)  # stays as it is
    assert [node.agrees for node in goal_tree(at.plant, TODAY)] == [False]
    page = client.get(url("goal-list")).content.decode()
    assert "1 whose date does not lie in its horizon" in page
    assert "not in its horizon" in page


def test_removed_goal_comes_back_above_those_that_serve_it(at, owner):
    low = make(at, owner, "Low")
    top = make(at, owner, "Top")  # the younger row stands above
    indicators.add_indicator(goal=top, values=figures(follow(at.plant, "OEE")), by=owner)
    goals.edit_goal(goal=low, version=1, values={"parent": top}, by=owner)
    top.refresh_from_db()
    goals.delete_goal(goal=top, version=top.version, by=owner)
    assert Goal.objects.get().parent is None
    undo_last(at.plant, owner)
    assert Goal.objects.get(pk=low.pk).parent == Goal.objects.get(title="Top")
    assert GoalIndicator.objects.get().goal.title == "Top"


def test_redo_makes_no_circle(at, owner):
    a, b = make(at, owner, "A"), make(at, owner, "B")
    goals.edit_goal(goal=a, version=1, values={"parent": b}, by=owner)
    step = undo_last(at.plant, owner)
    goals.edit_goal(goal=Goal.objects.get(pk=b.pk), version=1, values={"parent": a}, by=owner)
    with pytest.raises(StateError, match="cannot be put back"):
        reverting.redo(change=step, by=owner)


def typed(row, **more):
    return {
        "plant_indicator": row.pk,
        "baseline_value": "40",
        "target_value": "60",
        "target_on": "2027-10-31",
        **more,
    }


def test_indicator_by_form_is_refused_with_words(at, owner, client):
    goal, row = make(at, owner, "Goal"), follow(at.plant, "OEE")
    address = url("indicator-create", goal.pk)
    assert "no measurable indicator" in client.get(url("goal-list")).content.decode()
    assert "2027-10-31" in client.get(address).content.decode()  # the date of the goal
    for value, words in (
        ("x", "Enter a number"),
        ("30", "worse than the baseline"),
        ("40", "are the same"),
    ):
        answer = client.post(address, typed(row, target_value=value))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert client.post(address, typed(row)).status_code == 302
    again = client.post(address, typed(row))
    assert again.status_code == 422
    assert "has this indicator already" in again.content.decode()


def test_goal_shows_the_newest_value_that_counts(at, owner, client):
    goal, row = make(at, owner, "Goal"), follow(at.plant, "OEE")
    indicators.add_indicator(goal=goal, values=figures(row), by=owner)
    page = client.get(url("goal-list")).content.decode()
    assert "no reading" in page
    assert "no measurable indicator" not in page
    for month, value, cause in ((8, "50", ""), (9, "99", "Sensor off")):
        Measurement.objects.create(
            plant_indicator=row,
            period=date(2026, month, 1),
            value=value,
            is_excluded=bool(cause),
            cause=cause,
        )
    page = client.get(url("goal-list")).content.decode()
    assert "now 50" in page
    assert "Progress 50\u00a0%" in page


def test_indicator_is_edited_taken_off_and_put_back(at, owner, client):
    goal, row = make(at, owner, "Goal"), follow(at.plant, "OEE")
    stored = indicators.add_indicator(goal=goal, values=figures(row), by=owner)
    edit, delete = (url(f"indicator-{act}", goal.pk, stored.pk) for act in ("edit", "delete"))
    assert client.get(edit).status_code == 200
    change = typed(row, version=1, target_value="80")
    assert client.post(edit, change).status_code == 302
    stale = client.post(edit, {**change, "target_value": "70"})
    assert stale.status_code == 409
    assert stale.context["conflict"]["rows"] == [
        {"label": "Target value", "theirs": "80", "mine": "70"}
    ]
    assert client.post(edit, {**change, "on_conflict": "theirs"}).status_code == 302
    assert client.post(edit, {**change, "version": 2, "target_value": "1"}).status_code == 422
    assert "OEE" in client.get(delete).content.decode()
    assert client.post(delete, {"version": 2}).status_code == 302
    assert not GoalIndicator.objects.exists()
    undo = reverse("steps:step-undo", args=["johor-bahru", Step.objects.first().pk])
    assert client.post(undo).headers["Location"] == url("goal-list")
    assert GoalIndicator.objects.get().target_value == 80
    elsewhere = url("indicator-edit", goal.pk + 1, stored.pk)
    assert client.get(elsewhere).status_code == 404


def test_indicator_of_another_plant_is_refused(at, owner):
    goal, row = make(at, owner, "Goal"), follow(at.plant, "OEE")
    row.plant = PlantFactory(organization=at.organization)
    row.save()
    with pytest.raises(ValidationError):
        indicators.add_indicator(goal=goal, values=figures(row), by=owner)


def test_statements_do_not_grow(at, owner, client, django_assert_num_queries):
    top = make(at, owner, "Top")
    indicators.add_indicator(goal=top, values=figures(follow(at.plant, "A1")), by=owner)
    with django_assert_num_queries(4):
        goal_tree(at.plant, TODAY)
    for number in range(3):
        low = make(at, owner, f"Low {number}", parent=top)
        indicators.add_indicator(goal=low, values=figures(follow(at.plant, f"B{number}")), by=owner)
        top = low
    with django_assert_num_queries(4):
        nodes = goal_tree(at.plant, TODAY)
    assert [(str(node.goal), node.depth) for node in nodes] == [
        ("Top", 0),
        ("Low 0", 1),
        ("Low 1", 2),
        ("Low 2", 3),
    ]
    page = client.get(url("goal-list")).content.decode()
    assert "serves: Low 1" in page
    assert "in-tree-3" in page
    assert str(GoalIndicator.objects.first()) == "Top: A1"
