from __future__ import annotations

import re
from decimal import Decimal

import pytest

from organizations.models import Plant, PlantStage, StageTask
from tests.factories.organizations import PlantFactory, StageTaskFactory
from tests.markup import flat
from tests.organizations.conftest import plant_data

NEW = "/plants/new/"
EDIT = "/plants/johor-bahru/edit/"
STAGE = "/plants/johor-bahru/stages/1/"


def text(answer):
    return flat(answer.content.decode())


# --- adding ---------------------------------------------------------------------------------------
def test_plant_is_added_with_its_stages(scoped):
    answer = scoped.client("cio").post(NEW, plant_data())
    assert answer.url == "/plants/binh-duong/"
    plant = Plant.objects.get(slug="binh-duong")
    assert (plant.organization, plant.languages) == (scoped.organization, ["vi", "en"])
    assert PlantStage.objects.filter(plant=plant).count() == 5


def test_form_offers_countries_in_the_language_of_the_reader(scoped):
    client = scoped.client("cio")
    assert "Malaysia" in text(client.get(NEW))
    client.post("/language/", {"language": "zh-hans"})
    page = text(client.get(NEW))
    assert "马来西亚" in page
    assert "新增工厂" in page


def test_zone_and_currency_follow_the_country(scoped):
    part = text(scoped.client("cio").get(NEW, {"country": "HU"}, HTTP_HX_REQUEST="true"))
    assert 'id="place-fields"' in part
    assert '<option value="HUF" selected>' in part
    assert '<option value="Europe/Budapest" selected>' in part
    assert "<html" not in part
    part = text(scoped.client("cio").get(NEW, {"country": "ZZ"}, HTTP_HX_REQUEST="true"))
    assert "selected" not in re.sub(r'<option value="" selected>', "", part)
    part = text(scoped.client("cio").get(EDIT, {"country": "VN"}, HTTP_HX_REQUEST="true"))
    assert '<option value="VND" selected>' in part


def ticked(page):
    return re.findall(r'name="languages" value="(\w+)"[^>]*checked', page)


def test_languages_follow_the_country_of_a_new_plant_only(scoped):
    client = scoped.client("cio")
    part = text(client.get(NEW, {"country": "MY"}, HTTP_HX_REQUEST="true"))
    assert 'id="language-choice" hx-swap-oob="true"' in part
    assert ticked(part) == ["en", "ms"]
    assert ticked(text(client.get(NEW, {"country": "AQ"}, HTTP_HX_REQUEST="true"))) == []
    part = text(client.get(EDIT, {"country": "VN"}, HTTP_HX_REQUEST="true"))
    assert "language-choice" not in part


def test_without_scripts_a_button_brings_what_follows_from_the_country(scoped):
    client = scoped.client("cio")
    assert '<button class="btn" name="suggest"' in text(client.get(NEW))
    assert 'name="suggest"' not in text(client.get(EDIT))
    data = plant_data(country="HU", time_zone="", currency="", languages=[], suggest="1")
    answer = client.post(NEW, data)
    assert answer.status_code == 200
    page = text(answer)
    assert '<option value="HUF" selected>' in page
    assert '<option value="Europe/Budapest" selected>' in page
    assert ticked(page) == ["hu"]
    assert 'value="Bình Dương"' in page
    assert not answer.context["form"].errors
    assert Plant.objects.count() == 1
    data = plant_data(country="ZZ", languages=["vi"], suggest="1")
    assert ticked(text(client.post(NEW, data))) == ["vi"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("name", "nul\x00"),
        ("country", "ZZ"),
        ("currency", "ZZZ"),
        ("time_zone", "Mars/Base"),
        ("languages", "xx"),
        ("languages", []),
        ("headcount", "0"),
        ("headcount", "-3"),
        ("headcount", "many"),
        ("headcount", "99999999999999999999"),
        ("lines", "1000"),
        ("annual_revenue", "-1"),
        ("annual_revenue", "1e99"),
        ("annual_revenue", "NaN"),
        ("start_of_production", "1066-01-01"),
        ("start_of_production", "soon"),
        ("process_type", "magic"),
        ("night_shift", "perhaps"),
        ("persons_in_systems", "-1"),
        ("persons_in_systems", "3000000000"),
        ("employee_representation", "mafia"),
        ("owner", "999999"),
        ("data_residency_country", "ZZ"),
    ],
)
def test_impossible_fact_is_named(scoped, field, value):
    answer = scoped.client("cio").post(NEW, plant_data(**{field: value}))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert Plant.objects.count() == 1


