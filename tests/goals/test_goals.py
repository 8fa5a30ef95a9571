"""Goals by form: set, refused with words, kept apart when two people edit, undone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from goals.models import Goal
from steps.models import Step
from tests.factories.assessment_runs import make_run
from tests.steps.support import turn_url


def url(name, *args):
    room = "goals" if name.startswith("goal-") else "roadmap"
    return reverse(f"{room}:{name}", args=["johor-bahru", *args])


@pytest.fixture
def client(at):
    return at.client("project_owner")


def goal(**more):
    return {
        "title": "Less downtime",
        "horizon": "short",
        "value_driver": "cost",
        "due_on": "2027-10-31",
        "target_text": "−20 %",
        "expected_return_amount": "120,000",
        "currency": "MYR",
        **more,
    }


def test_goal_by_form(client, at):
    assert "No goals yet" in client.get(url("goal-list")).content.decode()
    assert client.get(url("goal-create")).status_code == 200
    assert client.post(url("goal-create"), goal(due_on="x", currency="ZZZ")).status_code == 422
    make_run(at.plant, {})
    given = goal(dimensions=["SP"])
    assert client.post(url("goal-create"), given).headers["Location"] == url("goal-list")
    assert client.post(url("goal-create"), given).status_code == 422  # set once
    stored = Goal.objects.get()
    text = client.get(url("goal-list")).content.decode()
    assert "MYR\u00a0120,000" in text
    assert "Short term" in text
    assert client.get(url("goal-edit", stored.pk)).status_code == 200
    change = {**given, "version": 1, "title": "Far less downtime"}
    assert client.post(url("goal-edit", stored.pk), change).status_code == 302
    stale = client.post(url("goal-edit", stored.pk), {**change, "title": "X", "horizon": "long"})
    assert stale.status_code == 409
    assert stale.context["conflict"]["rows"] == [
        {"label": "Goal", "theirs": "Far less downtime", "mine": "X"},
        {
            "label": "Horizon",
            "theirs": "Short term, up to 1 year",
            "mine": "Long term, 3 to 5 years",
        },
    ]
    assert client.post(url("goal-edit", stored.pk), {**change, "title": ""}).status_code == 422
    theirs = {**change, "on_conflict": "theirs"}
    assert client.post(url("goal-edit", stored.pk), theirs).status_code == 302
    assert "Remove Far less downtime?" in client.get(url("goal-delete", stored.pk)).content.decode()
    assert client.post(url("goal-delete", stored.pk), {"version": 2}).status_code == 302
    change_made = Step.objects.first()
    undone = client.post(turn_url("undo", change_made.pk))
    assert undone.headers["Location"] == url("goal-list")
    assert client.get(url("goal-edit", stored.pk)).status_code == 200
    assert client.get(url("goal-edit", 10**9)).status_code == 404
    assert "Set a goal" in client.get(url("change-list")).content.decode()


def test_undo_on_each_page_means_that_page(client, three):
    client.post(url("goal-create"), goal())
    given = {"version": 1, "starts_on": "2027-02-01", "ends_on": "2027-04-30"}
    client.post(url("initiative-move", three[0].pk), given)
    moved, made = Step.objects.all()
    assert turn_url("undo", made.pk) in client.get(url("goal-list")).content.decode()
    page = client.get(url("roadmap-detail")).content.decode()
    assert turn_url("undo", moved.pk) in page
    assert turn_url("undo", made.pk) not in page
