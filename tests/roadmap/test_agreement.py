"""State and progress agree whoever changes which; milestones lie inside; old rows are mended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.errors import RuleError
from roadmap.models import Initiative, Milestone
from roadmap.selectors.plan import plan
from roadmap.services import initiatives, milestones
from tests.factories.roadmap import make_bar, make_roadmap
from tests.roadmap.support import TODAY, undo_last, values


def edit(row, by, **given):
    row = Initiative.objects.get(pk=row.pk)
    return initiatives.edit_initiative(initiative=row, version=row.version, values=given, by=by)


@pytest.mark.parametrize(
    ("before", "given", "after"),
    [
        # F10: a finished initiative set back keeps nothing of its 100 %.
        (("done", 100), {"status": "planned", "progress": 100}, ("planned", 0)),
        (("done", 100), {"status": "active", "progress": 40}, ("active", 40)),
        (("planned", 0), {"status": "done", "progress": 0}, ("done", 100)),
        (("planned", 0), {"status": "planned", "progress": 30}, ("active", 30)),
        (("active", 30), {"status": "planned", "progress": 30}, ("planned", 0)),
        (("active", 30), {"status": "stopped", "progress": 30}, ("stopped", 30)),
        (("planned", 0), {"status": "done"}, ("done", 100)),
        (("planned", 0), {"progress": 5}, ("active", 5)),
    ],
)
def test_the_one_left_alone_follows(at, owner, roadmap, before, given, after):
    row = make_bar(roadmap, status=before[0], progress=before[1])
    edit(row, owner, **given)
    row.refresh_from_db()
    assert (row.status, row.progress) == after
    undo_last(at.plant, owner)
    row.refresh_from_db()
    assert (row.status, row.progress) == before


@pytest.mark.parametrize(
    ("before", "given"),
    [
        (("done", 100), {"status": "active", "progress": 100}),  # nobody knows how far
        (("planned", 0), {"status": "planned", "progress": 100}),
        (("active", 30), {"status": "active", "progress": 100}),
        (("done", 100), {"status": "done", "progress": 50}),
        (("active", 30), {"status": "planned", "progress": 20}),
    ],
)
def test_a_contradiction_is_refused_at_the_progress(at, owner, roadmap, before, given):
    row = make_bar(roadmap, status=before[0], progress=before[1])
    with pytest.raises(RuleError) as error:
        edit(row, owner, **given)
    assert error.value.field == "progress"
    row.refresh_from_db()
    assert (row.status, row.progress) == before


def test_a_new_initiative_agrees_too(at, owner, roadmap):
    made = initiatives.create_initiative(roadmap=roadmap, values=values(status="done"), by=owner)
    assert made.progress == 100
    with pytest.raises(RuleError):
        initiatives.create_initiative(
            roadmap=roadmap, values=values(status="planned", progress=100), by=owner
        )


@pytest.mark.parametrize(("status", "progress"), [("planned", 1), ("active", 100), ("done", 99)])
def test_the_database_holds_it(roadmap, status, progress):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_bar(roadmap, status=status, progress=progress)


def test_a_milestone_lies_inside_its_initiative(at, owner, three):
    for due in (date(2026, 12, 31), date(2027, 4, 1), date(2020, 3, 15)):
        with pytest.raises(ValidationError) as error:
            milestones.add_milestone(
                initiative=three[0], values={"title": "M", "due_on": due}, by=owner
            )
        (text,) = error.value.message_dict["due_on"]
        assert text.replace("\u00a0", " ").endswith("from 1 Jan 2027 to 31 Mar 2027.")
    stone = milestones.add_milestone(
        initiative=three[0], values={"title": "M", "due_on": date(2027, 3, 31)}, by=owner
    )
    assert plan(at.plant, today=TODAY).conflicts == 0
    # A bar takes it along: it stays inside.
    edit(three[0], owner, starts_on=date(2027, 1, 1), ends_on=date(2027, 2, 28))
    assert Milestone.objects.get().due_on == date(2027, 2, 28)
    assert plan(at.plant, today=TODAY).conflicts == 0
    # One that an earlier release left behind is named, and its words can still be changed.
    Milestone.objects.update(due_on=date(2027, 3, 31))
    (conflict,) = plan(at.plant, today=TODAY).date_conflicts
    assert (conflict.kind, conflict.milestone, conflict.days) == ("milestone", str(stone.pk), 31)
    stone = Milestone.objects.get()
    stone = milestones.edit_milestone(
        milestone=stone, version=stone.version, values={"title": "N"}, by=owner
    )
    with pytest.raises(ValidationError):
        milestones.edit_milestone(
            milestone=stone,
            version=stone.version,
            values={"due_on": date(2027, 3, 1)},
            by=owner,
        )


def test_totals_agree_where_work_runs_on(at, roadmap):
    # 21.77 M inside, 22.38 M in all, as the walk found.
    make_bar(roadmap, "A", date(2027, 1, 1), date(2029, 12, 31), one_off_amount=Decimal(21_770_000))
    make_bar(roadmap, "B", date(2030, 1, 1), date(2032, 12, 31), one_off_amount=Decimal(610_000))
    found = plan(at.plant, today=TODAY)
    assert (found.totals.inside, found.totals.whole) == (21_770_000, 22_380_000)
    assert [(one.kind, one.days) for one in found.date_conflicts] == [("beyond", 1096)]


def test_running_cost_of_a_plan(at):
    roadmap = make_roadmap(at.plant, starts_on=date(2027, 1, 1))
    ahead = {"start": date(2027, 1, 1), "end": date(2027, 12, 31)}
    make_bar(roadmap, "A", **ahead)
    make_bar(roadmap, "B", **ahead, yearly_amount=9)
    found = plan(at.plant, today=TODAY)
    assert (found.running.yearly, found.running.uncovered) == (9, 90_000)
