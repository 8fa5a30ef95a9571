from __future__ import annotations

import re
from decimal import Decimal

import pytest

from organizations.models import Plant
from tests.markup import flat
from tests.operations.forms import forms_on
from tests.organizations.conftest import plant_data

NEW = "/plants/new/"
EDIT = "/plants/johor-bahru/edit/"


def text(answer):
    return flat(answer.content.decode())


# --- adding ---------------------------------------------------------------------------------------


def test_form_offers_countries_in_the_language_of_the_reader(scoped):
    client = scoped.client("cio")
    assert "Malaysia" in text(client.get(NEW))
    client.post("/language/", {"language": "zh-hans"})
    page = text(client.get(NEW))
    assert "马来西亚" in page
    assert "新增工厂" in page


def test_countries_of_the_plants_a_person_sees_stand_first(scoped):
    client = scoped.client("cio")
    for address in (NEW, EDIT):
        page = text(client.get(address))
        ours, others = page.split('label="Countries of your plants"')[1].split("</optgroup>", 1)
        assert re.findall(r'value="(\w+)"', ours) == ["MY"]
        assert 'label="Other countries"' in others
        assert 'value="MY"' not in others.split("</select>")[0]


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
        ("name", "\x00\u200b"),
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
    assert Plant.objects.get(name="Bình Dương").headcount == 410


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


def test_owner_without_a_role_survives_a_routine_edit(scoped):
    """Whoever adds a plant may name anybody of the group; the form of its facts keeps the person."""
    plant, named = scoped.plant, scoped.people["stakeholder"]
    named.memberships.all().delete()
    Plant.objects.filter(pk=plant.pk).update(owner=named)
    client = scoped.client("cio")
    page = client.get(EDIT).content.decode()
    sent = next(form for form in forms_on(page, EDIT)[0] if "owner" in form.fields).fields
    assert sent["owner"] == [str(named.pk)]
    assert client.post(EDIT, {**sent, "location_tracking": "no"}).status_code == 302
    plant.refresh_from_db()
    assert (plant.owner, plant.location_tracking) == (named, "no")
