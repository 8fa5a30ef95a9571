from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from core.base import every_row
from core.errors import StaleVersionError
from journey.models import PlantStage
from organizations.models import AuditEvent, Organization, Plant
from organizations.selectors.places import plant_facts
from organizations.services import plants as service
from packs.schema.facts import PLANT_FACTS
from tests.factories.organizations import PlantFactory

VALUES = {
    "name": "Bình Dương",
    "country": "VN",
    "city": "Thủ Dầu Một",
    "time_zone": "Asia/Ho_Chi_Minh",
    "currency": "VND",
    "languages": ["vi", "en"],
    "industry": "motors",
    "headcount": 410,
    "lines": 3,
}


def create(scoped, **more):
    return service.create_plant(
        by=scoped.people["cio"], organization=scoped.organization, values={**VALUES, **more}
    )


def test_new_plant_has_a_readable_address_and_five_stages(scoped):
    plant = create(scoped)
    assert re.fullmatch("binh-duong-[a-z0-9]{5}", plant.slug)
    assert PlantStage.objects.filter(plant=plant).count() == 5
    event = AuditEvent.objects.get()
    assert (event.verb, event.plant) == ("plant.created", plant)
    assert event.changes["name"] == [None, "Bình Dương"]


def test_plants_without_a_latin_name_are_counted_by_country(scoped):
    named = {"name": "开罗新厂", "city": "开罗", "country": "EG"}
    Organization.objects.exclude(pk=scoped.organization.pk).delete()
    assert [create(scoped, **named).slug for _ in range(2)] == ["plant-eg-1", "plant-eg-2"]
    assert [create(scoped).slug for _ in range(2)] == ["binh-duong", "binh-duong-2"]


def test_address_tells_nothing_of_the_plants_of_other_groups(scoped, monkeypatch):
    endings = iter("aaaaa" + "aaaaa" + "bbbbb")
    monkeypatch.setattr(service.secrets, "choice", lambda _letters: next(endings))
    first = create(scoped).slug
    other = Organization.objects.exclude(pk=scoped.organization.pk).get()
    every_row(Plant).filter(slug=first).update(organization=other)
    # The same form whether the name is free or not, and whether the letters are.
    assert (first, create(scoped).slug) == ("binh-duong-aaaaa", "binh-duong-bbbbb")
    monkeypatch.undo()
    unknown = create(scoped, name="开罗新厂", city="开罗", country="EG").slug
    assert re.fullmatch("plant-eg-[a-z0-9]{5}", unknown)


@pytest.mark.parametrize(
    ("name", "city", "slug"),
    [
        ("海外工厂", "Szeged", "szeged"),
        ("海外工厂", "赛格德", "plant-eg-1"),
        ("开罗2号厂", "开罗", "plant-eg-1"),
        ("New", "", "new-2"),
        ("Łódź / Żory", "", "lodz-zory"),
        ("x" * 80, "", "x" * 50),
    ],
)
def test_address_of_any_name(scoped, name, city, slug):
    assert service.free_slug(name, city, "EG") == slug


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", "ZZ"),
        ("country", "Malaysia"),
        ("currency", "ZZZ"),
        ("time_zone", "Mars/Base"),
        ("languages", ["xx"]),
        ("languages", "en"),
        ("headcount", 0),
        ("headcount", -5),
        ("headcount", 10**9),
        ("lines", 1000),
        ("annual_revenue", Decimal(-1)),
        ("start_of_production", dt.date(1066, 1, 1)),
        ("data_residency_country", "ZZ"),
        ("process_type", "magic"),
        ("night_shift", "perhaps"),
        ("sensitive_persons", 5_000_000_000),
        ("name", ""),
        ("name", "x" * 81),
    ],
)
def test_impossible_fact_is_refused_by_field(scoped, field, value):
    with pytest.raises(ValidationError) as refused:
        create(scoped, **{field: value})
    assert field in refused.value.message_dict
    assert Plant.objects.count() == 1


def test_sensitive_persons_are_some_of_all_persons(scoped):
    with pytest.raises(ValidationError) as refused:
        create(scoped, persons_in_systems=10, sensitive_persons=11)
    assert set(refused.value.message_dict) == {"sensitive_persons"}
    assert create(scoped, sensitive_persons=11).sensitive_persons == 11


def test_edit_records_before_and_after(scoped):
    service.edit_plant(
        by=scoped.people["cio"],
        plant=scoped.plant,
        version=1,
        values={"headcount": 700, "lines": 6, "annual_revenue": Decimal("12.50")},
    )
    stored = Plant.objects.get(pk=scoped.plant.pk)
    assert (stored.headcount, stored.version) == (700, 2)
    assert AuditEvent.objects.get().changes == {
        "headcount": [640, 700],
        "annual_revenue": [None, "12.5"],
    }


def test_stale_edit_changes_nothing(scoped):
    with pytest.raises(StaleVersionError):
        service.edit_plant(
            by=scoped.people["cio"], plant=scoped.plant, version=7, values={"headcount": 1}
        )
    assert Plant.objects.get(pk=scoped.plant.pk).headcount == 640


def test_identity_of_a_plant_cannot_be_edited(scoped):
    service.edit_plant(
        by=scoped.people["cio"],
        plant=scoped.plant,
        version=1,
        values={"slug": "taken-over", "organization": 99, "headcount": 641},
    )
    stored = Plant.objects.get(pk=scoped.plant.pk)
    assert (stored.slug, stored.organization) == ("johor-bahru", scoped.organization)


def test_database_refuses_an_empty_plant_and_negative_money(scoped):
    rows = Plant.objects.filter(pk=scoped.plant.pk)
    for values in ({"headcount": 0}, {"annual_revenue": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


def test_facts_for_conditions(scoped, django_assert_num_queries):
    PlantFactory(organization=scoped.organization, country="VN")
    PlantFactory(organization=scoped.organization, country="CN")
    with django_assert_num_queries(1):
        facts = service.facts(scoped.plant)
    assert facts == plant_facts(scoped.plant)
    assert facts["group_plants_abroad"] == 2
    assert facts["industry_type"] == facts["process_type"] == "discrete"
    assert facts["languages"] == ("en", "ms")
    assert facts["ot_network"] == "yes"
    assert set(facts) == PLANT_FACTS - {"einvoice_rule", "residency_rule"}


def test_names_follow_the_reader(scoped):
    with translation.override("zh-hans"):
        assert scoped.plant.country_name == "马来西亚"
    with translation.override("en"):
        assert scoped.plant.country_name == "Malaysia"
