"""Pages say where the calendar of a plant closes no day."""

from __future__ import annotations

from datetime import date as D  # noqa: N812 -- many days

import pytest
from django.urls import reverse

from calendars.models import PlantCalendar
from tests.factories.roadmap import make_bar

HTMX = {"HTTP_HX_REQUEST": "true"}
EVERY_DAY = "every day counts as a working day"


@pytest.fixture
def client(at):
    return at.client("project_owner")


def test_pages_say_where_no_day_is_closed(at, roadmap, client):
    row = make_bar(roadmap, "A", D(2027, 8, 30), D(2027, 9, 3))
    page = reverse("roadmap:roadmap-detail", args=["johor-bahru"])
    edit_page = reverse("roadmap:initiative-edit", args=["johor-bahru", row.pk])
    shown = [
        (edit_page, {}, {}),
        (edit_page, {}, HTMX),
        (page, {"initiative": row.pk}, {}),
        (page, {"view": "table", "edit": row.pk}, {}),
    ]
    link = reverse("calendars:calendar-detail", args=["johor-bahru"])
    for address, query, headers in shown:
        text = client.get(address, query, **headers).content.decode()
        assert EVERY_DAY in text
        assert link in text[text.index(EVERY_DAY) :]
    PlantCalendar.objects.create(plant=at.plant, weekend=[7])
    for address, query, headers in shown:
        assert EVERY_DAY not in client.get(address, query, **headers).content.decode()


@pytest.mark.parametrize("weekend", [[], [6, 7]])
def test_page_of_a_new_plan_says_where_no_day_is_closed(at, client, weekend):
    PlantCalendar.objects.create(plant=at.plant, weekend=weekend)
    page = client.get(reverse("roadmap:roadmap-create", args=["johor-bahru"]))
    assert (EVERY_DAY in page.content.decode()) is (not weekend)
