"""Undo of any step, and goals that come back with their links."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from core import clock
from core.errors import StaleVersionError, StateError
from goals.models import Goal
from goals.services import goals
from roadmap.models import BudgetYear, Dependency, Initiative, Milestone, Roadmap
from roadmap.services import initiatives, links, milestones, planning
from steps.models import Step
from steps.selectors.changes import last_hand, turns
from steps.services import reverting
from tests.factories.roadmap import make_bar
from tests.roadmap.support import (
    follow,
    goal_values,
    requirement,
    undo_last,
    values,
)


def later(minutes: int):
    """Return a clock that stands so many minutes after now."""
    at = clock.now() + timedelta(minutes=minutes)
    return lambda: at


# --- undo ---------------------------------------------------------------------------------------
def test_removed_initiative_comes_back_with_all_it_had(at, owner, roadmap, three):
    a, b, _c = three
    links.add_link(roadmap=roadmap, before=a, after=b, by=owner)
    milestones.add_milestone(
        initiative=a, values={"title": "Live", "due_on": date(2027, 3, 1)}, by=owner
    )
    a.requirements.add(requirement(at.plant, "REQ-1", "SP-01"))
    initiatives.delete_initiative(initiative=a, version=a.version, by=owner)
    assert (Initiative.objects.count(), Milestone.objects.count()) == (2, 0)
    reverting.undo(change=Step.objects.first(), by=at.people["cio"])
    back = Initiative.objects.get(pk=three[0].pk or Step.objects.first().before[0]["id"])
    assert back.requirements.count() == back.milestones.count() == 1
    assert Dependency.objects.get().predecessor == back
    assert back.version == 2


def test_undo_refuses_what_was_overtaken_and_says_by_whom(at, owner, roadmap, three):
    a = three[0]
    move = {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 4, 30)}
    initiatives.edit_initiative(initiative=a, version=1, values=move, by=owner)
    initiatives.edit_initiative(
        initiative=a, version=2, values={"note": "mine"}, by=at.people["cio"]
    )
    with pytest.raises(StateError, match="Cio changed the same thing on"):
        undo_last(at.plant, owner)
    undo_last(at.plant, at.people["cio"])
    step = undo_last(at.plant, owner)
    a.refresh_from_db()
    assert a.starts_on == date(2027, 1, 1)
    with pytest.raises(StateError):
        reverting.undo(change=step, by=owner)


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "en",
            "Cio changed the same thing on 4\u00a0Oct\u00a02026, 08:30\u00a0(UTC+8): Edited an initiative: ",
        ),
        ("zh-hans", "Cio在2026-10-04 08:30\u00a0(UTC+8)改过同一内容（编辑了举措："),
    ],
)
def test_overtaken_step_names_day_time_and_zone(at, owner, roadmap, three, language, wanted):
    """Somebody changed the bar a month ago; only a time of day would look like this morning."""
    bar = three[0]
    moved = {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 4, 30)}
    initiatives.edit_initiative(initiative=bar, version=1, values=moved, by=owner)
    with clock.running(lambda: datetime(2026, 10, 4, 0, 30, tzinfo=UTC)):
        initiatives.edit_initiative(
            initiative=bar, version=2, values={"note": "mine"}, by=at.people["cio"]
        )
    step = Step.objects.order_by("pk")[0]
    with (
        translation.override(language),
        timezone.override("Asia/Kuala_Lumpur"),
        pytest.raises(StateError, match=re.escape(wanted)),
    ):
        reverting.undo(change=step, by=owner)


def test_undo_of_adding_refuses_while_others_build_on_it(at, owner, roadmap, three):
    row = initiatives.create_initiative(roadmap=roadmap, values=values(), by=owner)
    added = turns(at.plant, owner).back
    milestones.add_milestone(
        initiative=row, values={"title": "Live", "due_on": date(2027, 3, 1)}, by=at.people["cio"]
    )
    with pytest.raises(StateError, match="Cio"):
        reverting.undo(change=added, by=owner)
    undo_last(at.plant, at.people["cio"])
    links.add_link(roadmap=roadmap, before=row, after=three[0], by=at.people["cio"])
    with pytest.raises(StateError, match="Cio"):
        reverting.undo(change=added, by=owner)
    assert Initiative.objects.filter(pk=row.pk).exists()


def test_undo_says_when_nothing_can_be_put_back(at, owner, roadmap):
    row = make_bar(roadmap, "Twin", date(2027, 1, 1), date(2027, 3, 31), catalog_id="D01")
    initiatives.delete_initiative(initiative=row, version=row.version, by=owner)
    make_bar(roadmap, "Twin again", date(2027, 1, 1), date(2027, 3, 31), catalog_id="D01")
    with pytest.raises(StateError, match="cannot be put back"):
        undo_last(at.plant, owner)
    assert Initiative.objects.count() == 1


def test_undo_names_nobody_when_the_log_does_not_know(at, owner, roadmap, three):
    a = three[0]
    move = {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 4, 30)}
    initiatives.edit_initiative(initiative=a, version=1, values=move, by=owner)
    Initiative.objects.update(note="from below")
    with pytest.raises(StateError, match="changed since"):
        undo_last(at.plant, owner)


def test_owner_who_left_is_not_put_back(at, owner, roadmap):
    leaver = at.people["assessor"]
    row = make_bar(roadmap, start=date(2027, 1, 1), end=date(2027, 3, 31), owner=leaver)
    initiatives.delete_initiative(initiative=row, version=row.version, by=owner)
    change = turns(at.plant, owner).back
    change.before[0]["values"]["owner_id"] = 10**9
    change.save()
    reverting.undo(change=change, by=owner)
    assert Initiative.objects.get().owner is None


def test_chain_of_undos_walks_back_to_the_start(at, owner, roadmap):
    row = initiatives.create_initiative(roadmap=roadmap, values=values(), by=owner)
    for number in range(1, 5):
        initiatives.edit_initiative(
            initiative=row, version=number, values={"progress": number * 10}, by=owner
        )
    seen = []
    while turns(at.plant, owner).back:
        undo_last(at.plant, owner)
        seen.append([entry.progress for entry in Initiative.objects.all()])
    assert seen == [[30], [20], [10], [0], []]
    assert Roadmap.objects.count() == 1


# --- the version of the form over rows that come back ------------------------------------------
def test_undo_of_limits_raises_the_version_of_their_form(at, owner, roadmap):
    cio = at.people["cio"]
    planning.set_limits(roadmap=roadmap, version=1, limits={2027: Decimal(100)}, by=cio)
    undo_last(at.plant, cio)
    with pytest.raises(StaleVersionError):
        planning.set_limits(
            roadmap=Roadmap.objects.get(), version=2, limits={2027: Decimal(100)}, by=owner
        )
    assert BudgetYear.objects.count() == 0
    planning.set_limits(
        roadmap=Roadmap.objects.get(), version=3, limits={2028: Decimal(7)}, by=owner
    )
    assert BudgetYear.objects.get().limit_amount == 7


def test_undo_of_an_indicator_alone_raises_the_version_of_the_initiative(at, owner, three):
    a, cio, wanted = three[0], at.people["cio"], follow(at.plant, "OEE")
    initiatives.edit_initiative(initiative=a, version=1, values={"indicators": [wanted]}, by=cio)
    undo_last(at.plant, cio)
    a = Initiative.objects.get(pk=a.pk)
    assert (a.version, a.indicator_links.count()) == (3, 0)
    with pytest.raises(StaleVersionError):
        initiatives.edit_initiative(initiative=a, version=2, values={"note": "mine"}, by=owner)


@pytest.mark.parametrize("made", ["goal", "initiative", "dependency", "milestone"])
def test_row_that_comes_back_has_a_version_nobody_has_seen(at, owner, roadmap, three, made):
    a, b, _c = three
    rows = {
        "goal": lambda: goals.create_goal(plant=at.plant, values=goal_values(), by=owner),
        "initiative": lambda: a,
        "dependency": lambda: links.add_link(roadmap=roadmap, before=a, after=b, by=owner),
        "milestone": lambda: milestones.add_milestone(
            initiative=a, values={"title": "Live", "due_on": date(2027, 3, 1)}, by=owner
        ),
    }
    remove = {
        "goal": lambda row: goals.delete_goal(goal=row, version=row.version, by=owner),
        "initiative": lambda row: initiatives.delete_initiative(
            initiative=row, version=row.version, by=owner
        ),
        "dependency": lambda row: links.remove_link(dependency=row, version=row.version, by=owner),
        "milestone": lambda row: milestones.delete_milestone(
            milestone=row, version=row.version, by=owner
        ),
    }
    row = rows[made]()
    key = row.pk
    remove[made](row)
    undo_last(at.plant, owner)
    assert type(row).objects.get(pk=key).version == 2


def test_goal_that_somebody_linked_since_is_not_undone(at, owner, three):
    goal = goals.create_goal(plant=at.plant, values=goal_values(), by=owner)
    added = turns(at.plant, owner).back
    initiatives.edit_initiative(
        initiative=three[0], version=1, values={"goals": [goal]}, by=at.people["cio"]
    )
    with pytest.raises(StateError, match="Cio"):
        reverting.undo(change=added, by=owner)
    assert three[0].goals.get() == goal


def test_initiative_that_moves_an_indicator_since_is_not_undone(at, owner, roadmap):
    row = initiatives.create_initiative(roadmap=roadmap, values=values(), by=owner)
    added = turns(at.plant, owner).back
    initiatives.edit_initiative(
        initiative=row,
        version=1,
        values={"indicators": [follow(at.plant, "OEE")]},
        by=at.people["cio"],
    )
    with pytest.raises(StateError, match="Cio"):
        reverting.undo(change=added, by=owner)
    assert Initiative.objects.get(pk=row.pk).indicator_links.count() == 1


def test_last_hand_is_who_undid(at, owner, roadmap, three):
    a, cio = three[0], at.people["cio"]
    assert last_hand(at.plant, a) == ""
    planning.set_limits(roadmap=roadmap, version=1, limits={2027: Decimal(100)}, by=owner)
    step = turns(at.plant, owner).back
    initiatives.edit_initiative(initiative=a, version=1, values={"note": "x"}, by=owner)
    assert last_hand(at.plant, a) == last_hand(at.plant, roadmap) == owner.name
    reverting.undo(change=step, by=cio)
    assert (last_hand(at.plant, a), last_hand(at.plant, roadmap)) == (owner.name, cio.name)


# --- goals --------------------------------------------------------------------------------------
def test_goal_keeps_money_and_currency_together(at, owner):
    goal = goals.create_goal(
        plant=at.plant, values=goal_values(expected_return_amount=Decimal(5)), by=owner
    )
    assert goal.currency == "MYR"
    goals.edit_goal(goal=goal, version=1, values={"expected_return_amount": None}, by=owner)
    goal.refresh_from_db()
    assert (goal.currency, goal.version) == ("", 2)
    with pytest.raises(ValidationError):
        goals.create_goal(plant=at.plant, values=goal_values(), by=owner)
    with pytest.raises(StaleVersionError):
        goals.edit_goal(goal=goal, version=1, values=goal_values(title="Other"), by=owner)


def test_removed_goal_comes_back_with_its_links(at, owner, roadmap, three):
    goal = goals.create_goal(
        plant=at.plant,
        values=goal_values(requirements=[requirement(at.plant, "REQ-1", "SP-01")]),
        by=owner,
    )
    three[0].goals.add(goal)
    goals.delete_goal(goal=Goal.objects.get(), version=1, by=owner)
    assert three[0].goals.count() == 0
    undo_last(at.plant, owner)
    assert Goal.objects.get().requirements.count() == 1
    assert three[0].goals.count() == 1
    undo_made = Step.objects.first()
    assert undo_made.undone_at == clock.now()
    assert str(undo_made) == "goal.removed Less downtime"


# --- redo, and how far the buttons reach ---------------------------------------------------------
def stored():
    """Return everything a plan holds, without versions and times."""
    return [
        list(model.objects.order_by("pk").values(*fields))
        for model, fields in (
            (Initiative, ("pk", "title", "starts_on", "ends_on", "progress", "goals")),
            (Dependency, ("pk", "predecessor", "successor", "lag_days")),
            (Milestone, ("pk", "title", "due_on", "initiative")),
            (BudgetYear, ("pk", "year", "limit_amount")),
            (Goal, ("pk", "title", "due_on")),
        )
    ]


def test_undo_then_redo_is_the_identity_after_every_step(at, owner, roadmap, three):
    a, b, c = three
    goal = goals.create_goal(plant=at.plant, values=goal_values(), by=owner)
    initiatives.edit_initiative(initiative=a, version=1, values={"goals": [goal]}, by=owner)
    links.add_link(roadmap=roadmap, before=a, after=b, by=owner)
    milestones.add_milestone(
        initiative=b, values={"title": "Live", "due_on": date(2027, 3, 1)}, by=owner
    )
    planning.set_limits(roadmap=roadmap, version=1, limits={2027: Decimal(9)}, by=owner)
    initiatives.delete_initiative(initiative=b, version=b.version, by=owner)
    initiatives.delete_initiative(initiative=c, version=c.version, by=owner)
    goals.delete_goal(goal=Goal.objects.get(), version=1, by=owner)
    states = [stored()]
    while turns(at.plant, owner).back:
        undo_last(at.plant, owner)
        states.append(stored())
    assert len(states) == 9
    while step := turns(at.plant, owner).again:
        assert stored() == states.pop()
        reverting.redo(change=step, by=owner)
    assert [stored()] == states


def test_what_comes_back_by_redo_has_a_version_nobody_has_seen(at, owner, roadmap):
    row = initiatives.create_initiative(roadmap=roadmap, values=values(), by=owner)
    added = turns(at.plant, owner).back
    initiatives.edit_initiative(initiative=row, version=1, values={"progress": 10}, by=owner)
    undo_last(at.plant, owner)
    assert Initiative.objects.get().version == 3
    undo_last(at.plant, owner)
    reverting.redo(change=added, by=owner)
    assert Initiative.objects.get().version == 4
    with pytest.raises(StateError, match="not undone"):
        reverting.redo(change=added, by=owner)


def test_redo_refuses_what_somebody_changed_since(at, owner, roadmap, three):
    a, cio = three[0], at.people["cio"]
    move = {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 4, 30)}
    initiatives.edit_initiative(initiative=a, version=1, values=move, by=owner)
    step = undo_last(at.plant, owner)
    a = Initiative.objects.get(pk=a.pk)
    initiatives.edit_initiative(initiative=a, version=3, values={"note": "mine"}, by=cio)
    before = stored()
    with pytest.raises(StateError, match="Cio changed the same thing on"):
        reverting.redo(change=step, by=owner)
    assert stored() == before


def test_a_new_step_ends_what_can_be_done_again(at, owner, roadmap, three):
    a, b, _c = three
    initiatives.edit_initiative(initiative=a, version=1, values={"progress": 10}, by=owner)
    undo_last(at.plant, owner)
    assert turns(at.plant, owner).again
    with clock.running(later(1)):
        initiatives.edit_initiative(initiative=b, version=1, values={"progress": 5}, by=owner)
    assert turns(at.plant, owner).again is None


def test_the_buttons_do_not_reach_into_an_earlier_sitting(at, owner, roadmap, three):
    initiatives.edit_initiative(initiative=three[0], version=1, values={"progress": 10}, by=owner)
    with clock.running(later(11 * 60)):
        assert turns(at.plant, owner).back
    with clock.running(later(12 * 60 + 1)):
        assert turns(at.plant, owner).back is None
        step = Step.objects.get()
        reverting.undo(change=step, by=owner)  # asked for in the list of changes
        assert turns(at.plant, owner).again == step
    with clock.running(later(25 * 60)):
        assert turns(at.plant, owner).again is None
