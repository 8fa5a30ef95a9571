"""Stored sums of a plan follow every act on it; the nightly check finds what went past the acts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from advice.apps import AdviceConfig
from calendars.apps import CalendarsConfig
from goals.services import goals
from organizations.models import AuditEvent, ExchangeRate
from organizations.services.acts import registry
from roadmap.apps import RoadmapConfig
from roadmap.domain.edits import BarEdit
from roadmap.models import Initiative, Roadmap, StoredSums
from roadmap.selectors.plan import load_parts, plan
from roadmap.selectors.signing import digest_of
from roadmap.selectors.summaries import milestones_of, plan_summaries
from roadmap.services import (
    batches,
    initiatives,
    links,
    milestones,
    order,
    planning,
    signing,
    sums,
)
from steps.apps import StepsConfig
from steps.selectors.changes import turns
from steps.services import history, reverting
from tests.factories.assessment_runs import catalog
from tests.factories.roadmap import picture_plan
from tests.roadmap.support import TODAY, goal_values, undo_last, values

# The acts that change goals only; a goal is in no sum.


@pytest.fixture
def stage(at, owner):
    """A plan of the picture with its sums, one initiative in other money and a free pair."""
    ExchangeRate.objects.create(
        organization=at.organization,
        currency="MYR",
        rate=Decimal("1.75"),
        dated_on=date(2026, 10, 1),
        source="central bank",
    )
    roadmap = picture_plan(at.plant, owner)
    Initiative.objects.filter(roadmap=roadmap, title__en="Energy optimization").update(
        currency="CNY", spent_amount=Decimal("12.34")
    )
    sums.refresh(at.plant)
    return roadmap


def bar(roadmap, title):
    return Initiative.objects.get(roadmap=roadmap, title__en=title)


def agree(plant):
    """The stored sums are those of the rows, and say what the whole plan says."""
    (loaded,) = load_parts(Roadmap.objects.filter(plant=plant))
    assert StoredSums.objects.filter(roadmap=loaded.roadmap).exists()
    assert not sums.is_drifted(loaded)
    whole = plan(plant, today=TODAY)
    said = plan_summaries([plant], today=TODAY)[plant.pk]
    names = (*("currency", "totals", "limit", "planned_to_date", "spent", "progress", "conflicts"),)
    assert [getattr(said, name) for name in names] == [getattr(whole, name) for name in names]
    assert said.initiatives == len(whole.initiatives)
    assert milestones_of([said]) == {one.pk: one for one in [whole.next_milestone] if one}
    return said


# --- one deed for each act ----------------------------------------------------------------------
def _edit(roadmap, by, **changes):
    row = bar(roadmap, "Energy optimization")
    initiatives.edit_initiative(initiative=row, version=row.version, values=changes, by=by)


def _batch(roadmap, by, **changes):
    titles = ("Energy optimization", "Warehouse system with barcode")
    edits = [BarEdit(row.pk, row.version, changes) for row in (bar(roadmap, one) for one in titles)]
    batches.apply(roadmap=roadmap, edits=edits, by=by)


def _stone(roadmap, by, title="Extra"):
    return milestones.add_milestone(
        initiative=bar(roadmap, "Energy optimization"),
        values={"title": title, "due_on": date(2028, 7, 1)},
        by=by,
    )


def _link(roadmap, by):
    ends = bar(roadmap, "Energy optimization"), bar(roadmap, "Warehouse system with barcode")
    return links.add_link(roadmap=roadmap, before=ends[0], after=ends[1], by=by)


def _limits(roadmap, by):
    roadmap.refresh_from_db()
    planning.set_limits(roadmap=roadmap, version=roadmap.version, limits={2026: Decimal(1)}, by=by)


def _begin(roadmap, by):
    plant = roadmap.plant
    roadmap.delete()
    catalog()
    planning.create_roadmap(plant=plant, starts_on=TODAY, limits={2026: Decimal(5)}, by=by)


def _undo(roadmap, by):
    _edit(roadmap, by, one_off_amount=Decimal(1))
    undo_last(roadmap.plant, by)


def _redo(roadmap, by):
    _undo(roadmap, by)
    reverting.redo(change=turns(roadmap.plant, by).again, by=by)


def _goal(roadmap, by):
    return goals.create_goal(plant=roadmap.plant, values=goal_values(), by=by)


def _sign(roadmap, by):
    stone = milestones.reach_milestone(
        milestone=_stone(roadmap, by), version=1, reached_on=TODAY, by=by
    )
    stone.acceptance = "300 parts in a row"
    stone.save()
    return signing.sign_milestone(milestone=stone, side="it", digest=digest_of(stone), by=by)


DEEDS = {
    "dependency.added": _link,
    "dependency.edited": lambda r, by: links.edit_link(
        dependency=_link(r, by), version=1, kind="SS", lag_days=9, by=by
    ),
    "dependency.removed": lambda r, by: links.remove_link(
        dependency=(row := _link(r, by)), version=row.version, by=by
    ),
    "initiative.added": lambda r, by: initiatives.create_initiative(
        roadmap=r, values=values(), by=by
    ),
    "initiative.edited": lambda r, by: _edit(r, by, one_off_amount=Decimal("77.77")),
    "initiative.moved": lambda r, by: _edit(
        r, by, starts_on=date(2026, 2, 1), ends_on=date(2026, 5, 1)
    ),
    "initiative.removed": lambda r, by: initiatives.delete_initiative(
        initiative=bar(r, "Energy optimization"), version=1, by=by
    ),
    "initiative.placed": lambda r, by: order.place_initiative(
        initiative=bar(r, "Energy optimization"),
        beside=bar(r, "Predictive maintenance, presses"),
        is_behind=False,
        by=by,
    ),
    "initiatives.edited": lambda r, by: _batch(r, by, one_off_amount=Decimal("88.88")),
    "initiatives.moved": lambda r, by: _batch(
        r, by, starts_on=date(2026, 2, 1), ends_on=date(2026, 5, 1)
    ),
    "limits.set": _limits,
    "milestone.added": _stone,
    "milestone.edited": lambda r, by: milestones.edit_milestone(
        milestone=_stone(r, by), version=1, values={"due_on": date(2028, 8, 1)}, by=by
    ),
    "milestone.reached": lambda r, by: milestones.reach_milestone(
        milestone=_stone(r, by), version=1, reached_on=TODAY, by=by
    ),
    "milestone.removed": lambda r, by: milestones.delete_milestone(
        milestone=_stone(r, by), version=1, by=by
    ),
    "milestone.signed": _sign,
    "roadmap.created": _begin,
    "roadmap.sorted": lambda r, by: order.sort_by_dates(roadmap=r, by=by),
    "roadmap_change.redone": _redo,
    "roadmap_change.undone": _undo,
    "goal.set": _goal,
    "goal.edited": lambda r, by: goals.edit_goal(
        goal=_goal(r, by), version=1, values={"title": "Other"}, by=by
    ),
    "goal.removed": lambda r, by: goals.delete_goal(
        goal=(row := _goal(r, by)), version=row.version, by=by
    ),
}


@pytest.mark.parametrize("verb", sorted(DEEDS))
def test_sums_follow_every_act(at, owner, stage, verb):
    agree(at.plant)
    DEEDS[verb](stage, owner)
    assert AuditEvent.objects.filter(verb=verb).exists()
    agree(at.plant)


def test_every_act_that_changes_a_plan_is_followed():
    followed = {
        verb
        for one in registry.inside
        if one.name in {"keep_sums", "keep_plan_sums"}
        for verb in one.causes
    }
    accepting = {verb for verb in AdviceConfig.acts if verb.startswith("initiatives.")}
    own = {verb for verb in RoadmapConfig.acts if not verb.startswith("gate_condition.")}
    assert set(DEEDS) >= {*own, *StepsConfig.acts}  # a gate changes neither money nor dates
    assert followed == (own - {"milestone.signed"}) | set(StepsConfig.acts) | accepting | set(
        CalendarsConfig.acts
    ) | {"plan.imported"}


def test_acts_undone_one_after_the_other(at, owner, stage):
    before = agree(at.plant)
    for verb in ("initiative.removed", "initiative.added", "limits.set"):
        DEEDS[verb](stage, owner)
        agree(at.plant)
    for _ in range(3):
        undo_last(at.plant, owner)
        agree(at.plant)
    assert agree(at.plant) == before


def test_a_rolled_back_act_leaves_the_sums(at, owner, stage, monkeypatch):
    kept = StoredSums.objects.get().data
    monkeypatch.setattr(history, "differences", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        _edit(stage, owner, one_off_amount=Decimal(1))
    assert StoredSums.objects.get().data == kept


# --- nights -------------------------------------------------------------------------------------
def test_sums_that_do_not_know_the_day_are_not_used(at, stage, django_assert_num_queries):
    later = TODAY + timedelta(40)
    with django_assert_num_queries(2):
        plan_summaries([at.plant], today=TODAY)
    with django_assert_num_queries(7):
        said = plan_summaries([at.plant], today=later)[at.plant.pk]
    whole = plan(at.plant, today=later)
    assert (said.planned_to_date, said.conflicts) == (whole.planned_to_date, whole.conflicts)


def test_the_night_brings_the_course_forward(at, stage, django_assert_num_queries):
    later = TODAY + timedelta(40)
    with time_machine.travel(later, tick=False):
        sums.refresh_all(later)
    with django_assert_num_queries(2):
        plan_summaries([at.plant], today=later)


def test_the_night_finds_and_mends_what_went_past_the_acts(at, stage):
    Initiative.objects.filter(roadmap=stage).update(one_off_amount=Decimal(1))
    found = [sums.refresh_all(TODAY + timedelta(n)) for n in range(sums.CHECKED_EVERY)]
    assert sum(len(some) for some in found) <= 1  # mended by whichever night came first
    Initiative.objects.filter(roadmap=stage).update(one_off_amount=Decimal(2))
    night = next(
        TODAY + timedelta(n)
        for n in range(7)
        if (stage.pk + (TODAY + timedelta(n)).toordinal()) % sums.CHECKED_EVERY == 0
    )
    assert sums.refresh_all(night) == [stage.pk]
    agree(at.plant)


def test_a_plan_without_sums_gets_them(at, stage):
    StoredSums.objects.all().delete()
    assert sums.refresh_all(TODAY) == []
    agree(at.plant)
    assert str(StoredSums.objects.get()) == f"{stage.pk} 2026-11-17"