def test_owner_from_another_group_is_refused(scoped):
    owner = scoped.people["stranger"].pk
    answer = scoped.client("cio").post(NEW, plant_data(owner=owner))
    assert "owner" in answer.context["form"].errors


def test_full_width_digits_are_read(scoped):
    scoped.client("cio").post(NEW, plant_data(headcount="４１０"))
    assert Plant.objects.get(slug="binh-duong").headcount == 410


# --- editing --------------------------------------------------------------------------------------
def test_facts_are_edited(scoped):
    data = plant_data(name="Johor Bahru", version="1", headcount="700", night_shift="yes")
    assert scoped.client("project_owner").post(EDIT, data).url == "/plants/johor-bahru/"
    stored = Plant.objects.get(pk=scoped.plant.pk)
    assert (stored.headcount, stored.night_shift, stored.version) == (700, "yes", 2)
    assert stored.slug == "johor-bahru"


def test_form_shows_what_is_stored(scoped):
    page = text(scoped.client("cio").get(EDIT))
    assert 'value="640"' in page
    assert '<option value="MY" selected>' in page
    assert 'name="ot_network" value="yes" id="id_ot_network_0" required checked' in page


def test_revenue_is_shown_grouped_and_saved_unchanged(scoped):
    Plant.objects.filter(pk=scoped.plant.pk).update(annual_revenue=Decimal(310_000_000))
    client = scoped.client("cio")
    page = text(client.get(EDIT))
    shown = re.search(r'<input[^>]*name="annual_revenue"[^>]*value="([^"]*)"', page)
    assert shown[1] == "310,000,000"
    client.post(EDIT, plant_data(version="1", annual_revenue=shown[1]))
    assert Plant.objects.get(pk=scoped.plant.pk).annual_revenue == 310_000_000


def test_two_editors_see_both_values(scoped):
    Plant.objects.filter(pk=scoped.plant.pk).update(version=2, headcount=655)
    client = scoped.client("cio")
    answer = client.post(EDIT, plant_data(version="1", headcount="700"))
    assert answer.status_code == 409
    rows = {str(row["label"]): row for row in answer.context["conflict"]["rows"]}
    assert (rows["People"]["theirs"], rows["People"]["mine"]) == ("655", "700")
    assert rows["Country"]["theirs"] == "Malaysia"
    assert "English, Malay" in rows["Languages on the floor"]["theirs"]
    assert Plant.objects.get(pk=scoped.plant.pk).headcount == 655
    assert client.post(EDIT, {"on_conflict": "theirs"}).url == EDIT
    mine = plant_data(version="2", headcount="700", on_conflict="mine")
    assert client.post(EDIT, mine).status_code == 302
    assert Plant.objects.get(pk=scoped.plant.pk).headcount == 700


@pytest.mark.parametrize("version", ["", "0", "-4", "77"])
def test_invented_version_never_overwrites(scoped, version):
    answer = scoped.client("cio").post(EDIT, plant_data(version=version))
    assert answer.status_code in {409, 422}
    assert Plant.objects.get(pk=scoped.plant.pk).headcount == 640


def test_foreign_plant_cannot_be_edited(scoped):
    answer = scoped.client("stranger").post(EDIT, plant_data(version="1"))
    assert answer.status_code == 404
    assert Plant.objects.get(pk=scoped.plant.pk).headcount == 640


