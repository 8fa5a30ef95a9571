"""Nobody removes what somebody else changed a moment ago: every door of goals, plan, case and launch."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.urls import get_resolver, reverse

from calendars.services import closures
from calendars.services import milestones as stones
from goals.models import Goal
from goals.services import goals
from goals.services import indicators as aims
from landscape.services import inventory
from returns.models import Promise
from returns.selectors.promises import current_pledge
from returns.services import effects, promises
from roadmap.services import gates, initiatives, links
from roadmap.services import milestones as own_stones
from tests.roadmap.support import TODAY, follow, goal_values, requirement

ROOMS = ("goals", "returns", "roadmap", "calendars", "launch", "landscape")
GOING = ("-delete", "-withdraw", "-revoke", "-remove")


@pytest.fixture
def stage(at, owner, three):
    """What the doors need: the plant, who made the rows, who changes them, and a bar."""
    return {"at": at, "owner": owner, "cio": at.people["cio"], "bars": three}


# Each makes a row, lets somebody else change it, and returns the row and what the question must show.
def _goal(plant, owner, cio, bars):
    row = goals.create_goal(plant=plant, values=goal_values(), by=owner)
    need = requirement(plant, "REQ-7", "SP-01")
    new = goal_values(target_text="−35 %", requirements=[need])
    goals.edit_goal(goal=Goal.objects.get(), version=1, values=new, by=cio)
    return row, ["−20 %", "−35 %", "REQ-7"], [row.pk]


def _aim(plant, owner, cio, bars):
    goal = goals.create_goal(plant=plant, values=goal_values(), by=owner)
    given = {"plant_indicator": follow(plant, "SC-12"), "target_on": date(2027, 10, 31)}
    row = aims.add_indicator(goal=goal, values=given, by=owner)
    aims.edit_indicator(row=row, version=1, values={"target_value": Decimal("4.25")}, by=cio)
    return row, ["4.25"], [goal.pk, row.pk]


def _effect(plant, owner, cio, bars):
    row = effects.add_effect(initiative=bars[0], values={"title": "Less scrap"}, by=owner)
    new = {"benefit_amount": Decimal(54_321)}
    effects.edit_effect(effect=row, version=1, values=new, by=cio)
    return row, ["54,321"], [row.pk]


def _bar(plant, owner, cio, bars):
    new = {"yearly_amount": Decimal(4_321)}
    initiatives.edit_initiative(initiative=bars[0], version=1, values=new, by=cio)
    return bars[0], ["4,321", "nothing"], [bars[0].pk]


def _stone(plant, owner, cio, bars):
    given = {"title": "Live", "due_on": date(2027, 3, 1)}
    row = own_stones.add_milestone(initiative=bars[0], values=given, by=owner)
    own_stones.edit_milestone(milestone=row, version=1, values={"title": "Live at last"}, by=cio)
    return row, ["Live at last"], [row.pk]


def _link(plant, owner, cio, bars):
    row = links.add_link(
        roadmap=bars[0].roadmap, before=bars[0], after=bars[1], lag_days=1, by=owner
    )
    links.edit_link(dependency=row, version=1, kind="SS", lag_days=17, by=cio)
    return row, ["Start to start", "17"], [row.pk]


def _closure(plant, owner, cio, bars):
    given = {"title": "Tết", "starts_on": date(2027, 2, 5), "opens_on": date(2027, 2, 15)}
    row = closures.add_closure(plant=plant, values=given, by=owner)
    closures.edit_closure(closure=row, version=1, values={"title": "Tết, long"}, by=cio)
    return row, ["Tết, long"], [row.pk]


def _plant_stone(plant, owner, cio, bars):
    given = {"title": "SAT", "planned_on": date(2027, 9, 1)}
    row = stones.add_milestone(plant=plant, values=given, by=owner)
    stones.edit_milestone(milestone=row, version=1, values={"note": "two weeks late"}, by=cio)
    return row, ["two weeks late"], [row.pk]


def _promise(plant, owner, cio, bars):
    given = {"title": "Less downtime", "change": Decimal(-4), "benefit_amount": Decimal(9)}
    indicator = follow(plant, "SC-12")
    indicator.indicator.direction = "down"
    indicator.indicator.save()
    effect = effects.add_effect(
        initiative=bars[0], values={**given, "plant_indicator": indicator}, by=owner
    )
    digest = promises.digest_of(current_pledge(effect, TODAY))
    row = promises.promise_effect(effect=effect, digest=digest, by=owner)
    promises.withdraw_promise(promise=row, reason="sold", by=cio)
    return row, ["stands no more"], [row.pk]


def _condition(plant, owner, cio, bars):
    given = {"phase": "optimize", "plant_indicator": follow(plant, "SC-12"), "side": ""}
    row = gates.add_condition(
        roadmap=bars[0].roadmap, values={**given, "bound_value": Decimal(30)}, by=owner
    )
    gates.edit_condition(row=row, version=1, values={"bound_value": Decimal("27.5")}, by=cio)
    return row, ["27.5"], [row.pk]


def _system(plant, owner, cio, bars):
    row = inventory.add_system(plant=plant, by=owner, name="SAP", category="ERP")
    inventory.edit_system(system=row, expected=1, by=cio, vendor="Kingdee")
    return row, ["Kingdee"], [row.pk]


DOORS = {
    "landscape:system-delete": _system,
    "goals:goal-delete": _goal,
    "goals:indicator-delete": _aim,
    "returns:effect-delete": _effect,
    "returns:promise-withdraw": _promise,
    "roadmap:initiative-delete": _bar,
    "roadmap:milestone-delete": _stone,
    "roadmap:dependency-delete": _link,
    "roadmap:gate-condition-delete": _condition,
    "calendars:closure-delete": _closure,
    "calendars:milestone-delete": _plant_stone,
}


def test_every_door_is_known():
    found = set()
    for pattern in get_resolver().url_patterns:
        if getattr(pattern, "namespace", None) in ROOMS:
            names = (one.name or "" for one in pattern.url_patterns)
            found |= {f"{pattern.namespace}:{name}" for name in names if name.endswith(GOING)}
    assert found == set(DOORS)


@pytest.mark.parametrize("door", sorted(DOORS))
def test_what_was_changed_is_not_removed_unseen(stage, door):
    plant, owner = stage["at"].plant, stage["owner"]
    row, shown, where = DOORS[door](plant, owner, stage["cio"], stage["bars"])
    there = reverse(door, args=[plant.slug, *where])
    client = stage["at"].client("project_owner")
    stale = client.post(there, {"version": 1, "reason": "x", "key": "once-and-only"})
    assert stale.status_code == 409
    text = stale.content.decode().replace("\u00a0", " ")
    assert [words for words in shown if words not in text] == []
    row.refresh_from_db()
    if door == "returns:promise-withdraw":
        assert Promise.objects.filter(act="withdrawn").count() == 1
        return
    assert "Cio changed this in the meantime" in text
    assert 'name="version" value="2"' in text
    assert client.post(there).status_code == 422
    assert client.post(there, {"version": 2}).status_code == 302
    with pytest.raises(ObjectDoesNotExist):
        row.refresh_from_db()
    assert client.post(there, {"version": 2}).status_code in {404, 410}
