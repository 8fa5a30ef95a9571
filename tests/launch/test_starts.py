"""The start ahead as advice reads it, and the last responsible starts of all plants."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from advice.selectors.desk import load_desk
from advice.services import accepting
from calendars.models import PlantClosure, PlantMilestone
from launch.selectors.starts import soon_starts, start_ahead
from organizations.models import Plant
from roadmap.models import Initiative
from tests.factories.organizations import PlantFactory
from tests.factories.roadmap import make_bar
from tests.launch.domain.cases import DAY, SOP
from tests.launch.support import set_days
from tests.markup import text_of
from tests.roadmap.support import TODAY

STATEMENTS = 6


def listed(client):
    return client.get(reverse("launch:start-list"))


def test_milestone_outranks_the_profile(ahead, owner):
    plant = ahead.plant
    assert start_ahead(plant) is None
    plant.start_of_production = date(2028, 3, 1)
    assert (start_ahead(plant).on, start_ahead(plant).spans) == (date(2028, 3, 1), {})
    set_days(plant, owner)
    assert start_ahead(plant).on == SOP
    PlantMilestone.objects.filter(key="M16").update(reached_on=TODAY)
    assert start_ahead(plant) is None
    PlantMilestone.objects.filter(key="M16").delete()
    assert start_ahead(plant).on == date(2028, 3, 1)
    plant.start_of_production = TODAY
    assert start_ahead(plant) is None  # other milestones stand, but no start


def test_plant_without_anything_costs_one_statement(at, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert start_ahead(at.plant) is None


def test_without_a_pack_nothing_lies_ahead(at):
    at.plant.start_of_production = SOP
    assert start_ahead(at.plant) is None


def test_slices_are_placed_by_their_milestones(dated, roadmap, owner):
    PlantClosure.objects.create(
        plant=dated.plant, title="Tết", starts_on=DAY("2027-02-01"), opens_on=DAY("2027-02-15")
    )
    accepting.accept(plant=dated.plant, catalog_ids=["D16", "D10"], rate=1, by=owner)
    bars = {row.need: (row.starts_on, row.ends_on) for row in Initiative.objects.all()}
    assert bars["K-19"] == (DAY("2027-03-25"), DAY("2027-09-22"))
    assert bars["K-13"][0] == TODAY + timedelta(days=42)  # its last start is past: behind K-03


def test_milestones_outside_of_the_plan_place_nothing(dated, roadmap, owner):
    far = {key: date(2041, 1, 1) for key in ("M7", "M9", "M13", "M14")}
    set_days(dated.plant, owner, **far)
    assert start_ahead(dated.plant).spans["K-19"].start.year == 2040
    desk = load_desk(dated.plant, rate=1)
    assert desk.candidate("D16", 1).slice.span is None


def test_days_that_cannot_be_counted_give_no_spans(dated, owner):
    set_days(dated.plant, owner, M1=date(1900, 1, 1))
    assert start_ahead(dated.plant).spans == {}
    assert soon_starts([dated.plant]) == []


def test_list_of_all_plants(dated, owner, roadmap):
    make_bar(roadmap, "ERP", date(2027, 1, 1), date(2027, 6, 30), catalog_id="D10", need="K-13")
    make_bar(
        roadmap,
        "Law",
        date(2026, 11, 2),
        date(2026, 12, 31),
        catalog_id="D04",
        need="K-03",
        status="active",
        progress=10,
    )
    found = soon_starts([dated.plant])
    assert [(one.row.entry.need.id, one.days, str(one.work.state)) for one in found][:2] == [
        ("K-13", found[0].days, "planned"),
        ("K-01", found[1].days, "not_planned"),
    ]
    assert all(one.days <= 60 for one in found)
    assert [one.row.safe.late.start for one in found] == sorted(
        one.row.safe.late.start for one in found
    )
    text = text_of(listed(dated.client("cio")).content.decode())
    assert "ERP finance" in text
    assert "days missing" in text
    assert "Nothing must begin soon" in text_of(listed(dated.client("respondent")).content.decode())
    dated.people["cio"].language = "zh-hans"
    dated.people["cio"].save()
    assert "最迟启动日" in text_of(listed(dated.client("cio")).content.decode())


def test_start_that_was_reached_asks_for_nothing(dated):
    PlantMilestone.objects.filter(key="M16").update(reached_on=TODAY)
    assert soon_starts([dated.plant]) == []


@pytest.mark.parametrize("count", [1, 4])
def test_statements_do_not_grow_with_the_plants(dated, owner, count, django_assert_num_queries):
    for number in range(count - 1):
        plant = PlantFactory(organization=dated.organization, slug=f"hall-{number}", country="VN")
        set_days(plant, owner)
        PlantClosure.objects.create(
            plant=plant, title="C", starts_on=DAY("2027-02-01"), opens_on=DAY("2027-02-02")
        )
    plants = list(Plant.objects.select_related("organization"))
    with django_assert_num_queries(STATEMENTS):
        found = soon_starts(plants)
    assert len({one.plant.pk for one in found}) == count
