"""Pages of stages and tasks."""

from __future__ import annotations

import re

import pytest

from core import clock
from journey.models import PlantStage, StageTask
from organizations.models import Plant
from tests.factories.journey import StageTaskFactory
from tests.factories.organizations import PlantFactory
from tests.organizations.conftest import plant_data
from tests.organizations.views.test_plants import NEW, text

STAGE = "/plants/johor-bahru/journey/stages/1/"


def test_plant_is_added_with_its_stages(scoped):
    answer = scoped.client("cio").post(NEW, plant_data())
    assert re.fullmatch("/plants/binh-duong-[a-z0-9]{5}/", answer.url)  # there are two groups
    plant = Plant.objects.get(slug__startswith="binh-duong-")
    assert (plant.organization, plant.languages) == (scoped.organization, ["vi", "en"])
    assert PlantStage.objects.filter(plant=plant).count() == 5


def first_task(cast):
    return StageTask.objects.filter(plant_stage__plant=cast.plant, plant_stage__stage=1).first()


def tick(task):
    return f"/plants/johor-bahru/journey/tasks/{task.pk}/tick/"


def test_stage_shows_tasks_in_the_language_of_the_reader(staged):
    client = staged.client("stakeholder")
    assert "Name the joint business and IT project team" in text(client.get(STAGE))
    assert "Sign the stage off" not in text(client.get(STAGE))
    client.post("/language/", {"language": "zh-hans"})
    assert "组建业务与IT联合项目组" in text(client.get(STAGE))


def test_unknown_stage_is_no_page(staged):
    for number in (0, 6, 999999999999):
        path = f"/plants/johor-bahru/journey/stages/{number}/"
        assert staged.client("cio").get(path).status_code == 404


def test_task_is_ticked_by_htmx_and_by_form(staged):
    client, task = staged.client("project_owner"), first_task(staged)
    part = client.post(tick(task), {"done": "yes"}, HTTP_HX_REQUEST="true")
    assert text(part).lstrip().startswith('<div id="task-list">')
    assert first_task(staged).done_at
    assert client.post(tick(task), {"done": "no"}).url == STAGE
    assert not first_task(staged).done_at
    assert client.post(tick(task), {"done": "perhaps"}).status_code == 422


def test_owner_of_a_task_ticks_it(staged):
    task = first_task(staged)
    assert staged.client("it_lead").post(tick(task), {"done": "yes"}).status_code == 403
    StageTask.objects.filter(pk=task.pk).update(owner=staged.people["it_lead"])
    assert "tick-" in text(staged.client("it_lead").get(STAGE))
    assert staged.client("it_lead").post(tick(task), {"done": "yes"}).status_code == 302


def test_task_of_another_plant_is_out_of_reach(staged):
    task = StageTaskFactory(plant_stage__plant=PlantFactory(organization=staged.organization))
    for act in ("tick", "edit", "delete"):
        path = f"/plants/johor-bahru/journey/tasks/{task.pk}/{act}/"
        assert staged.client("cio").post(path, {"done": "yes"}).status_code == 404


def test_task_is_added_changed_and_removed(staged):
    client = staged.client("project_owner")
    assert client.get(f"{STAGE}tasks/new/").status_code == 200
    data = {"title": "Ask the union", "owner": staged.people["it_lead"].pk, "due_on": "2026-12-04"}
    assert client.post(f"{STAGE}tasks/new/", data).url == STAGE
    task = StageTask.objects.get(title="Ask the union")
    path = f"/plants/johor-bahru/journey/tasks/{task.pk}/"
    assert "Ask the union" in text(client.get(f"{path}edit/"))
    assert client.post(f"{path}edit/", {"title": "Ask both unions", "version": 1}).url == STAGE
    assert client.post(f"{path}edit/", {"title": "", "version": 2}).status_code == 422
    assert client.post(f"{path}edit/", {"title": "Ask nobody"}).status_code == 422
    assert client.post(f"{path}delete/").url == STAGE
    assert not StageTask.objects.filter(pk=task.pk).exists()


