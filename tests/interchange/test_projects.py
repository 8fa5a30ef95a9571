from __future__ import annotations

import pytest
from django.utils import translation

from calendars.models import PlantMilestone
from calendars.selectors.calendars import work_calendar
from core import clock
from interchange.exporters.projects import plan_project, uid_of
from interchange.selectors.rows import plan_rows
from planning.domain.durations import TimeUnit
from planning.domain.lengths import Length
from planning.domain.plans import DAY
from roadmap.models import Dependency, Initiative
from roadmap.services import initiatives
from tests.interchange.imports import D
from tests.interchange.project_file import SPACE, lines, parsed, text, weeks
from tests.interchange.stage import furnish

pytestmark = pytest.mark.django_db
WORK, STONE = 2, 3


def written(at, rows):
    return plan_project(at.plant, rows, now=clock.now())


def test_dates_links_cost_and_progress_come_back(at, rows):
    found = {line.uid: line for line in lines(written(at, rows))}
    for row in rows.initiatives:
        line = found[uid_of(WORK, row.pk)]
        assert (line.start.date(), line.finish.date()) == (row.starts_on, row.ends_on)
        assert line.hours == ((row.ends_on - row.starts_on).days + 1) * 8
        assert (line.name, line.percent) == (row.title["en"], row.progress)
        assert line.cost == row.one_off_amount
        assert line.links == tuple(
            (uid_of(WORK, link.predecessor_id), link.kind, link.lag_days)
            for link in rows.links
            if link.successor_id == row.pk
        )
    assert sum(len(line.links) for line in found.values()) == len(rows.links) == 4
    assert {kind for line in found.values() for _, kind, _ in line.links} == {"FS", "SS"}


def test_milestones_stand_behind_their_work_and_phases_above(at, rows):
    found = lines(written(at, rows))
    stones = [line for line in found if line.is_milestone]
    assert len(stones) == len(rows.milestones) == 4
    for stone in rows.milestones:
        place = next(n for n, line in enumerate(found) if line.uid == uid_of(STONE, stone.pk))
        assert found[place].start.date() == stone.due_on
        assert found[place].percent == (100 if stone.reached_on else 0)
        assert found[place - 1].uid == uid_of(WORK, stone.initiative_id)
    phases = [line for line in found if line.is_summary]
    assert [line.name for line in phases] == ["Digitize", "Integrate", "Optimize"]
    assert {line.level for line in found if not line.is_summary} == {2}
    for phase, name in zip(phases, ("digitize", "integrate", "optimize"), strict=True):
        work = [row for row in rows.initiatives if row.phase == name]
        assert phase.start.date() == min(row.starts_on for row in work)
        assert phase.finish.date() == max(row.ends_on for row in work)


def test_numbers_of_lines_are_unlike_and_stay(at, rows):
    first = [line.uid for line in lines(written(at, rows))]
    assert len(first) == len(set(first))
    with translation.override("zh-hans"):
        again = lines(written(at, rows))
    assert [line.uid for line in again] == first
    assert "MES核心，1–2号线试点" in [line.name for line in again]


def test_cost_of_another_currency_is_left_out(at, rows):
    row = rows.initiatives[0]
    row.currency = "EUR"
    data = written(at, rows)
    found = {line.uid: line for line in lines(data)}
    assert found[uid_of(WORK, row.pk)].cost is None
    assert text(parsed(data), "CurrencyCode") == "MYR"


def test_a_said_duration_stands_in_the_notes(at, rows):
    said, silent = rows.initiatives[:2]
    said.duration, said.duration_unit = 20, "working"
    found = {line.uid: line for line in lines(written(at, rows))}
    assert found[uid_of(WORK, said.pk)].notes == "Duration: 20 working days"
    assert found[uid_of(WORK, silent.pk)].notes == ""


def test_a_broken_link_is_written_as_planned(at, roadmap, rows):
    late = Initiative.objects.order_by("-starts_on").first()
    early = Initiative.objects.order_by("starts_on").first()
    link = Dependency.objects.create(predecessor=late, successor=early, kind="FF", lag_days=-3)
    rows.links.append(link)
    found = {line.uid: line for line in lines(written(at, rows))}
    line = found[uid_of(WORK, early.pk)]
    assert (uid_of(WORK, late.pk), "FF", -3) in line.links
    assert line.start.date() == early.starts_on
    held = {text(one, "UID"): one for one in parsed(written(at, rows)).iterfind(".//p:Task", SPACE)}
    own = held[str(uid_of(WORK, early.pk))]
    for name in ("Start", "Finish", "Duration"):  # a program leaves it where it was planned
        assert text(own, f"Manual{name}") == text(own, name)
    manual = {uid for uid, one in held.items() if text(one, "Manual") == "1"}
    assert manual == {str(uid_of(WORK, early.pk))}