def test_impossible_edit_keeps_the_plant(scoped):
    answer = scoped.client("cio").post(
        EDIT, plant_data(version="1", sensitive_persons="5", persons_in_systems="4")
    )
    assert answer.status_code == 422
    assert "This cannot be more than all persons." in text(answer)


# --- stages ---------------------------------------------------------------------------------------
def first_task(cast):
    return StageTask.objects.filter(plant_stage__plant=cast.plant, plant_stage__stage=1).first()


def tick(task):
    return f"/plants/johor-bahru/tasks/{task.pk}/tick/"


def test_stage_shows_tasks_in_the_language_of_the_reader(staged):
    client = staged.client("stakeholder")
    assert "Name the joint business and IT project team" in text(client.get(STAGE))
    assert "Sign the stage off" not in text(client.get(STAGE))
    client.post("/language/", {"language": "zh-hans"})
    assert "组建业务与IT联合项目组" in text(client.get(STAGE))


def test_unknown_stage_is_no_page(staged):
    for number in (0, 6, 999999999999):
        path = f"/plants/johor-bahru/stages/{number}/"
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
        path = f"/plants/johor-bahru/tasks/{task.pk}/{act}/"
        assert staged.client("cio").post(path, {"done": "yes"}).status_code == 404


def test_task_is_added_changed_and_removed(staged):
    client = staged.client("project_owner")
    assert client.get(f"{STAGE}tasks/new/").status_code == 200
    data = {"title": "Ask the union", "owner": staged.people["it_lead"].pk, "due_on": "2026-12-04"}
    assert client.post(f"{STAGE}tasks/new/", data).url == STAGE
    task = StageTask.objects.get(title="Ask the union")
    path = f"/plants/johor-bahru/tasks/{task.pk}/"
    assert "Ask the union" in text(client.get(f"{path}edit/"))
    assert client.post(f"{path}edit/", {"title": "Ask both unions", "version": 1}).url == STAGE
    assert client.post(f"{path}edit/", {"title": "", "version": 2}).status_code == 422
    assert client.post(f"{path}edit/", {"title": "Ask nobody"}).status_code == 422
    assert client.post(f"{path}delete/").url == STAGE
    assert not StageTask.objects.filter(pk=task.pk).exists()


def test_two_editors_of_a_task_see_both_values(staged):
    task = StageTaskFactory(plant_stage=PlantStage.objects.get(stage=1), title="Ask the union")
    path = f"/plants/johor-bahru/tasks/{task.pk}/edit/"
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
    assert client.post(f"{STAGE}sign/", {"version": "1"}).url == STAGE
    page = text(client.get(STAGE))
    assert "Signed off" in page
    assert "tick-" not in page
    assert client.post(tick(first_task(staged)), {"done": "yes"}).status_code == 422
    assert client.post(f"{STAGE}tasks/new/", {"title": "Late"}).status_code == 422
    edit = f"/plants/johor-bahru/tasks/{first_task(staged).pk}/"
    assert client.post(f"{edit}edit/", {"title": "Late"}).status_code == 422
    assert client.post(f"{edit}delete/").status_code == 422
    assert client.post(f"{STAGE}reopen/", {"version": "2", "reason": ""}).status_code == 422
    assert client.post(f"{STAGE}reopen/", {"version": "1", "reason": "x"}).status_code == 409
    assert client.post(f"{STAGE}reopen/", {"version": "2", "reason": "New line"}).url == STAGE
    assert "Opened again: New line" in text(client.get(STAGE))


def test_signing_what_changed_meanwhile_is_refused(staged):
    client = staged.client("cio")
    assert client.post(f"{STAGE}sign/", {"version": "3"}).status_code == 409
    assert client.post(f"{STAGE}sign/", {}).status_code == 422
    second = "/plants/johor-bahru/stages/2/"
    assert "has to be signed off" in text(client.get(second))
    assert client.post(f"{second}sign/", {"version": "1"}).status_code == 422


def test_stage_without_tasks_says_what_belongs_there(staged):
    StageTask.objects.all().delete()
    assert "No tasks in this stage" in text(staged.client("cio").get(STAGE))
