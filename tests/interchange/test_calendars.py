from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from interchange.exporters.calendars import plan_calendar
from interchange.selectors.rows import plan_rows
from roadmap.models import Initiative, Milestone
from tests.interchange.calendar_lines import events, unfolded
from tests.interchange.stage import furnish

pytestmark = pytest.mark.django_db


def by_uid(data):
    found = {one["UID"]: one for one in events(data)}
    assert len(found) == len(events(data))
    return found


def test_milestones_of_the_plant_stand_on_their_days(at, roadmap, owner):
    furnish(at.plant, owner, at.people["cio"])
    rows = plan_rows(roadmap)
    found = by_uid(plan_calendar(at.plant, rows))
    assert rows.plant_milestones
    for stone in rows.plant_milestones:
        one = found[f"plant-milestone-{stone.pk}@localhost"]
        assert one["DTSTART;VALUE=DATE"] == f"{stone.planned_on:%Y%m%d}"
        assert one["SUMMARY"] == f"Milestone of the plant: {stone.title}"
        assert one["URL"].endswith("/plants/johor-bahru/roadmap/launch/")


def test_every_start_end_and_milestone_stands_on_its_day(at, rows):
    found = by_uid(plan_calendar(at.plant, rows))
    assert len(found) == 2 * len(rows.initiatives) + len(rows.milestones)
    for row in rows.initiatives:
        for name, day in (("start", row.starts_on), ("end", row.ends_on)):
            one = found[f"initiative-{row.pk}-{name}@localhost"]
            assert one["DTSTART;VALUE=DATE"] == f"{day:%Y%m%d}"
            assert one["DTEND;VALUE=DATE"] == f"{day + dt.timedelta(1):%Y%m%d}"
            assert row.title["en"] in one["SUMMARY"]
            assert one["URL"].endswith(f"/plants/johor-bahru/roadmap/?initiative={row.pk}")
    for stone in rows.milestones:
        one = found[f"milestone-{stone.pk}@localhost"]
        assert one["DTSTART;VALUE=DATE"] == f"{stone.due_on:%Y%m%d}"
        assert one["DESCRIPTION"] == stone.initiative.title["en"]


def test_names_of_people_stand_nowhere(at, rows, owner):
    assert all(row.owner == owner for row in rows.initiatives)
    text = "\n".join(unfolded(plan_calendar(at.plant, rows, is_feed=True)))
    assert owner.name not in text
    assert "@example" not in text
    assert not {"ORGANIZER", "ATTENDEE"} & {line.split(":")[0] for line in text.splitlines()}


def test_an_event_keeps_its_name_and_tells_that_it_changed(at, roadmap, rows):
    before = by_uid(plan_calendar(at.plant, rows))
    row = rows.initiatives[0]
    Initiative.objects.filter(pk=row.pk).update(
        ends_on=row.ends_on + dt.timedelta(9), version=4, status="stopped"
    )
    after = by_uid(plan_calendar(at.plant, plan_rows(roadmap)))
    assert set(before) == set(after)
    end = after[f"initiative-{row.pk}-end@localhost"]
    assert (end["SEQUENCE"], end["STATUS"]) == ("3", "CANCELLED")
    changed = {uid for uid in after if after[uid] != before[uid]}
    stones = Milestone.objects.filter(initiative=row).values_list("pk", flat=True)
    assert changed == {
        f"initiative-{row.pk}-start@localhost",
        f"initiative-{row.pk}-end@localhost",
        *(f"milestone-{pk}@localhost" for pk in stones),
    }


def test_the_calendar_speaks_chinese(at, rows):
    with translation.override("zh-hans"):
        found = events(plan_calendar(at.plant, rows))
    assert any(one["SUMMARY"].endswith("MES推广，3–6号线") for one in found)
    assert not any(one["SUMMARY"].startswith(("Start", "End", "Milestone")) for one in found)


def test_a_plant_without_a_plan_has_an_empty_calendar(at):
    assert events(plan_calendar(at.plant, None)) == []
