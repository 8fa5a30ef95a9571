"""Milestones of a plant: own ones, those of a pack as one step, reached, undone."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from calendars.models import PlantMilestone
from calendars.selectors.milestones import plant_milestones
from calendars.services.milestones import (
    MilestoneEntry,
    add_milestone,
    delete_milestone,
    edit_milestone,
    set_milestones,
)
from core.errors import StaleVersionError
from core.text import LocalizedText
from steps.models import Step
from steps.services import reverting
from tests.roadmap.support import undo_last

SOP = MilestoneEntry("M16", LocalizedText.of("Start of production", "投产"), date(2027, 9, 1))
NETWORK = MilestoneEntry(
    "M7", LocalizedText.of("Network on", "网络开通"), date(2027, 4, 1), is_fixed=True
)


def state():
    names = (
        "key",
        "title",
        "planned_on",
        "is_fixed",
        "note",
        "owner",
        "reached_on",
        "translations",
    )
    return sorted(PlantMilestone.objects.values_list(*names), key=lambda row: row[:2])


def test_a_pack_is_set_as_one_step_and_set_again(at, owner):
    own = add_milestone(
        plant=at.plant, values={"title": "Audit", "planned_on": date(2028, 1, 1)}, by=owner
    )
    rows = set_milestones(plant=at.plant, entries=[SOP, NETWORK], by=owner)
    assert [row.key for row in rows] == ["M16", "M7"]
    assert [row.title for row in plant_milestones(at.plant)] == [
        "Network on",
        "Start of production",
        "Audit",
    ]
    assert rows[0].both("title").zh_hans == "投产"
    edit_milestone(milestone=rows[0], version=1, values={"note": "board paper"}, by=owner)
    later = MilestoneEntry("M16", SOP.title, date(2027, 10, 1))
    before = state()
    again = set_milestones(plant=at.plant, entries=[later, NETWORK], by=owner)
    assert [(row.pk, row.version) for row in again] == [(rows[0].pk, 3), (rows[1].pk, 1)]
    after = state()
    assert after != before
    assert PlantMilestone.objects.get(key="M16").note == "board paper"
    undo_last(at.plant, owner)
    assert state() == before
    reverting.redo(change=Step.objects.order_by("-pk").first(), by=owner)
    assert state() == after
    own.refresh_from_db()
    assert own.version == 1


def test_setting_what_is_set_is_no_step(at, owner):
    set_milestones(plant=at.plant, entries=[SOP], by=owner)
    set_milestones(plant=at.plant, entries=[SOP], by=owner)
    assert Step.objects.count() == 1
    assert PlantMilestone.objects.get().version == 1


@pytest.mark.parametrize("entries", [[SOP, SOP], [MilestoneEntry("", SOP.title, date(2027, 1, 1))]])
def test_a_key_names_one_milestone(at, owner, entries):
    with pytest.raises(ValidationError):
        set_milestones(plant=at.plant, entries=entries, by=owner)
    assert not PlantMilestone.objects.exists()


def test_reached_is_not_in_the_future_and_a_stale_save_is_refused(at, owner):
    (row,) = set_milestones(plant=at.plant, entries=[SOP], by=owner)
    with pytest.raises(ValidationError, match="not come yet"):
        edit_milestone(
            milestone=row, version=1, values={"reached_on": date(2026, 11, 19)}, by=owner
        )
    edit_milestone(milestone=row, version=1, values={"reached_on": date(2026, 11, 18)}, by=owner)
    assert Step.objects.first().verb == "plant_milestone.reached"
    with pytest.raises(StaleVersionError):
        edit_milestone(milestone=row, version=1, values={"title": "X"}, by=owner)


def test_removed_comes_back_by_undo(at, owner):
    (row,) = set_milestones(plant=at.plant, entries=[SOP], by=owner)
    before = state()
    delete_milestone(milestone=row, version=row.version, by=owner)
    assert state() == []
    undo_last(at.plant, owner)
    assert state() == before
