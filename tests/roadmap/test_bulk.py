"""One change for all chosen initiatives, undone as one."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from roadmap.models import Initiative
from steps.models import Step
from tests.factories.roadmap import make_bar
from tests.roadmap.support import undo_last

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def change(at, three):
    client = at.client("project_owner")

    def change(*rows, htmx=False, **given):
        chosen = [f"{row.pk}:{row.version}" for row in rows]
        address = reverse("roadmap:roadmap-bulk", args=["johor-bahru"])
        return client.post(address, {"chosen": chosen, **given}, **(HTMX if htmx else {}))

    return change


def stored(field):
    return list(Initiative.objects.order_by("pk").values_list(field, flat=True))


def test_several_are_changed_and_undone_as_one(at, owner, three, change):
    given = {"owner": owner.pk, "status": "active", "phase": "integrate", "shift": "2"}
    assert change(*three[:2], **given, unit="months").status_code == 302
    assert stored("owner") == [owner.pk, owner.pk, None]
    assert stored("status") == ["active", "active", "planned"]
    assert stored("phase") == ["integrate", "integrate", "digitize"]
    assert stored("starts_on") == [date(2027, 3, 1), date(2027, 3, 1), date(2027, 1, 1)]
    assert stored("ends_on")[0] == date(2027, 5, 31)
    assert [step.verb for step in Step.objects.all()] == ["initiatives.edited"]
    undo_last(at.plant, owner)
    assert stored("phase") == ["digitize"] * 3
    assert stored("owner") == [None] * 3


def test_what_comes_into_a_phase_stands_there_by_its_dates(roadmap, three, change):
    late = make_bar(roadmap, "Z", date(2027, 6, 1), date(2027, 7, 1), phase="integrate")
    change(*three[:2], phase="integrate")
    late.refresh_from_db()
    assert late.order == 2


def test_weeks_are_the_usual_unit_and_nobody_can_own(owner, three, change):
    Initiative.objects.update(owner=owner)
    assert change(three[0], owner="none", shift="1").status_code == 302
    assert stored("owner") == [None, owner.pk, owner.pk]
    assert stored("starts_on")[0] == date(2027, 1, 8)
    assert [step.verb for step in Step.objects.all()] == ["initiative.edited"]


def test_what_breaks_a_rule_is_shown_first_and_accepted_as_one(three, change):
    page = change(*three[:2], shift="-1")
    assert page.status_code == 200
    assert page.content.decode().count("begins 7 days ahead of the plan") == 2
    assert not Step.objects.exists()
    answer = change(*three[:2], shift="-1", shown=page.context["shown"])
    assert answer.status_code == 302
    assert stored("starts_on")[:2] == [date(2026, 12, 25)] * 2
    assert [step.verb for step in Step.objects.all()] == ["initiatives.moved"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose what shall change: owner, status, phase or dates."),
        ({"shift": "x"}, "Move by: "),
        ({"shift": "99999"}, "Move by: "),
        ({"owner": "999999"}, "Owner: "),
        ({"shift": "40", "unit": "months"}, "The start lies behind the twelve quarters"),
        ({"shift": "3000", "unit": "months"}, "lie outside of 1900 to 2100"),
        ({"unit": "years", "shift": "1"}, "Unit: "),
    ],
)
def test_what_cannot_be_is_refused_for_all(three, change, given, words):
    answer = change(*three, htmx=True, **given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Step.objects.exists()


def test_somebody_was_faster(three, change):
    Initiative.objects.filter(pk=three[1].pk).update(version=2)
    answer = change(*three, htmx=True, status="active")
    assert answer.status_code == 409
    assert "changed “B” in the meantime" in answer.content.decode()
    assert stored("status") == ["planned"] * 3


def test_only_initiatives_of_the_plan(at, three, change):
    address = reverse("roadmap:roadmap-bulk", args=["johor-bahru"])
    client = at.client("project_owner")
    for chosen in ("x", "1", f"{three[0].pk}:", "9" * 30, "123456:1", "1:0"):
        given = {"chosen": chosen, "status": "active"}
        assert client.post(address, given).status_code == 404
    assert change(htmx=True, status="active").status_code == 422


@pytest.mark.parametrize("view", ["gantt", "table"])
def test_boxes_and_bar_are_for_editors(at, three, view):
    address = reverse("roadmap:roadmap-detail", args=["johor-bahru"])
    mine = at.client("project_owner").get(address, {"view": view}).content.decode()
    assert mine.count('name="chosen"') == 3
    assert f'value="{three[0].pk}:1"' in mine
    assert 'id="bulk"' in mine
    theirs = at.client("stakeholder").get(address, {"view": view}).content.decode()
    assert 'name="chosen"' not in theirs
    assert 'id="bulk"' not in theirs
