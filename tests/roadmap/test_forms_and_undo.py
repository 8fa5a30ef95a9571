"""Every form of the area: stored, refused with words, kept apart when two people edit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from goals.services import goals
from needs.models import Requirement
from organizations.selectors.places import plant_today
from roadmap.models import BudgetYear, Dependency, Initiative, Milestone, Roadmap
from steps.models import Step
from tests.factories.assessment_runs import catalog
from tests.factories.launch import launch_pack
from tests.factories.roadmap import make_bar, make_roadmap
from tests.markup import flat
from tests.steps.support import turn_url

TODAY = date(2026, 11, 18)
HTMX = {"HTTP_HX_REQUEST": "true"}


def url(name, *args):
    return reverse(f"roadmap:{name}", args=["johor-bahru", *args])


@pytest.fixture
def client(scoped):
    with time_machine.travel(TODAY, tick=False):
        yield scoped.client("project_owner")


@pytest.fixture
def roadmap(scoped):
    return make_roadmap(scoped.plant, starts_on=date(2027, 1, 1))


@pytest.fixture
def row(roadmap):
    return make_bar(roadmap, "First", date(2027, 1, 1), date(2027, 3, 31))


@pytest.fixture
def second(roadmap):
    return make_bar(roadmap, "Second", date(2027, 1, 1), date(2027, 3, 31))


def initiative(row, **more):
    return {
        "title": "First",
        "phase": "digitize",
        "starts_on": "2027-01-01",
        "ends_on": "2027-03-31",
        "one_off_amount": "90,000",
        "yearly_amount": "",
        "status": "planned",
        "progress": "0",
        "version": row.version if row else "",
        **more,
    }


# --- begin, limits ----------------------------------------------------------------------
def test_plan_is_begun_and_leads_to_the_advice(client, cast):
    catalog()
    assert client.get(url("roadmap-create")).status_code == 200
    bad = client.post(url("roadmap-create"), {"starts_on": "never", "limit_amount": "-3"})
    assert bad.status_code == 422
    good = client.post(url("roadmap-create"), {"starts_on": "2027-01-01", "limit_amount": "1,000"})
    assert good.headers["Location"] == reverse("advice:initiative-list", args=["johor-bahru"])
    assert BudgetYear.objects.filter(limit_amount=1000).count() == 3
    assert client.get(url("roadmap-create")).headers["Location"] == url("roadmap-detail")


def test_without_catalog_the_page_says_so(client, cast):
    answer = client.post(url("roadmap-create"), {"starts_on": "2027-01-01"})
    assert answer.status_code == 422
    assert "No initiative catalog" in answer.content.decode()
    assert (
        "load_packs"
        in client.get(reverse("advice:initiative-list", args=["johor-bahru"])).content.decode()
    )
    assert Roadmap.objects.count() == 0


def test_limits_are_set_and_kept_apart(client, roadmap):
    assert "2027, MYR" in client.get(url("budget-edit")).content.decode()
    stored = client.post(url("budget-edit"), {"version": 1, "limit_2027": "5 000"})
    assert stored.status_code == 302
    stale = client.post(url("budget-edit"), {"version": 1, "limit_2028": "6000"})
    assert stale.status_code == 409
    assert stale.context["conflict"] == {
        "who": "Project Owner",
        "rows": [
            {"label": "2027, MYR", "theirs": "5,000", "mine": "nothing"},
            {"label": "2028, MYR", "theirs": "nothing", "mine": "6,000"},
        ],
        "version": 2,
    }
    theirs = {"version": 2, "limit_2027": "6000", "on_conflict": "theirs"}
    assert client.post(url("budget-edit"), theirs).status_code == 302
    assert BudgetYear.objects.get().limit_amount == 5000
    assert client.post(url("budget-edit"), {"version": 2, "limit_2027": "x"}).status_code == 422


def test_undo_of_limits_is_not_lost_to_a_form_opened_before(client, scoped, roadmap):
    other = scoped.client("cio")
    assert other.post(url("budget-edit"), {"version": 1, "limit_2027": "5000"}).status_code == 302
    mine = client.get(url("budget-edit"))
    given = {"version": mine.context["form"]["version"].value(), "limit_2027": "5000"}
    assert other.post(turn_url("undo", Step.objects.get().pk)).status_code == 302
    stale = client.post(url("budget-edit"), {**given, "limit_2028": "6000"})
    assert stale.status_code == 409
    assert stale.context["conflict"] == {
        "who": "Cio",
        "rows": [
            {"label": "2027, MYR", "theirs": "nothing", "mine": "5,000"},
            {"label": "2028, MYR", "theirs": "nothing", "mine": "6,000"},
        ],
        "version": 3,
    }
    assert BudgetYear.objects.count() == 0


# --- initiatives --------------------------------------------------------------------------------
def test_initiative_is_added_and_bad_input_named(client, scoped, roadmap):
    known = Requirement.objects.create(
        plant=scoped.plant, code="REQ-1", title={"en": "Need", "zh-hans": "需求"}
    )
    goal = goals.create_goal(
        plant=scoped.plant,
        values={
            "title": "G",
            "horizon": "short",
            "value_driver": "cost",
            "due_on": TODAY,
            "target_text": "1",
        },
        by=scoped.people["cio"],
    )
    assert "REQ-1 Need" in client.get(url("initiative-create")).content.decode()
    for bad in (
        {"title": ""},
        {"starts_on": "2027-13-01"},
        {"ends_on": "2026-12-31"},
        {"one_off_amount": "-1"},
        {"one_off_amount": "1,2345"},
        {"one_off_amount": "9" * 30},
        {"phase": "dream"},
        {"owner": "999999"},
        {"requirements": ["999999"]},
    ):
        answer = client.post(url("initiative-create"), initiative(None, **bad))
        assert answer.status_code == 422, bad
        assert "entry needs a change" in answer.content.decode()
    given = initiative(None, title_other="第一", requirements=[known.pk], goals=[goal.pk])
    assert client.post(url("initiative-create"), given).status_code == 302
    row = Initiative.objects.get()
    assert row.title == {"en": "First", "zh-hans": "第一"}
    assert (row.requirements.get(), row.goals.get()) == (known, goal)
    text = client.get(url("initiative-edit", row.pk)).content.decode()
    assert "第一" in text
    drawer = client.get(url("roadmap-detail"), {"initiative": row.pk}).content.decode()
    assert "REQ-1" in drawer


def test_chinese_title_goes_into_its_language(client, scoped, roadmap):
    person = scoped.people["project_owner"]
    person.language = "zh-hans"
    person.save()
    given = initiative(None, title="自有", title_other="Own")
    client.post(url("initiative-create"), given)
    assert Initiative.objects.get().title == {"en": "Own", "zh-hans": "自有"}


def test_move_answers_every_region(client, row, second):
    Dependency.objects.create(predecessor=row, successor=second, lag_days=-90)
    given = {"version": 1, "starts_on": "2027-01-01", "ends_on": "2027-03-30"}
    answer = client.post(url("initiative-move", row.pk), given, **HTMX)
    text = answer.content.decode()
    assert answer.headers["HX-Retarget"] == "#gantt"
    for part in (
        'id="gantt"',
        'id="conflict-banner"',
        'id="strips"',
        'id="undo"',
        'id="plan-meta"',
    ):
        assert part in text
    again = client.post(url("initiative-move", row.pk), given, **HTMX)
    assert again.status_code == 200  # what is stored already is no conflict
    stale = client.post(url("initiative-move", row.pk), {**given, "ends_on": "2027-05-31"}, **HTMX)
    assert stale.headers["HX-Retarget"] == "#drawer"
    assert "You, not stored" in stale.content.decode()
    bad = client.post(url("initiative-move", row.pk), {**given, "version": 2, "ends_on": "soon"})
    assert bad.status_code == 422


def test_row_of_the_table(client, scoped, row):
    given = {**initiative(row), "progress": "40", "view": "table"}
    answer = client.post(url("initiative-row-edit", row.pk), given)
    assert answer.headers["Location"].endswith("?view=table")
    bad = client.post(
        url("initiative-row-edit", row.pk), {**given, "version": 2, "progress": "140"}
    )
    assert bad.status_code == 422
    for more in ({}, HTMX):
        stale = client.post(url("initiative-row-edit", row.pk), {**given, "progress": "50"}, **more)
        assert stale.status_code == 409
        text = flat(stale.content.decode())
        assert "Take the values of Project Owner" in text
        assert f'name="version" value="1" form="form-{row.pk}"' in text
        assert f'name="against" value="2" form="form-{row.pk}"' in text
    assert Initiative.objects.get().progress == 40


def test_removing_asks_and_undo_brings_back(client, row):
    assert "Remove First?" in client.get(url("initiative-delete", row.pk)).content.decode()
    dialog = client.get(url("initiative-delete", row.pk), **HTMX).content.decode()
    assert dialog.lstrip().startswith("<dialog")
    assert client.post(url("initiative-delete", row.pk), {"version": "?"}).status_code == 422
    seen = {"version": row.version}
    assert client.post(url("initiative-delete", row.pk), seen).status_code == 302
    change = Step.objects.get()
    listed = client.get(url("change-list")).content.decode()
    assert "Removed an initiative" in listed
    assert client.post(turn_url("undo", change.pk)).status_code == 302
    assert Initiative.objects.count() == 1
    again = client.post(turn_url("undo", change.pk), **HTMX)
    assert again.status_code == 409
    assert "undone already" in again.content.decode()
    assert "undone by" in client.get(url("change-list")).content.decode()
    assert client.post(turn_url("undo", 10**9)).status_code == 404
    assert client.post(turn_url("redo", 10**9)).status_code == 404


def test_undo_names_its_step_and_redo_takes_its_place(client, row):
    client.post(url("initiative-delete", row.pk), {"version": row.version})
    change = Step.objects.get()
    words = 'title="Removed an initiative: First"'
    assert words in client.get(url("roadmap-detail")).content.decode()
    answer = client.post(turn_url("undo", change.pk), {"view": "gantt"}, **HTMX).content.decode()
    assert "Undone: Removed an initiative: First" in answer
    undo, redo = turn_url("undo", change.pk), turn_url("redo", change.pk)
    assert undo not in answer
    assert answer.count(f'action="{redo}"') == 2  # beside the plan and in the toast
    assert redo in client.get(url("change-list")).content.decode()
    again = client.post(redo, {"view": "gantt"}, **HTMX)
    assert "Done again: Removed an initiative: First" in again.content.decode()
    assert not Initiative.objects.exists()
    twice = client.post(redo, {"view": "gantt"}, **HTMX)
    assert (twice.status_code, "is not undone" in twice.content.decode()) == (409, True)
    assert client.post(undo).status_code == 302
    assert Initiative.objects.exists()


# --- links and milestones -----------------------------------------------------------------------
def test_link_by_form(client, row, second):
    page = client.get(url("dependency-create"), {"successor": second.pk}).content.decode()
    assert "First" in page
    given = {"predecessor": row.pk, "successor": second.pk, "lag_days": "-90"}
    assert client.post(url("dependency-create"), given).status_code == 302
    assert client.post(url("dependency-create"), given).status_code == 422
    back = {"predecessor": second.pk, "successor": row.pk}
    circle = client.post(url("dependency-create"), back, **HTMX)
    assert circle.status_code == 422
    assert "close a circle" in circle.content.decode()
    link = Dependency.objects.get()
    assert client.get(url("dependency-edit", link.pk)).status_code == 200
    bad = {"kind": "XX", "lag_days": "many"}
    assert client.post(url("dependency-edit", link.pk), bad).status_code == 422
    good = {"kind": "SS", "lag_days": "-7", "version": "1"}
    assert client.post(url("dependency-edit", link.pk), good).status_code == 302
    listed = client.get(url("change-list")).content.decode()
    assert "Changed a link" in listed
    assert client.post(url("dependency-delete", link.pk)).status_code == 422
    drawer = client.get(url("roadmap-detail"), {"initiative": link.successor_id}).content.decode()
    assert 'name="version" value="2"' in drawer
    seen = {"version": 2}
    assert client.post(url("dependency-delete", link.pk), seen).status_code == 302
    assert client.post(url("dependency-delete", link.pk), seen).status_code == 404


def test_two_editors_of_a_link_see_both_values(client, scoped, row, second):
    link = Dependency.objects.create(predecessor=row, successor=second)
    seen = client.get(url("dependency-edit", link.pk)).context["form"]["version"].value()
    theirs = {"kind": "FF", "lag_days": "-5", "version": seen}
    assert scoped.client("cio").post(url("dependency-edit", link.pk), theirs).status_code == 302
    mine = {"kind": "SS", "lag_days": "-5", "version": seen}
    stale = client.post(url("dependency-edit", link.pk), mine)
    assert stale.status_code == 409
    assert stale.context["conflict"] == {
        "who": "Cio",
        "rows": [{"label": "Kind", "theirs": "Finish to finish", "mine": "Start to start"}],
        "version": 2,
    }
    assert Dependency.objects.get().kind == "FF"
    again = {**mine, "version": 2, "on_conflict": "theirs"}
    assert client.post(url("dependency-edit", link.pk), again).status_code == 302
    assert Dependency.objects.get().kind == "FF"
    again = {**mine, "version": 2, "on_conflict": "mine"}
    assert client.post(url("dependency-edit", link.pk), again).status_code == 302
    assert Dependency.objects.get().kind == "SS"


def test_milestone_by_form(client, scoped, row):
    make_bar(row.roadmap, "From the catalog", date(2027, 1, 1), date(2027, 3, 31), catalog_id="D01")
    entry = Initiative.objects.get(catalog_id="D01")
    page = client.get(url("milestone-create", entry.pk)).content.decode()
    assert "decision-rights table" in page  # the catalog's acceptance criteria
    part = make_bar(row.roadmap, "Survey", catalog_id="D05", need="K-01")
    page = client.get(url("milestone-create", part.pk)).content.decode()
    assert (
        "Wi-Fi" not in page
    )  # no launch pack says what the part is, and the whole is another thing
    launch_pack()
    page = client.get(url("milestone-create", part.pk)).content.decode()
    assert "Carriers and power surveyed on site, clauses in the lease" in page
    assert "现场勘察运营商与供电，相关条款写入租约" in page
    assert "Wi-Fi" not in page
    whole = make_bar(row.roadmap, "Network", catalog_id="D05")
    assert "Wi-Fi" in client.get(url("milestone-create", whole.pk)).content.decode()
    assert client.post(url("milestone-create", row.pk), {"title": ""}).status_code == 422
    given = {"title": "Live", "due_on": "2027-03-01"}
    assert client.post(url("milestone-create", row.pk), given).status_code == 302
    stone = Milestone.objects.get()
    assert client.get(url("milestone-edit", stone.pk)).status_code == 200
    change = {**given, "title": "Live on two lines", "version": 1}
    assert client.post(url("milestone-edit", stone.pk), change).status_code == 302
    assert client.post(url("milestone-edit", stone.pk), {**change, "title": "X"}).status_code == 409
    tomorrow = plant_today(row.roadmap.plant) + timedelta(days=1)
    early = client.post(url("milestone-reach", stone.pk), {"version": 2, "reached_on": tomorrow})
    assert early.status_code == 422
    assert "This day has not come yet at the plant." in early.content.decode()
    assert Milestone.objects.get().reached_on is None
    early = client.post(
        url("milestone-create", row.pk), {**given, "title": "Soon", "reached_on": tomorrow}
    )
    assert early.status_code == 422
    reach = {"version": 2, "reached_on": "2026-03-02"}
    assert client.post(url("milestone-reach", stone.pk), reach).status_code == 302
    assert client.post(url("milestone-reach", stone.pk), {"version": "?"}).status_code == 422
    theirs = {"version": 2, "on_conflict": "theirs"}
    assert client.post(url("milestone-reach", stone.pk), theirs).status_code == 302
    drawer = client.get(url("roadmap-detail"), {"initiative": row.pk}).content.decode()
    assert "reached 2" in drawer
    stone.refresh_from_db()
    seen = {"version": stone.version}
    assert client.post(url("milestone-delete", stone.pk), seen).status_code == 302
    assert client.post(url("milestone-delete", stone.pk), seen).status_code == 410  # and by whom


# --- what all of them share ----------------------------------------------------------------------
def test_empty_history_says_what_it_is(client, cast):
    assert "No changes yet" in client.get(url("change-list")).content.decode()


def test_plan_pages_need_a_plan(client, cast):
    for name in ("budget-edit", "initiative-create", "dependency-create"):
        assert client.get(url(name)).status_code == 404


def test_what_follows_a_form_is_said(client, row, second):
    given = {**initiative(row), "progress": "10", "version": row.version}
    answer = client.post(url("initiative-edit", row.pk), given, follow=True)
    page = answer.content.decode()
    assert "is stored. Its state is now “Under way”, by its progress." in page
    row.refresh_from_db()
    said = {**given, "progress": "20", "status": "active", "version": row.version}
    page = client.post(url("initiative-edit", row.pk), said, follow=True).content.decode()
    assert "by its progress" not in page
