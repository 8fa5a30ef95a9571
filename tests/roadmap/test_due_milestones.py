"""Bars that hang on milestones of the plant: stored, undone, counted, said."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from calendars.apps import CalendarsConfig
from calendars.models import PlantClosure, PlantMilestone
from calendars.services import calendars, closures
from calendars.services import milestones as stones
from calendars.services.milestones import MilestoneEntry
from core.errors import RuleError
from core.text import LocalizedText
from launch.selectors.plants import plant_launch
from launch.services.starts import set_start
from organizations.models import AuditEvent
from roadmap.charts.words import (
    also_critical_text,
    conflict_texts,
    critical_text,
    last_start_text,
    slack_text,
)
from roadmap.models import Initiative
from roadmap.selectors.plan import plan
from roadmap.services import initiatives, links
from steps.selectors.changes import turns
from steps.services import reverting
from tests.factories.launch import launch_pack
from tests.factories.organizations import PlantFactory
from tests.factories.roadmap import make_bar
from tests.roadmap.support import TODAY, undo_last, values
from tests.roadmap.test_sums import agree


def stone(plant, title="Network on", on=date(2027, 6, 28), **more):
    return PlantMilestone.objects.create(
        plant=plant,
        title=title,
        planned_on=on,
        translations={"title": {"en": title, "zh-hans": f"{title}（中）"}},
        **more,
    )


@pytest.fixture
def network(at):
    return stone(at.plant)


@pytest.fixture
def late(roadmap, network):
    """A bar of 20 days that must have ended on 8 June and ends on 18 June."""
    return make_bar(
        roadmap,
        "Fibre",
        date(2027, 5, 30),
        date(2027, 6, 18),
        due_milestone=network,
        buffer_days=20,
    )


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def told(found):
    return {key: [plain(text) for text in texts] for key, texts in conflict_texts(found).items()}


def read(at):
    return plan(at.plant, today=TODAY)


def test_a_bar_says_until_when_it_can_begin(at, roadmap, late):
    early = make_bar(roadmap, "Order", date(2027, 3, 1), date(2027, 3, 20))
    make_bar(roadmap, "Begun", date(2027, 1, 1), date(2027, 9, 30), status="active")
    found = read(at)
    starts = {found.by_id[key].title["en"]: one for key, one in found.late_starts.items()}
    assert (starts["Fibre"].on, starts["Fibre"].slack) == (date(2027, 5, 19), -11)
    assert slack_text(found, str(late.pk)) == "too late by 11 days for “Network on”"
    assert plain(last_start_text(found, late)) == "last responsible start 19 May 2027"
    assert last_start_text(found, early) == ""  # nothing is due behind it
    words = "begins 11 days too late: it must stand 20 days before “Network on” of 28 Jun 2027"
    assert told(found) == {str(late.pk): [words]}
    assert found.conflicts == 1
    assert slack_text(found, str(early.pk)) == "can slip 194 days"


def test_where_closed_days_part_start_and_end_each_has_its_days(at, roadmap, network):
    PlantClosure.objects.create(
        plant=at.plant, title="Closed", starts_on=date(2027, 3, 8), opens_on=date(2027, 3, 22)
    )
    bar = make_bar(roadmap, "LAN", date(2027, 3, 1), date(2027, 3, 31), due_milestone=network)
    found = read(at)
    late = found.late_starts[str(bar.pk)]
    days = (late.on - bar.starts_on).days
    assert late.start_slack == days > late.slack > 0  # its date and its days tell the same
    said = (
        f"its end can slip {late.slack} days before “Network on”; its start can slip {days} days,"
        " as closed days lie between"
    )
    assert slack_text(found, str(bar.pk)) == said
    with translation.override("zh-hans"):
        assert slack_text(found, str(bar.pk)) == (
            f"距“Network on（中）”，完成日可推迟{late.slack}天；因其间有停工日，启动日可推迟{days}天"
        )


def test_work_without_float_beside_the_critical_path_is_named(roadmap, at):
    one = make_bar(roadmap, "One", date(2027, 3, 1), date(2027, 3, 31))
    two = make_bar(roadmap, "Two", date(2027, 3, 10), date(2027, 3, 31))
    make_bar(roadmap, "Three", date(2027, 3, 10), date(2027, 3, 20))
    found = read(at)
    keys = {str(row.pk): f"D{row.pk}" for row in found.initiatives}
    path, beside = critical_text(found, keys), also_critical_text(found, keys)
    assert {path, beside} in (
        {f"D{one.pk} One", f"D{two.pk}"},
        {f"D{two.pk} Two", f"D{one.pk}"},
    )


def test_what_waits_is_too_late_by_name(at, roadmap, late, owner):
    order = make_bar(roadmap, "Order", date(2027, 5, 5), date(2027, 5, 29))
    initiatives.edit_initiative(
        initiative=late,
        version=1,
        values={"starts_on": date(2027, 5, 19), "ends_on": date(2027, 6, 7)},
        by=owner,
    )
    links.add_link(roadmap=roadmap, before=order, after=late, by=owner)
    found = read(at)
    words = told(found)[str(order.pk)]
    assert words == [
        "begins 11 days too late: “Fibre” must stand 20 days before “Network on” of 28 Jun 2027"
    ]


def test_work_that_begins_before_what_it_waits_for(at, roadmap, network):
    bar = make_bar(roadmap, "LAN", date(2027, 6, 1), date(2027, 7, 10), enabling_milestone=network)
    assert told(read(at))[str(bar.pk)] == ["begins 27 days before “Network on” of 28 Jun 2027"]
    Initiative.objects.update(status="active")  # what is under way waits no longer
    assert told(read(at)) == {}


def test_a_milestone_that_was_reached_counts_on_its_day(at, roadmap, late, network):
    PlantMilestone.objects.update(reached_on=date(2027, 7, 19))
    assert read(at).late_starts[str(late.pk)].slack == 10


def test_setting_a_milestone_is_undone_and_done_again(at, roadmap, network, owner):
    bar = make_bar(roadmap, "Fibre", date(2027, 5, 30), date(2027, 6, 18))
    given = {"due_milestone": network, "buffer_days": 20}
    initiatives.edit_initiative(initiative=bar, version=1, values=given, by=owner)
    assert agree(at.plant).conflicts == 1
    undo_last(at.plant, owner)
    bar.refresh_from_db()
    assert (bar.due_milestone, bar.buffer_days) == (None, 0)
    assert agree(at.plant).conflicts == 0
    reverting.redo(change=turns(at.plant, owner).again, by=owner)
    bar.refresh_from_db()
    assert (bar.due_milestone, bar.buffer_days) == (network, 20)
    assert agree(at.plant).conflicts == 1


def test_a_milestone_that_is_removed_lets_go_and_comes_back(at, late, network, owner):
    stones.delete_milestone(milestone=network, version=network.version, by=owner)
    late.refresh_from_db()
    assert late.due_milestone is None
    assert agree(at.plant).conflicts == 0
    undo_last(at.plant, owner)
    late.refresh_from_db()
    assert late.due_milestone.title == "Network on"
    assert agree(at.plant).conflicts == 1


def test_milestones_of_another_plant_are_refused(at, roadmap, owner):
    other = stone(PlantFactory(organization=at.organization))
    for name in ("due_milestone", "enabling_milestone"):
        with pytest.raises(RuleError) as caught:
            initiatives.create_initiative(roadmap=roadmap, values=values(**{name: other}), by=owner)
        assert caught.value.field == name


# --- the stored sums follow what moves the dates of the plant ---------------------------------
def _close(plant, by):
    given = {
        "title": "Tết",
        "kind": "season",
        "starts_on": date(2027, 6, 1),
        "opens_on": date(2027, 6, 20),
    }
    return closures.add_closure(plant=plant, values=given, by=by)


def _set(plant, by):
    launch_pack()
    set_start(
        plant=plant,
        days={"M16": date(2028, 1, 1)},
        version=plant_launch(plant).version,
        by=by,
    )


MOVES = {
    "calendar.set": lambda plant, by: calendars.set_calendar(
        plant=plant, version=None, weekend=[6, 7], holiday_place="", by=by
    ),
    "closure.added": _close,
    "closure.edited": lambda plant, by: closures.edit_closure(
        closure=_close(plant, by), version=1, values={"opens_on": date(2027, 6, 3)}, by=by
    ),
    "closure.removed": lambda plant, by: closures.delete_closure(
        closure=(row := _close(plant, by)), version=row.version, by=by
    ),
    "plant_milestone.added": lambda plant, by: stones.add_milestone(
        plant=plant, values={"title": "SAT", "planned_on": date(2027, 9, 1)}, by=by
    ),
    "plant_milestone.edited": lambda plant, by: stones.edit_milestone(
        milestone=PlantMilestone.objects.get(),
        version=1,
        values={"planned_on": date(2027, 7, 30)},
        by=by,
    ),
    "plant_milestone.reached": lambda plant, by: stones.edit_milestone(
        milestone=PlantMilestone.objects.get(), version=1, values={"reached_on": TODAY}, by=by
    ),
    "plant_milestone.removed": lambda plant, by: stones.delete_milestone(
        milestone=PlantMilestone.objects.get(), version=1, by=by
    ),
    "plant_milestones.moved": lambda plant, by: stones.set_milestones(
        plant=plant,
        entries=[MilestoneEntry("M16", LocalizedText.of("SOP", "投产"), date(2028, 1, 1))],
        by=by,
        slip=LocalizedText.of("later", "推迟"),
    ),
    "plant_milestones.set": _set,
}


@pytest.mark.parametrize("verb", sorted(CalendarsConfig.acts))
def test_sums_follow_the_days_of_the_plant(at, owner, late, verb):
    initiatives.edit_initiative(initiative=late, version=1, values={"note": "x"}, by=owner)
    assert agree(at.plant).conflicts == 1
    MOVES[verb](at.plant, owner)
    assert AuditEvent.objects.filter(verb=verb).exists()
    agree(at.plant)
