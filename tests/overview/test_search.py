"""The search: what it finds, at once after each act, and that it keeps to rights."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import call_command

from compliance.services.tracking import refresh
from core.base import tenant
from landscape.models import System
from landscape.services import inventory
from organizations.domain.roles import MATRIX, Permission
from organizations.models import Membership
from organizations.services import plants as plant_services
from overview.models import SearchEntry
from overview.selectors import pack_texts
from overview.services import index
from packs.loader import DATA_DIR
from packs.services import load_folder
from roadmap.services import initiatives
from steps.services import history
from tests.factories.organizations import PlantFactory
from tests.factories.roadmap import make_bar, make_roadmap
from tests.roadmap.support import undo_last, values

pytestmark = pytest.mark.data


@pytest.fixture
def roadmap(scoped):
    return make_roadmap(scoped.plant)


def found(client, words):
    """Kind -> titles."""
    groups = client.get("/search/", {"q": words}).context["groups"]
    return {group.title: [hit.title for hit in group.hits] for group in groups}


def add(roadmap, by, english, chinese):
    title = {"en": english, "zh-hans": chinese}
    return initiatives.create_initiative(roadmap=roadmap, values=values(title=title), by=by)


def rename(row, by, english):
    row.refresh_from_db()
    title = {"en": english, "zh-hans": english}
    initiatives.edit_initiative(initiative=row, version=row.version, values={"title": title}, by=by)


def test_words_in_both_languages(scoped, roadmap):
    by, client = scoped.people["cio"], scoped.client("cio")
    add(roadmap, by, "ERP interface", "统一接口平台")
    for words in ("接口", "口平", "平", "ERP", "erp inter", "ＥＲＰ", "interface erp", "台"):
        assert found(client, words) == {"Initiatives": ["ERP interface"]}, words
    for words in ("接平", "rp", "ERP finance", "%", "_"):
        assert "Initiatives" not in found(client, words), words


def test_a_name_is_found_without_its_accents(scoped):
    by, client = scoped.people["cio"], scoped.client("cio")
    plant_services.edit_plant(
        by=by,
        plant=scoped.plant,
        version=scoped.plant.version,
        values={"name": "Bình Dương", "city": "Thủ Dầu Một"},
    )
    for words in ("Bình Dương", "binh duong", "BINH", "dương"):
        assert found(client, words) == {"Plants": ["Bình Dương"]}, words
    assert "Plants" not in found(client, "johor bahru")


def test_acts_are_seen_at_once(scoped, roadmap):
    by, client = scoped.people["cio"], scoped.client("cio")
    row = add(roadmap, by, "Alpha", "甲")
    rename(row, by, "Bravo")
    assert found(client, "alpha") == {}
    assert found(client, "bravo") == {"Initiatives": ["Bravo"]}
    undo_last(scoped.plant, by)
    assert found(client, "alpha") == {"Initiatives": ["Alpha"]}
    row.refresh_from_db()
    initiatives.delete_initiative(initiative=row, version=row.version, by=by)
    assert found(client, "alpha") == {}
    undo_last(scoped.plant, by)
    assert found(client, "甲") == {"Initiatives": ["Alpha"]}


def test_systems_come_and_go(scoped):
    by, client = scoped.people["cio"], scoped.client("cio")
    row = System.objects.create(plant=scoped.plant, name="Kingdee 云星空", category="ERP")
    assert found(client, "kingdee") == {}
    assert index.refresh("system", scoped.organization.pk, scoped.plant) == 1
    assert found(client, "星空") == {"Systems": ["Kingdee 云星空"]}
    inventory.remove_system(system=row, version=row.version, by=by)
    assert found(client, "kingdee") == {}


def test_a_removed_act_leaves_nothing(scoped, roadmap, monkeypatch):
    by = scoped.people["cio"]
    row = add(roadmap, by, "Alpha", "甲")
    monkeypatch.setattr(history, "differences", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rename(row, by, "Bravo")
    assert found(scoped.client("cio"), "bravo") == {}


def test_a_person_without_the_right_finds_nothing(scoped, roadmap):
    add(roadmap, scoped.people["cio"], "ERP interface", "接口")
    assert found(scoped.client("respondent"), "接口") == {}
    assert found(scoped.client("stakeholder"), "接口") == {"Initiatives": ["ERP interface"]}
    assert found(scoped.client("stranger"), "接口") == {}


def test_a_right_at_one_plant_finds_nothing_of_another(scoped, roadmap):
    other = PlantFactory(organization=scoped.organization, slug="szeged", name="Szeged")
    make_bar(make_roadmap(other), "Elsewhere")
    index.refresh_all(scoped.organization.pk)
    assert found(scoped.client("respondent"), "elsewhere") == {}
    Membership.objects.create(
        organization=scoped.organization,
        plant=other,
        user=scoped.people["respondent"],
        role="stakeholder",
    )
    assert found(scoped.client("respondent"), "elsewhere") == {"Initiatives": ["Elsewhere"]}
    assert found(scoped.client("stakeholder"), "elsewhere") == {}


def test_who_may_see_a_kind_may_see_the_plant():
    assert all(Permission.PLANT_VIEW in rights for rights in MATRIX.values())


def test_texts_of_packs_are_read_once(scoped, monkeypatch):
    for folder in sorted((DATA_DIR / "checklists" / "MY").glob("*/*")):
        load_folder(folder)
    for name in ("A", "B"):
        refresh(plant=PlantFactory(organization=scoped.organization, name=name), by=None)
    monkeypatch.setattr(pack_texts, "_terms", {})
    client = scoped.client("cio")
    assert found(client, "breach")["Duties"]
    monkeypatch.setattr(pack_texts, "_duties", lambda _release: 1 / 0)
    assert found(client, "breach")["Duties"]


def test_a_prepared_product_has_its_entries(scoped, roadmap):
    row = make_bar(roadmap, "Restored")
    stale = SearchEntry.objects.create(
        kind="initiative",
        object_id=row.pk + 1000,
        organization=scoped.organization,
        plant=scoped.plant,
        terms=" gone ",
    )
    call_command("refresh_stored")
    with tenant(scoped.organization.pk):
        assert SearchEntry.objects.filter(object_id=row.pk, kind="initiative").exists()
        assert not SearchEntry.objects.filter(pk=stale.pk).exists()
        assert index.refresh_all(scoped.organization.pk) == 0
    assert found(scoped.client("cio"), "restored") == {"Initiatives": ["Restored"]}


def test_nobody_is_found_by_name(scoped, roadmap):
    """Entries hold no words about people, so that forgetting somebody leaves none behind."""
    by = scoped.people["cio"]
    row = add(roadmap, by, "Alpha", "甲")
    rename(row, by, "Bravo")
    System.objects.create(
        plant=scoped.plant, name="MES", category="MES", owner_name=scoped.people["it_lead"].name
    )
    index.refresh_all(scoped.organization.pk)
    names = {word for person in scoped.people.values() for word in person.name.lower().split()}
    kept = {
        term
        for text in SearchEntry.objects.values_list("terms", flat=True)
        for term in text.split()
    }
    assert kept
    assert not names & kept
    assert str(SearchEntry.objects.filter(object_id=row.pk, kind="initiative").get()) == (
        f"initiative {row.pk}"
    )


def test_many_plants_cost_as_many_statements_as_one(scoped, roadmap, django_assert_max_num_queries):
    for number in range(12):
        plant = PlantFactory(organization=scoped.organization, name=f"Plant {number}")
        make_bar(make_roadmap(plant), "Common work", one_off_amount=Decimal(1))
    index.refresh_all(scoped.organization.pk)
    client = scoped.client("cio")
    client.get("/search/?q=common")
    with django_assert_max_num_queries(20):
        (group,) = client.get("/search/?q=common").context["groups"]
    assert (len(group.hits), group.more) == (8, True)
