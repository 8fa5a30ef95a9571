from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from compliance.models import ObligationEvidence
from compliance.selectors.duties import open_duties, plant_totals, possible_owners
from compliance.selectors.facts import stored_facts
from compliance.selectors.packs import checklists_of, initiative_titles
from core.text import LocalizedText
from organizations.models import Evidence
from organizations.selectors.places import plant_today
from tests.factories.compliance import make_catalog, obligation_data, set_row, tracked
from tests.factories.organizations import PlantFactory


@pytest.fixture
def editor(scoped):
    return scoped.people["it_lead"]


@pytest.fixture
def duties(scoped, editor):
    found = tracked(
        scoped.plant,
        editor,
        obligation_data("my.late"),
        obligation_data("my.met", topic="labour"),
        obligation_data("my.ask", confidence="M"),
        obligation_data("my.no", applies_if={"fact": "country", "equals": "CN"}),
        obligation_data("my.soon", topic="labour"),
    )
    today = plant_today(scoped.plant)
    late, met, ask, _, soon = found
    set_row(late, due_on=today - dt.timedelta(days=1))
    set_row(met, state="met", met_on=today)
    set_row(ask, due_on=today - dt.timedelta(days=9))
    set_row(soon, due_on=today + dt.timedelta(days=9), state="in_progress")
    return found


def test_plants_are_counted_in_one_query(duties, scoped, django_assert_num_queries):
    other = PlantFactory(organization=scoped.organization)
    today = plant_today(scoped.plant)
    with django_assert_num_queries(1):
        found = plant_totals([scoped.plant, other], today)
    total = found[scoped.plant.pk].total
    assert {status.value: count for status, count in total.counts.items() if count} == {
        "overdue": 1,
        "in_progress": 1,
        "to_confirm": 1,
        "met": 1,
        "not_applicable": 1,
    }
    assert (total.met, total.applicable) == (1, 3)
    assert found[other.pk].total.score is None


def test_open_duties_come_most_urgent_first(duties, scoped):
    person, today = scoped.people["it_lead"], plant_today(scoped.plant)
    found = open_duties(scoped.plant, person, today, days=400)
    assert [duty.row.obligation for duty in found] == ["my.late", "my.soon", "my.ask"]
    assert [duty.is_question for duty in found] == [False, False, True]
    near = open_duties(scoped.plant, person, today, days=8)
    assert [duty.row.obligation for duty in near] == ["my.late", "my.ask"]
    set_row(duties[4], owner=person)
    mine = open_duties(scoped.plant, person, today, days=8)
    assert [duty.row.obligation for duty in mine] == ["my.late", "my.soon", "my.ask"]


def test_next_date_leaves_out_questions_and_met_duties(duties, scoped):
    today = plant_today(scoped.plant)
    other = PlantFactory(organization=scoped.organization)
    found = plant_totals([scoped.plant, other], today)
    assert found[scoped.plant.pk].next_due_on == today - dt.timedelta(days=1)
    assert found[other.pk].next_due_on is None


def test_owners_take_part_in_the_plant(scoped):
    names = {person.name for person in possible_owners(scoped.plant)}
    assert {"Cio", "It Lead", "Stakeholder"} <= names
    assert "Stranger" not in names


def test_initiatives_are_named_from_the_current_catalog(db, django_assert_num_queries):
    assert initiative_titles() == {}
    make_catalog()
    assert initiative_titles()["D04"].en == "Data protection basics"
    with django_assert_num_queries(1):
        initiative_titles()


def test_no_release_is_no_checklist(db):
    assert checklists_of([]) == {}


def test_facts_are_stored_as_plain_values(scoped):
    facts = {"annual_revenue": Decimal("1000.50"), "start_of_production": dt.date(2025, 1, 2)}
    assert stored_facts(facts | {"lines": 6}) == {
        "annual_revenue": "1000.5",
        "start_of_production": "2025-01-02",
        "lines": 6,
    }


def test_words_of_a_duty(duties):
    assert str(ObligationEvidence(evidence=Evidence(title="Notice"))) == "Notice"
    assert str(duties[0].row) == "my.late"
    said = duties[0].obligation
    assert duties[0].citation.en == f"{said.law.en} {said.article}"
    words = LocalizedText.of("Test Act s.1", "《测试法》第1条")
    assert said.model_copy(update={"citation": words}).cited == words
    assert duties[0].suggested_due_on == duties[0].row.tracked_on + dt.timedelta(days=90)
