"""One pair of addresses turns the steps of every page, by the right and with the words of the page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from core import clock
from landscape.models import System
from landscape.services import inventory
from organizations.domain.roles import Permission
from organizations.models import AuditEvent, Plant
from steps.models import Step
from steps.selectors.changes import step_words, turns
from steps.selectors.pages import page_turning, pages
from steps.services import history, reverting
from tests.access_matrix.steps import step
from tests.factories.landscape import SystemFactory
from tests.steps.support import turn_url

HOME = reverse("landscape:system-list", args=["johor-bahru"])


@pytest.fixture
def sap(scoped):
    return SystemFactory(plant=scoped.plant, name="SAP", vendor="SAP SE")


def edit(system, by, **fields):
    stored = System.objects.get(pk=system.pk)
    return inventory.edit_system(system=stored, expected=stored.version, by=by, **fields)


# --- the page ---------------------------------------------------------------------------------
def test_buttons_stand_on_the_list_name_the_step_and_turn_it(scoped, sap):
    client = scoped.client("it_lead")
    edit(sap, scoped.people["it_lead"], vendor="Kingdee")
    undo = turn_url("undo", Step.objects.get().pk)
    page = client.get(HOME).content.decode()
    assert undo in page
    assert "Edited a system: SAP" in page
    answer = client.post(undo, follow=True)
    assert "Undone: Edited a system: SAP" in answer.content.decode()
    assert answer.redirect_chain == [(HOME, 302)]
    assert System.objects.get().vendor == "SAP SE"
    redo = turn_url("redo", Step.objects.get().pk)
    assert redo in answer.content.decode()
    assert undo not in answer.content.decode()
    assert "Done again" in client.post(redo, follow=True).content.decode()
    assert System.objects.get().vendor == "Kingdee"
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert [*verbs] == ["system.edited", "roadmap_change.undone", "roadmap_change.redone"]


def test_page_of_chinese_readers_is_chinese(scoped, sap):
    reader = scoped.people["it_lead"]
    reader.language = "zh-hans"
    reader.save()
    inventory.import_systems(
        plant=scoped.plant,
        rows=[{"name": "MES", "category": "ERP"}, {"name": "SAP", "vendor": "SAP"}],
        by=reader,
    )
    page = scoped.client("it_lead").get(HOME).content.decode()
    assert "导入了系统：新增1个、更改1个" in page


def test_button_of_somebody_elses_step_is_not_shown(scoped, sap):
    edit(sap, scoped.people["cio"], vendor="Kingdee")
    assert "/undo/" not in scoped.client("it_lead").get(HOME).content.decode()


def test_button_does_not_reach_into_an_earlier_sitting(scoped, sap):
    by = scoped.people["it_lead"]
    edit(sap, by, vendor="Kingdee")
    at = clock.now()
    with clock.running(lambda: at + timedelta(hours=12, minutes=1)):
        assert turns(scoped.plant, by, only=("system.",)).back is None


def test_overtaken_step_is_refused_and_names_who_and_what(scoped, sap):
    client = scoped.client("it_lead")
    edit(sap, scoped.people["it_lead"], vendor="Kingdee")
    mine = Step.objects.get()
    edit(sap, scoped.people["cio"], note="looked at")
    answer = client.post(turn_url("undo", mine.pk), follow=True).content.decode()
    assert "Cio changed the same thing on" in answer
    assert "Edited a system: SAP" in answer
    assert System.objects.get().vendor == "Kingdee"
    Step.objects.exclude(pk=mine.pk).delete()  # the log does not know who
    answer = client.post(turn_url("undo", mine.pk), follow=True).content.decode()
    assert "“SAP” was changed since" in answer
    mine.refresh_from_db()
    assert mine.undone_at is None


def test_list_of_changes_offers_what_the_buttons_do_not_reach(scoped, sap):
    client, by = scoped.client("it_lead"), scoped.people["it_lead"]
    listed = reverse("steps:step-list", args=["johor-bahru", "landscape"])
    assert "No changes yet" in client.get(listed).content.decode()
    at = clock.now()
    with clock.running(lambda: at - timedelta(days=31)):
        edit(sap, by, note="long ago")
        assert "Edited a system" in client.get(listed).content.decode()
    assert "No changes yet" in client.get(listed).content.decode()
    with clock.running(lambda: at - timedelta(days=3)):
        edit(sap, by, vendor="Kingdee")
    goal = step(scoped, "goal.edited")["pk"]
    assert listed in client.get(HOME).content.decode()
    page = client.get(listed).content.decode()
    undo = turn_url("undo", Step.objects.filter(verb="system.edited").first().pk)
    assert undo not in client.get(HOME).content.decode()
    assert undo in page
    assert "the last 30 days" in page
    assert turn_url("undo", goal) not in page
    client.post(undo)
    assert System.objects.get().vendor == "SAP SE"
    assert "undone by" in client.get(listed).content.decode()


# --- rights and hostile input -------------------------------------------------------------------
@pytest.mark.parametrize("turn", ["undo", "redo"])
@pytest.mark.parametrize("page", sorted(pages()))
def test_step_takes_the_right_of_its_page(cast, page, turn):
    """A person who may edit systems does not undo a step of the plan by its number."""
    declared = pages()[page]
    place = step(cast, f"{declared.verbs[0]}x")
    for role, right in (("it_lead", declared.right), ("stakeholder", Permission.ROADMAP_VIEW)):
        may = role == "it_lead" and right is not Permission.ROADMAP_EDIT
        answer = cast.client(role).post(turn_url(turn, place["pk"]))
        assert answer.status_code == (302 if may else 403)


def test_steps_that_are_not_there_are_not_found(cast):
    client = cast.client("cio")
    with scopes_disabled():
        elsewhere = Plant.objects.get(slug="elsewhere")
        foreign = Step.objects.create(
            plant=elsewhere, verb="system.edited", before=[], after=[], made_at=clock.now()
        )
        unknown = Step.objects.create(
            plant=cast.plant, verb="nobody.knows", before=[], after=[], made_at=clock.now()
        )
    for pk in (foreign.pk, unknown.pk, 10**9, 10**18):
        for turn in ("undo", "redo"):
            assert client.post(turn_url(turn, pk)).status_code == 404
    assert client.post(turn_url("undo", foreign.pk, "elsewhere")).status_code == 404
    with scopes_disabled():
        assert not Step.objects.exclude(undone_at=None).exists()
    for app in ("needs", "roadmap", "x", "landscape-"):
        assert client.get(f"/plants/johor-bahru/steps/{app}/").status_code == 404


def test_page_says_by_itself_when_a_step_is_turned_twice(scoped, sap):
    client = scoped.client("it_lead")
    edit(sap, scoped.people["it_lead"], vendor="Kingdee")
    undo = turn_url("undo", Step.objects.get().pk)
    client.post(undo)
    assert "undone already" in client.post(undo, follow=True).content.decode()


def test_longest_beginning_tells_the_page():
    assert page_turning("plant_milestones.moved").name == "launch:launch-detail"
    assert page_turning("plant_milestone.edited").name == "calendars:calendar-detail"
    assert page_turning("nobody.knows") is None


# --- what the log keeps -------------------------------------------------------------------------
def test_log_keeps_only_rows_that_changed(scoped):
    by = scoped.people["cio"]
    rows = [{"name": f"System {n}", "category": "ERP", "vendor": "A"} for n in range(40)]
    inventory.import_systems(plant=scoped.plant, rows=rows, by=by)
    rows[7]["vendor"] = "B"
    inventory.import_systems(plant=scoped.plant, rows=rows, by=by)
    changed = Step.objects.first()
    assert [row["values"]["name"] for row in changed.after] == ["System 7"]
    assert step_words(changed) == "Imported systems: 1 changed"
    inventory.import_systems(plant=scoped.plant, rows=rows, by=by)
    assert Step.objects.count() == 2


def test_undo_of_an_import_costs_few_queries_for_many_rows(scoped, django_assert_max_num_queries):
    by = scoped.people["cio"]
    rows = [{"name": f"System {n}", "category": "ERP"} for n in range(150)]
    inventory.import_systems(plant=scoped.plant, rows=rows, by=by)
    with django_assert_max_num_queries(25):
        done = reverting.undo(change=turns(scoped.plant, by).back, by=by)
    event = AuditEvent.objects.order_by("-pk").first()
    assert event.changes == {"removed": [None, 150]}
    with django_assert_max_num_queries(150 + 25):
        reverting.redo(change=done, by=by)
    assert System.objects.count() == 150


def test_steps_of_systems_are_forgotten_after_a_month_those_of_the_plan_are_not(scoped, sap):
    by = scoped.people["cio"]
    with history.kept(plant=scoped.plant, by=by, verb="goal.edited", subject={}, rows=[sap]):
        System.objects.update(vendor="Odoo")
    edit(sap, by, vendor="Kingdee")
    at = clock.now()
    with clock.running(lambda: at + timedelta(days=29)):
        edit(sap, by, vendor="Oracle")
        assert Step.objects.count() == 3
    with clock.running(lambda: at + timedelta(days=31)):
        edit(sap, by, vendor="IFS")
    assert [row.verb for row in Step.objects.order_by("pk")] == [
        "goal.edited",
        *["system.edited"] * 2,
    ]
