"""Two owners at once: what both changed is asked about, the rest is stored side by side."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from readings.models import PlantIndicator
from roadmap.models import Initiative, Milestone
from roadmap.services import initiatives, milestones
from steps.models import Step
from steps.services import reverting
from tests.factories.roadmap import make_bar, make_roadmap
from tests.markup import flat
from tests.roadmap.support import follow
from tests.roadmap.test_forms_and_undo import HTMX, TODAY, initiative


def url(name, *args):
    return reverse(f"roadmap:{name}", args=["johor-bahru", *args])


@pytest.fixture
def client(scoped):
    with time_machine.travel(TODAY, tick=False):
        yield scoped.client("project_owner")


@pytest.fixture
def other(scoped):
    return scoped.client("cio")


@pytest.fixture
def row(scoped):
    roadmap = make_roadmap(scoped.plant, starts_on=date(2027, 1, 1))
    return make_bar(roadmap, "First", date(2027, 1, 1), date(2027, 3, 31))


@pytest.fixture
def stone(row, scoped, client):
    values = {"title": "Live", "due_on": date(2027, 3, 1)}
    return milestones.add_milestone(initiative=row, values=values, by=scoped.people["cio"])


def edit(who, row, **more):
    return who.post(url("initiative-edit", row.pk), initiative(row, **more))


def move(who, row, start, end, **more):
    given = {"version": row.version, "starts_on": start, "ends_on": end}
    return who.post(url("initiative-move", row.pk), {**given, **more}, **HTMX)


def test_other_fields_are_stored_beside(client, other, scoped, row):
    owner = scoped.people["it_lead"]
    assert edit(other, row, owner=owner.pk, note="theirs").status_code == 302
    answer = move(client, row, "2027-02-01", "2027-05-31")
    assert answer.status_code == 200
    assert "First is stored: you changed Start, End, Cio Owner, Note." in answer.content.decode()
    stored = Initiative.objects.get()
    assert (stored.owner, stored.note) == (owner, "theirs")
    assert (stored.starts_on, stored.ends_on) == (date(2027, 2, 1), date(2027, 5, 31))
    assert stored.version == 3
    assert [step.verb for step in Step.objects.all()] == ["initiative.moved", "initiative.edited"]


def test_both_texts_of_a_title_go_with_it(client, other, row):
    assert edit(other, row, title="Second", title_other="第二").status_code == 302
    assert edit(client, row, note="mine").status_code == 302
    stored = Initiative.objects.get()
    assert (stored.title, stored.note) == ({"en": "Second", "zh-hans": "第二"}, "mine")
    assert edit(client, row, note="mine", title_other="第一").status_code == 409


@pytest.mark.parametrize("more", [{}, HTMX])
def test_only_what_both_changed_is_asked(client, other, row, more):
    edit(other, row, note="theirs", yearly_amount="500")
    given = initiative(row, note="mine", one_off_amount="1,000")
    stale = client.post(url("initiative-edit", row.pk), given, **more)
    assert stale.status_code == 409
    assert stale.context["conflict"] == {
        "who": "Cio",
        "rows": [{"label": "Note", "theirs": "theirs", "mine": "mine"}],
        "version": 1,
        "against": 2,
    }
    assert Initiative.objects.get().note == "theirs"
    settled = {**given, "on_conflict": "mine", "against": 2}
    client.post(url("initiative-edit", row.pk), settled, **more)
    stored = Initiative.objects.get()
    assert (stored.note, stored.one_off_amount, stored.yearly_amount) == ("mine", 1000, 500)


def test_a_third_change_is_asked_about_anew(client, other, row):
    edit(other, row, note="theirs")
    settled = initiative(row, note="mine", on_conflict="mine", against=2)
    edit(other, Initiative.objects.get(), note="theirs again")
    assert client.post(url("initiative-edit", row.pk), settled).status_code == 409
    theirs = {**settled, "on_conflict": "theirs"}
    assert client.post(url("initiative-edit", row.pk), theirs).status_code == 302
    assert Initiative.objects.get().note == "theirs again"


def test_state_and_progress_are_one_thing(client, other, row):
    assert edit(other, row, progress="20").status_code == 302
    stale = edit(client, row, status="done")
    assert [one["label"] for one in stale.context["conflict"]["rows"]] == ["Status", "Progress, %"]


def test_a_merge_obeys_the_rules(client, other, row):
    assert edit(other, row, ends_on="2027-02-28").status_code == 302
    late = move(client, row, "2027-03-15", "2027-03-31")
    assert late.status_code == 422
    assert "The end lies before the start." in late.content.decode()


def test_indicators_are_known_to_nobody_and_asked_about(client, other, scoped, row):
    indicator = follow(scoped.plant, "OEE")
    assert edit(other, row, indicators=[indicator.pk]).status_code == 302
    stale = edit(client, row, note="mine")
    assert [one["label"] for one in stale.context["conflict"]["rows"]] == ["Indicators it moves"]
    assert PlantIndicator.objects.count() == 1


def test_an_undo_is_a_change_like_others(client, other, scoped, row):
    edit(other, row, note="theirs")
    seen = Initiative.objects.get()
    reverting.undo(change=Step.objects.get(), by=scoped.people["cio"])
    assert edit(client, seen, note="theirs", yearly_amount="7").status_code == 302
    stored = Initiative.objects.get()
    assert (stored.note, stored.yearly_amount) == ("", 7)


def test_a_version_that_the_log_does_not_know_shows_all(client, other, row):
    edit(other, row, note="theirs")
    Step.objects.all().delete()
    stale = edit(client, row, yearly_amount="7")
    rows = stale.context["conflict"]["rows"]
    assert [one["label"] for one in rows] == ["Yearly cost after the end, MYR", "Note"]


def test_somebody_faster_than_the_merge(client, other, row, monkeypatch):
    edit(other, row, note="theirs")
    real, late = initiatives.edit_initiative, []

    def slow(**given):
        if set(given["values"]) == {"yearly_amount"} and not late:
            late.append(given["version"])
            edit(other, Initiative.objects.get(), note="again")
        return real(**given)

    monkeypatch.setattr(initiatives, "edit_initiative", slow)
    assert edit(client, row, yearly_amount="7").status_code == 302
    stored = Initiative.objects.get()
    assert (stored.note, stored.yearly_amount, late) == ("again", 7, [2])


def test_milestones_are_merged_too(client, other, row, stone):
    given = {"title": "Live", "due_on": "2027-03-01", "acceptance": "", "version": 1}
    first = {**given, "acceptance": "It runs."}
    assert other.post(url("milestone-edit", stone.pk), first).status_code == 302
    second = {**given, "title": "On air", "title_other": "上线"}
    assert client.post(url("milestone-edit", stone.pk), second).status_code == 302
    stored = Milestone.objects.get()
    assert (stored.title, stored.acceptance) == ("On air", "It runs.")
    assert stored.translations == {"title": {"en": "On air", "zh-hans": "上线"}}
    stale = client.post(url("milestone-edit", stone.pk), {**given, "acceptance": "x"})
    assert [one["label"] for one in stale.context["conflict"]["rows"]] == ["Acceptance criteria"]
    bad = client.post(
        url("milestone-edit", stone.pk),
        {**given, "reached_on": (TODAY + timedelta(9)).isoformat()},
    )
    assert bad.status_code == 422


# --- removing -----------------------------------------------------------------------------------
@pytest.mark.parametrize("more", [{}, HTMX])
def test_what_was_changed_is_not_removed_unseen(client, other, row, more):
    edit(other, row, note="keep this")
    stale = client.post(url("initiative-delete", row.pk), {"version": 1}, **more)
    assert stale.status_code == 409
    text = flat(stale.content.decode())
    assert "Cio changed this in the meantime" in text
    assert "keep this" in text
    assert 'name="version" value="2"' in text
    assert Initiative.objects.count() == 1
    client.post(url("initiative-delete", row.pk), {"version": 2}, **more)
    assert Initiative.objects.count() == 0


def test_a_milestone_is_not_removed_unseen(client, other, row, stone):
    reach = {"version": 1, "reached_on": "2026-11-01"}
    assert other.post(url("milestone-reach", stone.pk), reach).status_code == 302
    assert client.post(url("milestone-delete", stone.pk)).status_code == 422
    stale = client.post(url("milestone-delete", stone.pk), {"version": 1}, **HTMX)
    assert stale.status_code == 409
    assert stale.headers["HX-Retarget"] == "#asking"
    assert "1\u00a0Nov\u00a02026" in stale.content.decode()
    Step.objects.all().delete()
    unknown = client.post(url("milestone-delete", stone.pk), {"version": 1}).content.decode()
    assert "Somebody changed this in the meantime" in unknown
    assert client.post(url("milestone-delete", stone.pk), {"version": 2}).status_code == 302
    assert Milestone.objects.count() == 0
