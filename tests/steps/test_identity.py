"""Undo then redo is the identity for each act that the log keeps, of every room."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from calendars.models import PlantCalendar
from calendars.services import calendars, closures
from calendars.services import milestones as stones
from calendars.services.milestones import MilestoneEntry
from compliance.models import ObligationStatus
from compliance.selectors.duties import get_duty, list_duties
from compliance.services import duties
from core.text import LocalizedText
from goals.services import goals
from goals.services import indicators as aims
from landscape.models import System
from landscape.services import inventory
from organizations.models import AuditEvent
from readings.services import readings
from readings.services.readings import Entry
from returns.services import cases, effects
from roadmap.models import Initiative
from roadmap.services import gates
from steps.models import Step
from steps.selectors.tables import rows_of, tables
from steps.services import reverting
from steps.services.history import snapshot, values_of
from tests.architecture.test_undo import NOT_UNDONE, steps
from tests.factories.compliance import obligation_data, tracked
from tests.factories.landscape import SystemFactory
from tests.factories.roadmap import make_bar, make_roadmap
from tests.roadmap import test_sums as plans
from tests.roadmap.support import TODAY, follow, goal_values

stage = plans.stage
# Made by long ways that have tests of their own -> where their undo is tried.
ELSEWHERE = {
    "initiatives.accepted": "tests/advice/test_accepting.py",
    "plan.imported": "tests/interchange/test_plan_import.py",
}


def _bar(roadmap):
    return Initiative.objects.filter(roadmap=roadmap).order_by("pk").first()


def _aim(roadmap, by):
    goal = goals.create_goal(plant=roadmap.plant, values=goal_values(), by=by)
    given = {"plant_indicator": follow(roadmap.plant, "SC-12"), "target_on": date(2027, 10, 31)}
    return aims.add_indicator(goal=goal, values=given, by=by)


def _effect(roadmap, by):
    return effects.add_effect(initiative=_bar(roadmap), values={"title": "Less scrap"}, by=by)


def _closure(roadmap, by):
    given = {"title": "Tết", "starts_on": date(2027, 2, 5), "opens_on": date(2027, 2, 15)}
    return closures.add_closure(plant=roadmap.plant, values=given, by=by)


def _stone(roadmap, by):
    given = {"title": "SAT", "planned_on": date(2026, 9, 1)}
    return stones.add_milestone(plant=roadmap.plant, values=given, by=by)


def _stones(roadmap, by, slip=None):
    title = LocalizedText.of("Start of production", "投产")
    entry = MilestoneEntry(key="sop", title=title, planned_on=date(2027, 9, 1), is_fixed=True)
    return stones.set_milestones(plant=roadmap.plant, entries=[entry], by=by, slip=slip)


def _moved(roadmap, by):
    _stones(roadmap, by)
    title = LocalizedText.of("Start of production", "投产")
    entry = MilestoneEntry(key="sop", title=title, planned_on=date(2027, 11, 1), is_fixed=True)
    slip = LocalizedText.of("by 9 weeks", "推迟9周")
    stones.set_milestones(plant=roadmap.plant, entries=[entry], by=by, slip=slip)


def _condition(roadmap, by):
    row = follow(roadmap.plant, "OEE")
    values = {"phase": "integrate", "plant_indicator": row, "side": "at_least", "bound_value": 90}
    return gates.add_condition(roadmap=roadmap, values=values, by=by)


def _calendar(roadmap, by):
    plant = roadmap.plant
    stored = PlantCalendar.objects.filter(plant=plant).first()
    version = stored.version if stored else None
    calendars.set_calendar(plant=plant, version=version, weekend=[6], holiday_place="", by=by)


def _system(roadmap):
    fields = {"owner_name": "Chen Jing", "yearly_cost_amount": Decimal("12.50"), "currency": "EUR"}
    return SystemFactory(plant=roadmap.plant, contract_end_on=date(2027, 1, 31), **fields)


def _import(roadmap, by):
    kept = _system(roadmap)
    rows = [
        {"name": kept.name.upper(), "vendor": "Odoo", "yearly_cost_amount": Decimal(99)},
        {"name": "New", "category": "MES", "processes": ["purchase"]},
    ]
    inventory.import_systems(plant=roadmap.plant, rows=rows, by=by)


def _readings(roadmap, by):
    row = follow(roadmap.plant, "OEE")
    first = [Entry(row, date(2026, 1, 1), Decimal(40)), Entry(row, date(2026, 2, 1), Decimal(41))]
    readings.import_readings(plant=roadmap.plant, entries=first, by=by)
    more = [Entry(row, date(2026, 2, 1), Decimal(43)), Entry(row, date(2026, 3, 1), Decimal(44))]
    file = {"file_name": "b.csv", "sha256": "0" * 64}
    readings.import_readings(plant=roadmap.plant, entries=more, by=by, **file)


def _duties(roadmap, by):
    made = tracked(roadmap.plant, by, *(obligation_data(f"my.{name}") for name in "abc"))
    ObligationStatus.objects.update(owner=by, note="as agreed")
    return [get_duty(roadmap.plant, one.row.pk, TODAY) for one in made]


def _bulk(roadmap, by):
    made = _duties(roadmap, by)
    changes = duties.preview_bulk(made, due_on=date(2027, 1, 31))
    versions = {one.row.pk: one.row.version for one in made}
    duties.apply_bulk(changes=changes, expected=versions, by=by)


def _file_of_duties(roadmap, by):
    found = _duties(roadmap, by)
    rows = [
        {"obligation": duty.row.obligation, "state": "met", "owner": by, "note": "by file"}
        for duty in found
    ]
    duties.import_duties(duties=found, rows=rows, by=by)


def _decide(roadmap, by):
    (one, *_more) = _duties(roadmap, by)
    values = {"decision": "no", "decision_reason": "no customers abroad", "state": "met"}
    duties.update_duty(duty=one, expected=1, values=values, by=by)


NO_STEPS = {verb for verbs in NOT_UNDONE.values() for verb in verbs}
DEEDS = {
    **{verb: deed for verb, deed in plans.DEEDS.items() if verb not in NO_STEPS},
    "calendar.set": _calendar,
    "case.set": lambda r, by: cases.set_case(
        initiative=_bar(r), version=None, values={"ends_on": date(2031, 1, 1)}, by=by
    ),
    "case.settings_set": lambda r, by: cases.set_settings(
        plant=r.plant,
        version=None,
        values={"discount_rate": Decimal("0.09"), "horizon_years": 7},
        by=by,
    ),
    "closure.added": _closure,
    "closure.edited": lambda r, by: closures.edit_closure(
        closure=_closure(r, by), version=1, values={"title": "Tết, long"}, by=by
    ),
    "closure.removed": lambda r, by: closures.delete_closure(
        closure=_closure(r, by), version=1, by=by
    ),
    "effect.added": _effect,
    "effect.edited": lambda r, by: effects.edit_effect(
        effect=_effect(r, by), version=1, values={"benefit_amount": Decimal(5)}, by=by
    ),
    "effect.removed": lambda r, by: effects.delete_effect(effect=_effect(r, by), version=1, by=by),
    "gate_condition.added": _condition,
    "gate_condition.edited": lambda r, by: gates.edit_condition(
        row=_condition(r, by), version=1, values={"bound_value": Decimal(85)}, by=by
    ),
    "gate_condition.removed": lambda r, by: gates.remove_condition(
        row=_condition(r, by), version=1, by=by
    ),
    "goal.indicator_added": _aim,
    "goal.indicator_edited": lambda r, by: aims.edit_indicator(
        row=_aim(r, by), version=1, values={"target_value": Decimal("4.25")}, by=by
    ),
    "goal.indicator_removed": lambda r, by: aims.remove_indicator(
        row=_aim(r, by), version=1, by=by
    ),
    "obligation.updated": _decide,
    "obligations.imported": _file_of_duties,
    "obligations.updated": _bulk,
    "plant_milestone.added": _stone,
    "plant_milestone.edited": lambda r, by: stones.edit_milestone(
        milestone=_stone(r, by), version=1, values={"note": "late"}, by=by
    ),
    "plant_milestone.reached": lambda r, by: stones.edit_milestone(
        milestone=_stone(r, by), version=1, values={"reached_on": date(2026, 9, 2)}, by=by
    ),
    "plant_milestone.removed": lambda r, by: stones.delete_milestone(
        milestone=_stone(r, by), version=1, by=by
    ),
    "plant_milestones.moved": _moved,
    "plant_milestones.set": _stones,
    "readings.imported": _readings,
    "system.added": lambda r, by: inventory.add_system(
        plant=r.plant, by=by, name="SAP", category="ERP"
    ),
    "system.edited": lambda r, by: inventory.edit_system(
        system=_system(r), expected=1, by=by, disposition="keep", disposition_reason="fits"
    ),
    "system.removed": lambda r, by: inventory.remove_system(system=_system(r), version=1, by=by),
    "systems.imported": _import,
}


@pytest.fixture
def small(at):
    """A plan of one bar, for what is done beside a plan."""
    plan = make_roadmap(at.plant)
    make_bar(plan, "A")
    return plan


def state():
    """Return the values of every row of every table that the log knows."""
    found = {}
    for name, table in tables().items():
        keys = table.model.objects.values_list("pk", flat=True)
        found |= values_of(snapshot([(name, key) for key in keys]))
    return found


def test_every_step_is_tried():
    assert set(DEEDS) | set(ELSEWHERE) == steps()


@pytest.mark.parametrize("verb", sorted(DEEDS))
def test_undo_then_redo_is_the_identity(at, owner, request, verb):
    DEEDS[verb](request.getfixturevalue("stage" if verb in plans.DEEDS else "small"), owner)
    change = Step.objects.order_by("-pk").first()
    assert change.verb == verb
    after = state()
    reverting.undo(change=change, by=owner)
    before = state()
    assert before != after
    touched = {(row["table"], row["id"]) for row in change.after}
    assert {key: before[key] for key in touched & before.keys()} == values_of(change.before)
    assert {key for key in before.keys() | after if before.get(key) != after.get(key)} <= touched
    reverting.redo(change=change, by=owner)
    assert state() == after
    reverting.undo(change=change, by=owner)
    assert state() == before
    assert AuditEvent.objects.filter(verb="roadmap_change.undone").count() == 2


# --- what rules and others say of a row since ---------------------------------------------------
@pytest.fixture
def duty(small, owner):
    return _duties(small, owner)[0]


def again(duty):
    return get_duty(duty.row.plant, duty.row.pk, TODAY)


def decide(duty, by, decision="no", version=1):
    reason = "no customers abroad" if decision else ""
    values = {"decision": decision, "decision_reason": reason}
    duties.update_duty(duty=duty, expected=version, values=values, by=by)
    return Step.objects.first()


def test_facts_that_changed_since_hinder_no_undo_and_still_count(duty, owner):
    change = decide(duty, owner)
    assert again(duty).row.applies == "no"
    ObligationStatus.objects.filter(pk=duty.row.pk).update(
        reason={"kind": "always", "outcome": "unknown"}, risk="low"
    )
    reverting.undo(change=change, by=owner)
    row = again(duty).row
    assert (row.decision, row.applies, row.risk) == ("", "unknown", "low")
    reverting.redo(change=change, by=owner)
    assert again(duty).row.applies == "no"


def test_history_of_a_duty_tells_its_undo(duty, owner):
    reverting.undo(change=decide(duty, owner), by=owner)
    told = AuditEvent.objects.filter(verb="obligation.updated", object_id=str(duty.row.pk))
    assert [event.changes["decision"] for event in told.order_by("pk")] == [["", "no"], ["no", ""]]
    assert Step.objects.count() == 1


def test_bulk_of_which_somebody_changed_one_since_is_not_undone(duty, at, owner):
    made = list_duties(at.plant, TODAY)
    duties.apply_bulk(
        changes=duties.preview_bulk(made, due_on=date(2027, 1, 31)),
        expected={one.row.pk: one.row.version for one in made},
        by=owner,
    )
    change = Step.objects.first()
    assert len(change.after) == len(made)
    decide(again(duty), at.people["cio"], version=2)
    with pytest.raises(
        reverting.StateError, match=r"Cio changed the same.*: Edited a duty: Duty my"
    ):
        reverting.undo(change=change, by=owner)
    dates = ObligationStatus.objects.values_list("due_on", flat=True)
    assert set(dates) == {date(2027, 1, 31)}


def test_import_over_which_somebody_typed_is_not_undone(at, owner):
    _import(make_roadmap(at.plant), owner)
    change = Step.objects.first()
    row = System.objects.get(name="New")
    inventory.edit_system(system=row, expected=1, by=at.people["cio"], vendor="Bosch")
    with pytest.raises(reverting.StateError, match="Edited a system: New"):
        reverting.undo(change=change, by=owner)
    assert System.objects.count() == 2


def test_name_that_was_taken_since_is_told(at, owner):
    row = SystemFactory(plant=at.plant, name="SAP")
    inventory.remove_system(system=row, version=1, by=owner)
    SystemFactory(plant=at.plant, name="SAP")
    with pytest.raises(reverting.StateError, match="cannot be put back any more"):
        reverting.undo(change=Step.objects.first(), by=owner)
    assert rows_of(tables()["system"], [Step.objects.first().before[0]["id"]]).count() == 0
