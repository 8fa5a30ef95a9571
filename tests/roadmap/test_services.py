"""Writes: first plan from the catalog, edits with versions, links, limits, and undo of any step."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.errors import RuleError, StaleVersionError, StateError
from goals.services import goals
from organizations.models import AuditEvent
from roadmap.models import Dependency, Initiative, Milestone
from roadmap.selectors.plan import plan
from roadmap.services import initiatives, links, milestones, planning
from steps.models import Step
from tests.factories.assessment_runs import catalog
from tests.factories.roadmap import make_bar
from tests.roadmap.support import (
    TODAY,
    follow,
    goal_values,
    requirement,
    undo_last,
    values,
)


# --- begin, limits ----------------------------------------------------------------------
def test_plan_begins_on_a_quarter_with_limits(at, owner):
    catalog()
    made = planning.create_roadmap(
        plant=at.plant, starts_on=date(2027, 5, 20), limits={2027: Decimal(5), 2030: None}, by=owner
    )
    assert made.starts_on == date(2027, 4, 1)
    assert {row.year: row.limit_amount for row in made.budget_years.all()} == {2027: 5}
    assert AuditEvent.objects.filter(verb="roadmap.created").count() == 1
    with pytest.raises(StateError):
        planning.create_roadmap(plant=at.plant, starts_on=TODAY, limits={}, by=owner)


@pytest.mark.parametrize(("day", "limits"), [(date(1900, 1, 1), {}), (TODAY, {2040: Decimal(1)})])
def test_plan_refuses_strange_years(at, owner, day, limits):
    catalog()
    with pytest.raises(RuleError):
        planning.create_roadmap(plant=at.plant, starts_on=day, limits=limits, by=owner)


def test_limits_change_go_and_come_back(at, owner, roadmap):
    planning.set_limits(
        roadmap=roadmap, version=1, limits={2027: Decimal(5), 2028: Decimal(6)}, by=owner
    )
    planning.set_limits(
        roadmap=roadmap,
        version=2,
        limits={2027: Decimal(5), 2028: None, 2029: Decimal(7)},
        by=owner,
    )
    assert plan(at.plant, today=TODAY).limits == {2027: 5, 2029: 7}
    with pytest.raises(StaleVersionError):
        planning.set_limits(roadmap=roadmap, version=2, limits={}, by=owner)
    undo_last(at.plant, owner)
    assert plan(at.plant, today=TODAY).limits == {2027: 5, 2028: 6}
    undo_last(at.plant, owner)
    assert plan(at.plant, today=TODAY).limits == {}


# --- initiatives --------------------------------------------------------------------------------
def test_initiative_is_added_edited_and_put_back(at, owner, roadmap):
    goal = goals.create_goal(plant=at.plant, values=goal_values(), by=owner)
    known = requirement(at.plant, "REQ-1", "SP-01")
    one, two = follow(at.plant, "DIG-11"), follow(at.plant, "DIG-12")
    row = initiatives.create_initiative(
        roadmap=roadmap,
        values=values(goals=[goal], requirements=[known], indicators=[one]),
        by=owner,
    )
    initiatives.edit_initiative(
        initiative=row,
        version=1,
        values={"status": "done", "goals": [], "indicators": [two], "requirements": []},
        by=owner,
    )
    row.refresh_from_db()
    assert (row.progress, row.version, row.goals.count()) == (100, 2, 0)
    undo_last(at.plant, owner)
    row = Initiative.objects.get()
    assert (row.progress, row.status, row.version) == (0, "planned", 3)
    assert list(row.goals.all()) == [goal]
    assert [link.plant_indicator for link in row.indicator_links.all()] == [one]
    undo_last(at.plant, owner)
    assert not Initiative.objects.exists()


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (date(2027, 3, 1), date(2027, 2, 1), "ends_on"),
        (date(2030, 1, 1), date(2030, 2, 1), "starts_on"),
        (date(2026, 1, 1), date(2026, 12, 31), "ends_on"),
        (date(2020, 1, 1), date(2031, 12, 31), "ends_on"),
    ],
)
def test_dates_must_suit_the_plan(at, owner, roadmap, start, end, field):
    row = make_bar(roadmap, start=date(2027, 1, 1), end=date(2027, 3, 31))
    with pytest.raises(RuleError) as error:
        initiatives.edit_initiative(
            initiative=row, version=1, values={"starts_on": start, "ends_on": end}, by=owner
        )
    assert error.value.field == field
    assert Step.objects.count() == 0


def test_stale_version_stores_nothing(at, owner, roadmap):
    row = make_bar(roadmap, start=date(2027, 1, 1), end=date(2027, 3, 31))
    dates = {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 4, 30)}
    initiatives.edit_initiative(initiative=row, version=1, values=dates, by=owner)
    other = Initiative.objects.get()
    with pytest.raises(StaleVersionError):
        initiatives.edit_initiative(
            initiative=other, version=1, values={"note": "late"}, by=at.people["cio"]
        )
    assert Initiative.objects.get().note == ""
    assert Step.objects.get().verb == "initiative.moved"


def test_bad_values_are_refused(at, owner, roadmap):
    for bad in ({"one_off_amount": Decimal(-1)}, {"phase": "dream"}, {"progress": 101}):
        with pytest.raises(ValidationError):
            initiatives.create_initiative(roadmap=roadmap, values=values(**bad), by=owner)
    assert Initiative.objects.count() == 0


def test_saving_the_same_leaves_no_step(at, owner, roadmap):
    row = make_bar(roadmap, start=date(2027, 1, 1), end=date(2027, 3, 31))
    initiatives.edit_initiative(initiative=row, version=1, values={"note": ""}, by=owner)
    assert Step.objects.count() == 0


# --- links and milestones -----------------------------------------------------------------------
def test_links_refuse_circle_twin_and_self(at, owner, roadmap, three):
    a, b, c = three
    links.add_link(roadmap=roadmap, before=a, after=b, by=owner)
    second = links.add_link(roadmap=roadmap, before=b, after=c, kind="SS", lag_days=-5, by=owner)
    for before, after in ((c, a), (a, b), (a, a)):
        with pytest.raises(RuleError) as error:
            links.add_link(roadmap=roadmap, before=before, after=after, by=owner)
        assert error.value.field == "successor"
    with pytest.raises(RuleError, match="C → A → B → C"):
        links.add_link(roadmap=roadmap, before=c, after=a, by=owner)
    with pytest.raises(RuleError):
        links.edit_link(dependency=second, version=1, kind="FS", lag_days=9999, by=owner)
    links.edit_link(dependency=second, version=1, kind="FF", lag_days=3, by=owner)
    with pytest.raises(StaleVersionError):
        links.edit_link(dependency=second, version=1, kind="SS", lag_days=0, by=owner)
    second.refresh_from_db()
    links.remove_link(dependency=second, version=second.version, by=owner)
    undo_last(at.plant, owner)
    undo_last(at.plant, owner)
    kept = Dependency.objects.get(pk=second.pk)
    assert (kept.kind, kept.lag_days) == ("SS", -5)


def test_milestone_is_added_reached_and_removed(at, owner, three):
    row = milestones.add_milestone(
        initiative=three[0], values={"title": "Live", "due_on": date(2027, 3, 1)}, by=owner
    )
    milestones.reach_milestone(milestone=row, version=1, reached_on=date(2026, 3, 2), by=owner)
    assert plan(at.plant, today=TODAY).next_milestone is None
    with pytest.raises(StaleVersionError):
        milestones.reach_milestone(milestone=row, version=1, reached_on=None, by=owner)
    milestones.delete_milestone(milestone=Milestone.objects.get(), version=2, by=owner)
    for _ in range(2):
        undo_last(at.plant, owner)
    assert Milestone.objects.get().reached_on is None
    undo_last(at.plant, owner)
    assert not Milestone.objects.exists()
