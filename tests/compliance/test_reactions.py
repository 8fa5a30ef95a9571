"""The duties follow the facts of a plant, of its group, and the checklists."""

from __future__ import annotations

import pytest
from celery import current_app
from django.core.management import call_command
from kombu.exceptions import OperationalError

from compliance.models import FactCheck, ObligationStatus
from compliance.selectors.facts import is_outdated, last_check, situation_of
from compliance.services import tracking
from organizations.models import AuditEvent, Plant
from organizations.services import audit, delivery, plants
from tests.factories.compliance import make_release, obligation_data
from tests.factories.organizations import PlantFactory

NIGHT = {"fact": "night_shift", "equals": "yes"}
GROUP = {"fact": "group_plants_abroad", "at_least": 2}


@pytest.fixture
def packs(db):
    return make_release(
        obligation_data("my.all"),
        obligation_data("my.night", applies_if=NIGHT),
        obligation_data("my.group", applies_if=GROUP),
    )


@pytest.fixture
def cio(scoped):
    delivery.open_cursors(scoped.organization, is_new=True)
    return scoped.people["cio"]


def create(cast, name="Penang", **values):
    facts = {"name": name, "country": "MY", "time_zone": "Asia/Kuala_Lumpur", "city": name}
    facts |= {"currency": "MYR", "languages": ["en"], "industry": "drives", "headcount": 90}
    return plants.create_plant(
        by=cast.people["cio"], organization=cast.organization, values=facts | values
    )


def duties(plant) -> dict[str, str]:
    rows = ObligationStatus.objects.filter(plant=plant)
    return dict(rows.values_list("obligation", "applies"))


def trail(*, since: int = 0) -> list[tuple[str, str]]:
    rows = AuditEvent.objects.filter(pk__gt=since).order_by("pk")
    return [(row.verb, row.actor_label) for row in rows.select_related("words")]


def current(plant) -> bool:
    return not is_outdated(last_check(plant), situation_of(plant))


def test_new_plant_knows_its_duties_at_once(scoped, packs, cio):
    plant = create(scoped)
    assert duties(plant) == {"my.all": "yes", "my.night": "unknown", "my.group": "yes"}
    assert trail() == [("plant.created", "Cio"), ("obligations.checked", "Cio")]
    assert FactCheck.objects.get().checked_by == cio
    assert audit.verify(scoped.organization).is_unbroken


def test_changed_fact_is_held_against_the_checklists_with_the_change(scoped, packs, cio):
    plant = create(scoped)
    last = AuditEvent.objects.latest("pk").pk
    plants.edit_plant(by=cio, plant=plant, version=plant.version, values={"night_shift": "no"})
    assert duties(plant)["my.night"] == "no"
    assert trail(since=last) == [("plant.edited", "Cio"), ("obligations.checked", "Cio")]


def test_change_that_decides_nothing_checks_nothing(scoped, packs, cio):
    plant = create(scoped)
    last, check = AuditEvent.objects.latest("pk").pk, FactCheck.objects.get()
    plants.edit_plant(by=cio, plant=plant, version=plant.version, values={"city": "George Town"})
    assert trail(since=last) == [("plant.edited", "Cio")]
    assert FactCheck.objects.get().checked_at == check.checked_at


def test_check_that_fails_keeps_the_plant_as_it_was(scoped, packs, cio, monkeypatch):
    def fail(**_):
        raise ZeroDivisionError

    monkeypatch.setattr(tracking, "keep_current", fail)
    with pytest.raises(ZeroDivisionError):
        create(scoped)
    assert not Plant.objects.filter(name="Penang").exists()


def test_country_without_checklist_is_not_checked(scoped, packs, cio):
    plant = create(scoped, country="VN", currency="VND")
    assert (duties(plant), FactCheck.objects.count()) == ({}, 0)
    assert current(plant)


