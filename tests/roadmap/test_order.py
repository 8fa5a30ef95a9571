"""Where rows stand: by dates when they come, as they were put afterwards, copies behind their first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from core.bounds import TITLE_LENGTH
from core.errors import RuleError
from goals.services import goals
from roadmap.models import Initiative
from roadmap.selectors.plan import place_of
from roadmap.services import initiatives, order
from tests.factories.roadmap import make_bar
from tests.roadmap.support import follow, goal_values, requirement, undo_last, values

migration = import_module("roadmap.migrations.0013_order_by_dates")


def standing(roadmap, phase="digitize"):
    rows = Initiative.objects.filter(roadmap=roadmap, phase=phase)
    return [row.title["en"] for row in sorted(rows, key=place_of)]


def add(roadmap, owner, name, month, **more):
    days = {"starts_on": date(2027, month, 1), "ends_on": date(2027, month, 20)}
    title = {"en": name, "zh-hans": name}
    return initiatives.create_initiative(
        roadmap=roadmap, values=values(title=title, **days, **more), by=owner
    )


def test_what_comes_stands_by_its_dates(roadmap, owner):
    for name, month in (("C", 3), ("A", 1), ("D", 4), ("B", 2)):
        add(roadmap, owner, name, month)
    assert standing(roadmap) == ["A", "B", "C", "D"]
    assert sorted(Initiative.objects.values_list("order", flat=True)) == [0, 1, 2, 3]


def test_an_order_by_hand_stays_when_something_comes(roadmap, owner):
    a, _b, c = (add(roadmap, owner, name, month) for name, month in (("A", 1), ("B", 2), ("C", 3)))
    order.place_initiative(initiative=c, beside=a, is_behind=False, by=owner)
    add(roadmap, owner, "D", 4)
    add(roadmap, owner, "X", 2, phase="integrate")
    assert (standing(roadmap), standing(roadmap, "integrate")) == (["C", "A", "B", "D"], ["X"])


def test_another_phase_gives_a_place_by_dates(roadmap, owner):
    for name, month in (("A", 1), ("C", 3)):
        add(roadmap, owner, name, month)
    row = add(roadmap, owner, "B", 2, phase="integrate")
    initiatives.edit_initiative(initiative=row, version=1, values={"phase": "digitize"}, by=owner)
    assert standing(roadmap) == ["A", "B", "C"]


def test_the_upgrade_lets_rows_stand_as_they_did(roadmap):
    rows = [
        make_bar(roadmap, name, date(2027, month, 1), date(2027, 12, 31), order=at, phase=phase)
        for name, month, at, phase in (
            ("B", 2, 0, "digitize"),
            ("A", 1, 5, "digitize"),
            ("Z", 1, 3, "optimize"),
        )
    ]
    migration.number(apps, SimpleNamespace(connection=connection))
    migration.number(apps, SimpleNamespace(connection=connection))
    assert (standing(roadmap), standing(roadmap, "optimize")) == (["A", "B"], ["Z"])
    for row in rows:
        row.refresh_from_db()
    assert [(row.order, row.version) for row in rows] == [(1, 1), (0, 1), (0, 1)]


# --- copies -------------------------------------------------------------------------------------
def test_a_copy_stands_behind_and_is_work_not_begun(at, roadmap, owner):
    first = make_bar(
        roadmap,
        "MES",
        date(2027, 1, 1),
        date(2027, 3, 31),
        catalog_id="D01",
        lifts={"digital": "1"},
        reason={"gaps": []},
        status="active",
        progress=40,
        spent_amount=Decimal(7),
        yearly_amount=Decimal(5),
        owner=owner,
        note="Line 1",
    )
    make_bar(roadmap, "Late", date(2027, 1, 2), date(2027, 3, 31))
    order.sort_by_dates(roadmap=roadmap, by=owner)
    goal = goals.create_goal(plant=at.plant, values=goal_values(), by=owner)
    first.goals.add(goal)
    first.requirements.add(requirement(at.plant, "REQ-1", "SP-01"))
    initiatives.set_indicators(first, [follow(at.plant, "OEE")])
    first.refresh_from_db()
    copy = initiatives.duplicate_initiative(initiative=first, by=owner)
    again = initiatives.duplicate_initiative(initiative=first, by=owner)
    assert standing(roadmap) == ["MES", "MES (copy)", "MES (copy)", "Late"]
    assert (again.order, copy.catalog_id, copy.lifts, copy.reason) == (1, "", {}, {})
    assert (copy.status, copy.progress, copy.spent_amount) == ("planned", 0, None)
    same = ("phase", "starts_on", "ends_on", "one_off_amount", "yearly_amount", "owner", "note")
    assert [getattr(copy, name) for name in same] == [getattr(first, name) for name in same]
    assert list(copy.goals.all()) == [goal]
    assert [one.code for one in copy.requirements.all()] == ["REQ-1"]
    assert copy.indicator_links.count() == 1
    undo_last(at.plant, owner)
    assert standing(roadmap) == ["MES", "MES (copy)", "Late"]


@pytest.mark.parametrize(
    ("title", "copied"),
    [
        ({"en": "A", "zh-hans": "甲"}, {"en": "A (copy)", "zh-hans": "甲（副本）"}),
        ({"en": "A", "zh-hans": "A"}, {"en": "A (copy)", "zh-hans": "A (copy)"}),
        ({"en": "A"}, {"en": "A (copy)"}),
    ],
)
def test_the_title_of_a_copy_says_so_in_both_languages(title, copied):
    assert initiatives.copied_title(title) == copied


def test_the_title_of_a_copy_has_room():
    long = initiatives.copied_title({"en": "x" * TITLE_LENGTH})["en"]
    assert len(long) == TITLE_LENGTH
    assert long.endswith("x (copy)")


def test_a_copy_by_button_is_made_once(at, roadmap, owner, three):
    client = at.client("project_owner")
    url = reverse("roadmap:initiative-copy", args=["johor-bahru", three[0].pk])
    for _twice in range(2):
        assert client.post(url, {"key": "12345678"}).status_code == 302
    assert Initiative.objects.count() == 4
    assert client.post(url, {"key": "?"}).status_code == 302
    assert Initiative.objects.count() == 5
    undo_last(at.plant, owner)
    roadmap.starts_on = date(2037, 1, 1)
    roadmap.save()
    assert client.post(url, HTTP_HX_REQUEST="true").status_code == 422


def test_rows_of_other_phases_have_no_place(roadmap, owner, three):
    other = make_bar(roadmap, "X", phase="integrate")
    with pytest.raises(RuleError):
        order.place_initiative(initiative=three[0], beside=other, is_behind=True, by=owner)


def test_the_drawer_offers_the_neighbors(at, three):
    page = at.client("project_owner").get(
        reverse("roadmap:roadmap-detail", args=["johor-bahru"]), {"initiative": three[1].pk}
    )
    assert (page.context["above"], page.context["below"]) == (three[0], three[2])
    assert page.content.decode().count('name="beside"') == 2
