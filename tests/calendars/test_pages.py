"""The page of calendar and dates: proposal, forms, conflicts, undo, what it costs."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from calendars.models import PlantCalendar, PlantClosure, PlantMilestone
from core.wording.dates import day
from organizations.models import Plant
from steps.models import Step
from tests.roadmap.support import TODAY
from tests.steps.support import turn_url

HOME = "calendar-detail"
STATEMENTS = 10
CLOSURE = {"title": "Tết", "kind": "season", "starts_on": "2027-02-05", "opens_on": "2027-02-14"}
STONE = {"title": "Start of production", "planned_on": "2027-09-01", "is_fixed": "on"}


def url(name, *args, slug="johor-bahru"):
    room = "roadmap" if name.startswith(("change-", "roadmap-")) else "calendars"
    return reverse(f"{room}:{name}", args=[slug, *args])


@pytest.fixture
def client(at):
    return at.client("project_owner")


def test_nothing_kept_is_said_and_the_usual_is_proposed(client, at):
    text = client.get(url(HOME)).content.decode()
    assert "No working calendar is kept yet" in text
    assert "Propose weekend and public holidays of Malaysia" in text
    assert "365 working days in 2026" in text
    assert client.get(url("calendar-edit")).headers["Location"] == url("calendar-create")
    form = client.get(url("calendar-create")).context["form"]
    assert form.initial == {"weekend": [6, 7], "holiday_place": "MY"}
    assert ("MY-01", "Johor") in form.fields["holiday_place"].choices
    assert not PlantCalendar.objects.exists()
    reader = at.client("stakeholder").get(url(HOME)).content.decode()
    assert "No working calendar is kept yet" in reader
    assert url("calendar-create") not in reader


def test_calendar_by_form(client):
    given = {"weekend": ["6", "7"], "holiday_place": "MY-01", "key": "one-and-only"}
    for _twice in range(2):
        assert client.post(url("calendar-create"), given).headers["Location"] == url(HOME)
    text = client.get(url(HOME), {"year": "2027"}).content.decode()
    assert "Saturday, Sunday" in text
    assert "Johor, Malaysia" in text
    assert "public holiday" in text
    assert "New Year" in text
    assert client.get(url("calendar-create")).headers["Location"] == url("calendar-edit")
    late = client.post(url("calendar-create"), {**given, "key": "another-key"})
    assert late.headers["Location"] == url("calendar-edit")
    everything = {"weekend": list("1234567"), "holiday_place": "", "version": 1}
    refused = client.post(url("calendar-edit"), everything)
    assert refused.status_code == 422
    assert "At least one day of the week is worked." in refused.content.decode()
    assert client.post(url("calendar-edit"), {"weekend": ["9"], "version": 1}).status_code == 422
    change = {"weekend": ["5"], "holiday_place": "", "version": 1}
    assert client.post(url("calendar-edit"), change).status_code == 302
    stale = client.post(url("calendar-edit"), {**change, "weekend": ["4"]})
    assert stale.status_code == 409
    assert stale.context["conflict"]["rows"] == [
        {"label": "Weekend", "theirs": "Friday", "mine": "Thursday"}
    ]
    theirs = {**change, "on_conflict": "theirs"}
    assert client.post(url("calendar-edit"), theirs).status_code == 302
    assert "none kept" in client.get(url(HOME)).content.decode()


def test_closure_by_form_shows_both_ends_and_keeps_the_day_after(client):
    assert client.post(url("closure-create"), CLOSURE).headers["Location"] == url(HOME)
    row = PlantClosure.objects.get()
    assert (row.starts_on, row.opens_on) == (date(2027, 2, 5), date(2027, 2, 15))
    text = client.get(url(HOME), {"year": 2027}).content.decode()
    assert f"{day(date(2027, 2, 5))} – {day(date(2027, 2, 14))}" in text
    assert "10 days" in text
    form = client.get(url("closure-edit", row.pk))
    assert 'value="2027-02-14"' in form.content.decode()
    wrong = client.post(url("closure-create"), {**CLOSURE, "opens_on": "2027-02-04"})
    assert wrong.status_code == 422
    assert "The last day lies before the first one." in wrong.content.decode()
    assert "opens_on" in wrong.context["form"].errors
    change = {**CLOSURE, "version": 1, "opens_on": "2027-02-20"}
    assert client.post(url("closure-edit", row.pk), change).status_code == 302
    stale = client.post(url("closure-edit", row.pk), {**change, "opens_on": "2027-02-21"})
    assert stale.status_code == 409
    (difference,) = stale.context["conflict"]["rows"]
    assert difference["label"] == "Last day"
    assert difference["theirs"] == day(date(2027, 2, 20))
    assert "Remove Tết?" in client.get(url("closure-delete", row.pk)).content.decode()
    assert client.post(url("closure-delete", row.pk)).status_code == 422
    client.post(url("closure-delete", row.pk), {"version": 2})
    assert not PlantClosure.objects.exists()


def test_milestone_by_form(client, at):
    assert client.post(url("milestone-create"), STONE).headers["Location"] == url(HOME)
    row = PlantMilestone.objects.get()
    assert row.is_fixed
    home = client.get(url(HOME)).content.decode()
    assert "Mark as reached" in home
    assert f"Records {day(TODAY)}, today at the plant" in home
    future = client.post(url("milestone-reach", row.pk), {"version": 1, "reached_on": "2027-01-01"})
    assert future.status_code == 422
    reached = {"version": 1, "reached_on": "2026-11-18"}
    assert client.post(url("milestone-reach", row.pk), reached).status_code == 302
    assert client.post(url("milestone-reach", row.pk), {"version": 1}).status_code == 409
    assert client.post(url("milestone-reach", row.pk), {"version": "x"}).status_code == 422
    text = client.get(url(HOME)).content.decode()
    assert f"reached {day(TODAY)}, planned {day(date(2027, 9, 1))}" in text
    assert "Not reached after all" in text
    assert f"Takes back that it was reached on {day(TODAY)}" in text
    change = {**STONE, "version": 2, "owner": at.people["it_lead"].pk, "note": "board paper"}
    assert client.post(url("milestone-edit", row.pk), change).status_code == 302
    assert client.post(url("milestone-edit", row.pk), {**change, "title": ""}).status_code == 422
    assert client.post(url("milestone-create"), {**STONE, "planned_on": "x"}).status_code == 422
    assert client.get(url("milestone-edit", row.pk)).status_code == 200
    client.post(url("milestone-delete", row.pk), {"version": 3})
    assert not PlantMilestone.objects.exists()


def test_undo_here_means_this_page_and_leads_back_to_it(client, roadmap):
    client.post(url("closure-create"), CLOSURE)
    step = Step.objects.get()
    assert turn_url("undo", step.pk) in client.get(url(HOME)).content.decode()
    assert turn_url("undo", step.pk) not in client.get(url("roadmap-detail")).content.decode()
    assert client.post(turn_url("undo", step.pk)).headers["Location"] == url(HOME)
    assert not PlantClosure.objects.exists()
    assert client.post(turn_url("redo", step.pk)).headers["Location"] == url(HOME)
    listed = client.get(url("change-list")).content.decode()
    assert "Added a closure: Tết" in listed


@pytest.mark.parametrize("year", ["1899", "2101", "x", "", "99999999999999999999"])
def test_a_year_that_is_none_is_this_one(client, year):
    assert client.get(url(HOME), {"year": year}).context["year"] == 2026


@pytest.mark.parametrize(("year", "other"), [("1900", "later"), ("2100", "earlier")])
def test_the_first_and_the_last_year(client, year, other):
    context = client.get(url(HOME), {"year": year}).context
    assert context[other]
    assert not context["earlier" if other == "later" else "later"]


def test_another_plants_rows_are_not_found(client):
    with scopes_disabled():
        elsewhere = Plant.objects.get(slug="elsewhere")
        days = {"starts_on": date(2027, 2, 5), "opens_on": date(2027, 2, 15)}
        closure = PlantClosure.objects.create(plant=elsewhere, title="C", **days)
        stone = PlantMilestone.objects.create(
            plant=elsewhere, title="M", planned_on=date(2027, 1, 1)
        )
    for name, row in (("closure", closure), ("milestone", stone)):
        for role in ("edit", "delete"):
            assert client.get(url(f"{name}-{role}", row.pk)).status_code == 404
    assert client.post(url("milestone-reach", stone.pk), {"version": 1}).status_code == 404
    assert client.get(url(HOME, slug="elsewhere")).status_code == 404


def test_page_reads_chinese(client, at):
    at.people["project_owner"].language = "zh-hans"
    at.people["project_owner"].save()
    text = client.get(url(HOME)).content.decode()
    assert "尚未设定工作日历" in text
    assert "马来西亚" in text


def test_no_foreign_name_of_a_holiday_stands_in_chinese_text(client, at):
    client.post(
        url("calendar-create"), {"weekend": ["7"], "holiday_place": "MY-01", "key": "one-and-only"}
    )
    at.people["project_owner"].language = "zh-hans"
    at.people["project_owner"].save()
    text = client.get(url(HOME), {"year": "2027"}).content.decode()
    closed = text.split("2027年停工日")[1].split("</ul>")[0]
    assert closed.count("公共假日") == closed.count("<li>") > 10
    assert not re.search("[A-Za-z]{3}", re.sub("<[^>]+>", "", closed))


def test_statements_do_not_grow_with_the_rows(client, at, django_assert_num_queries):
    client.post(url("closure-create"), CLOSURE)
    client.post(url("milestone-create"), STONE)
    client.get(url(HOME))
    with django_assert_num_queries(STATEMENTS):
        client.get(url(HOME))
    for number in range(3):
        client.post(url("closure-create"), {**CLOSURE, "title": f"C{number}"})
        owner = at.people["it_lead"].pk
        client.post(url("milestone-create"), {**STONE, "title": f"M{number}", "owner": owner})
    client.get(url(HOME))
    with django_assert_num_queries(STATEMENTS):
        client.get(url(HOME))