def test_a_phase_without_work_is_no_line(at, rows):
    rows.initiatives[:] = [row for row in rows.initiatives if row.phase != "integrate"]
    names = [line.name for line in lines(written(at, rows)) if line.is_summary]
    assert names == ["Digitize", "Optimize"]


def test_work_is_counted_on_the_calendar_of_the_plant(at, roadmap, owner):
    furnish(at.plant, owner, at.people["cio"])
    first, second, third, fourth = Initiative.objects.order_by("pk")[:4]
    calendar = work_calendar(at.plant)
    for row, unit in ((first, "working"), (second, "calendar"), (third, "months")):
        initiatives.edit_initiative(
            initiative=row,
            version=row.version,
            values={"starts_on": D(2027, 6, 8), "duration": Length(12, TimeUnit(unit))},
            by=owner,
        )
    Initiative.objects.filter(pk=fourth.pk).update(duration=7, duration_unit="working")  # no longer
    rows = plan_rows(roadmap)
    data = written(at, rows)
    found, own = {line.uid: line for line in lines(data)}, weeks(data)
    assert [week.name for week in own.values()] == [
        *("Working days", "Calendar days without closures", "Every day")
    ]
    assert own[1].rest == {6, 7}
    assert own[1].closed[D(2027, 6, 14)] == "Press overhaul"
    assert own[1].closed[D(2027, 8, 31)] == "National Day"
    assert (own[2].rest, own[2].closed, own[3].closed) == (set(), own[1].closed, {})
    shown = {row.pk: found[uid_of(WORK, row.pk)] for row in rows.initiatives}
    kinds = [(shown[row.pk].calendar, shown[row.pk].hours // 8) for row in (first, second)]
    assert kinds == [(1, 12), (2, 12)]
    assert [shown[row.pk].calendar for row in (third, fourth)] == [3, 3]
    for row in rows.initiatives:
        line = shown[row.pk]
        assert (line.start.date(), line.finish.date()) == (row.starts_on, row.ends_on)
        assert own[line.calendar].count(row.starts_on, row.ends_on) * 8 == line.hours
    for line in found.values():
        if line.is_summary:
            days = calendar.working.count(line.start.date(), line.finish.date() + DAY)
            assert (line.calendar, line.hours) == (1, days * 8)


def test_a_said_length_that_begins_on_a_closed_day_keeps_its_days(at, roadmap, owner):
    furnish(at.plant, owner, at.people["cio"])
    row = Initiative.objects.order_by("pk").first()
    saturday = {"starts_on": D(2027, 3, 6), "duration": Length(5, TimeUnit.WORKING)}
    initiatives.edit_initiative(initiative=row, version=row.version, values=saturday, by=owner)
    line = {one.uid: one for one in lines(written(at, plan_rows(roadmap)))}[uid_of(WORK, row.pk)]
    row.refresh_from_db()
    assert (line.start.date(), line.finish.date()) == (row.starts_on, row.ends_on)
    assert (line.calendar, line.hours) == (3, 8 * ((row.ends_on - row.starts_on).days + 1))


def test_milestones_of_the_plant_stand_above_the_phases(at, roadmap, owner):
    """The fault seen: nothing of the start of production in a program that plans towards it."""
    furnish(at.plant, owner, at.people["cio"])
    rows = plan_rows(roadmap)
    found = lines(written(at, rows))
    assert (found[0].name, found[0].is_summary) == ("Milestones of the plant", True)
    own = found[1 : 1 + len(rows.plant_milestones)]
    assert [(one.name, one.start.date(), one.is_milestone, one.level) for one in own] == [
        (stone.title, stone.planned_on, True, 2) for stone in rows.plant_milestones
    ]
    assert len(own) > 0
    numbers = [line.uid for line in found]
    assert len(numbers) == len(set(numbers))


def test_a_plan_without_work_names_no_closed_days(at, roadmap, owner):
    furnish(at.plant, owner, at.people["cio"])
    Initiative.objects.all().delete()
    PlantMilestone.objects.all().delete()
    data = written(at, plan_rows(roadmap))
    assert (lines(data), weeks(data)[1].closed) == ([], {})