def test_plant_counts_in_the_group_and_the_neighbours_are_checked_by_the_system(scoped, packs, cio):
    first = create(scoped, "Penang")
    PlantFactory(organization=scoped.organization, name="Quiet", country="CN", slug="quiet")
    Plant.objects.filter(pk=scoped.plant.pk).update(country="CN")
    plants.edit_plant(
        by=cio, plant=scoped.plant, version=scoped.plant.version, values={"country": "CN"}
    )
    delivery.deliver(scoped.organization.pk)
    assert duties(first)["my.group"] == "no"
    create(scoped, "Kulim")
    assert not current(first)
    last = AuditEvent.objects.latest("pk").pk
    delivery.deliver(scoped.organization.pk)
    assert current(first)
    assert duties(first)["my.group"] == "yes"
    assert trail(since=last) == [("obligations.checked", "Landfall")]
    delivery.deliver(scoped.organization.pk)
    assert trail(since=last) == [("obligations.checked", "Landfall")]


def test_edit_that_moves_no_plant_leaves_the_neighbours_alone(scoped, packs, cio, monkeypatch):
    plant = create(scoped)
    delivery.deliver(scoped.organization.pk)
    asked = []
    monkeypatch.setattr(delivery, "ask", lambda *given: asked.append(given))
    plants.edit_plant(by=cio, plant=plant, version=plant.version, values={"night_shift": "no"})
    delivery.deliver(scoped.organization.pk)
    assert asked == []


def test_new_release_is_taken_up_by_the_system_and_told_only_where_duties_change(
    scoped, packs, cio
):
    plant, other = create(scoped, "Penang"), create(scoped, "Debrecen", country="HU")
    delivery.deliver(scoped.organization.pk)
    last = AuditEvent.objects.latest("pk").pk
    make_release(obligation_data("my.all"), obligation_data("my.new"), release="2026.4")
    assert (current(plant), current(other)) == (False, True)
    delivery.deliver(scoped.organization.pk)
    assert current(plant)
    assert duties(plant)["my.new"] == "yes"
    told = AuditEvent.objects.filter(pk__gt=last)
    assert {event.actor for event in told} == {None}
    assert sorted(event.plant.name for event in told) == ["Johor Bahru", "Penang"]


def test_check_is_resumed_after_a_kill(scoped, packs, cio, monkeypatch):
    plant = create(scoped)
    delivery.deliver(scoped.organization.pk)
    make_release(obligation_data("my.all"), release="2026.4")
    real, count = tracking.keep_current, []

    def killed(**given):
        count.append(given["plant"].pk)
        if len(count) == 2:
            raise KeyboardInterrupt
        return real(**given)

    monkeypatch.setattr(tracking, "keep_current", killed)
    with pytest.raises(KeyboardInterrupt):
        delivery.deliver(scoped.organization.pk)
    assert (current(scoped.plant), current(plant)) == (True, False)
    last = AuditEvent.objects.latest("pk").pk
    delivery.deliver(scoped.organization.pk)
    assert (current(scoped.plant), current(plant)) == (True, True)
    assert [event.plant for event in AuditEvent.objects.filter(pk__gt=last)] == [plant]


def test_load_packs_asks_for_the_check(scoped, cio, monkeypatch):
    announced = []
    monkeypatch.setattr(delivery, "announce_packs", announced.append)
    call_command("load_packs")
    (kinds,) = announced
    assert "checklist" in kinds
    call_command("load_packs")
    assert announced[1] == set()


def test_lost_message_of_load_packs_is_made_good_by_the_sweep(
    scoped, packs, cio, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(*_args, **_options):
        raise OperationalError("no queue")

    plant = create(scoped)
    delivery.deliver(scoped.organization.pk)
    make_release(obligation_data("my.all"), release="2026.4")
    monkeypatch.setattr(current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        delivery.announce_packs({"checklist"})
    assert delivery.behind() == [scoped.organization.pk]
    delivery.deliver(scoped.organization.pk)
    assert current(plant)


def test_asking_for_a_check_without_changes_leaves_its_event(scoped, packs, cio):
    plant = create(scoped)
    last = AuditEvent.objects.latest("pk").pk
    tracking.refresh(plant=plant, by=cio)
    assert trail(since=last) == [("obligations.checked", "Cio")]