def test_two_editors_of_a_task_see_both_values(staged):
    task = StageTaskFactory(plant_stage=PlantStage.objects.get(stage=1), title="Ask the union")
    path = f"/plants/johor-bahru/journey/tasks/{task.pk}/edit/"
    mine = staged.client("project_owner")
    seen = mine.get(path).context["form"]["version"].value()
    theirs = {"title": "Ask both", "due_on": "2026-12-04", "version": seen}
    assert staged.client("cio").post(path, theirs).url == STAGE
    stale = mine.post(path, {"title": "Ask nobody", "version": seen})
    assert stale.status_code == 409
    assert stale.context["conflict"] == {
        "who": "Cio",
        "rows": [
            {"label": "Task", "theirs": "Ask both", "mine": "Ask nobody"},
            {"label": "Due", "theirs": "4\u00a0Dec\u00a02026", "mine": "nothing"},
        ],
        "version": 2,
    }
    assert text(stale).count('name="version"') == 1
    assert StageTask.objects.get(pk=task.pk).title == "Ask both"
    kept = {"title": "Ask nobody", "version": 2, "on_conflict": "theirs"}
    assert mine.post(path, kept).url == STAGE
    assert StageTask.objects.get(pk=task.pk).title == "Ask both"
    assert mine.post(path, {**kept, "on_conflict": "mine"}).url == STAGE
    assert StageTask.objects.get(pk=task.pk).title == "Ask nobody"


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("title", "x" * 201), ("owner", "999999"), ("due_on", "soon")],
)
def test_impossible_task_is_refused(staged, field, value):
    answer = staged.client("cio").post(f"{STAGE}tasks/new/", {"title": "Ask", field: value})
    assert answer.status_code == 422


def test_owner_and_date_are_edited(staged):
    client = staged.client("project_owner")
    data = {"owner": staged.people["it_lead"].pk, "due_on": "2026-12-11", "version": "1"}
    assert client.get(f"{STAGE}edit/").status_code == 200
    assert client.post(f"{STAGE}edit/", data).url == STAGE
    page = text(client.get(STAGE))
    assert "It Lead" in page
    assert "11\u00a0Dec\u00a02026" in page
    again = client.post(f"{STAGE}edit/", {**data, "due_on": "2026-12-24"})
    assert again.status_code == 409
    assert "Project Owner changed this in the meantime" in text(again)
    assert client.post(f"{STAGE}edit/", {"on_conflict": "theirs"}).url == STAGE
    assert client.post(f"{STAGE}edit/", {**data, "owner": "x"}).status_code == 422


def test_stage_is_signed_and_opened_again(staged):
    client = staged.client("project_owner")
    assert "Sign the stage off" in text(client.get(STAGE))
    assert client.post(f"{STAGE}sign/", {"version": "1", "reason": "agreed"}).url == STAGE
    page = text(client.get(STAGE))
    assert "Signed off" in page
    assert "tick-" not in page
    assert client.post(tick(first_task(staged)), {"done": "yes"}).status_code == 422
    assert client.post(f"{STAGE}tasks/new/", {"title": "Late"}).status_code == 422
    edit = f"/plants/johor-bahru/journey/tasks/{first_task(staged).pk}/"
    assert client.post(f"{edit}edit/", {"title": "Late"}).status_code == 422
    assert client.post(f"{edit}delete/").status_code == 422
    assert client.post(f"{STAGE}reopen/", {"version": "2", "reason": ""}).status_code == 422
    assert client.post(f"{STAGE}reopen/", {"version": "1", "reason": "x"}).status_code == 409
    assert client.post(f"{STAGE}reopen/", {"version": "2", "reason": "New line"}).url == STAGE
    assert "Opened again: New line" in text(client.get(STAGE))


def test_stage_with_open_tasks_is_signed_with_a_reason_only(staged):
    client = staged.client("cio")
    page = text(client.get(STAGE))
    assert "Sign the stage off with 6 open tasks" in page
    assert "Map the processes from purchase to sales" in page.split('id="sign-off"')[1]
    refused = client.post(f"{STAGE}sign/", {"version": "1"})
    assert refused.status_code == 422
    assert "Say why the stage is signed with open tasks." in text(refused)
    client.post(f"{STAGE}sign/", {"version": "1", "reason": "bought with the plant"})
    assert "Signed with open tasks: bought with the plant" in text(client.get(STAGE))


def test_stage_with_everything_done_asks_nothing(staged):
    StageTask.objects.update(done_at=clock.now())
    client = staged.client("cio")
    assert "sign-reason" not in client.get(STAGE).content.decode()
    assert client.post(f"{STAGE}sign/", {"version": "1"}).status_code == 302


def test_signing_what_changed_meanwhile_is_refused(staged):
    client = staged.client("cio")
    assert client.post(f"{STAGE}sign/", {"version": "3", "reason": "agreed"}).status_code == 409
    assert client.post(f"{STAGE}sign/", {}).status_code == 422
    second = "/plants/johor-bahru/journey/stages/2/"
    assert "has to be signed off" in text(client.get(second))
    assert client.post(f"{second}sign/", {"version": "1"}).status_code == 422


def test_stage_without_tasks_says_what_belongs_there(staged):
    StageTask.objects.all().delete()
    assert "No tasks in this stage" in text(staged.client("cio").get(STAGE))
