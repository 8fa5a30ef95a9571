from __future__ import annotations

import pytest
from django.utils import translation

from core import clock
from interchange.exporters.projects import plan_project, uid_of
from roadmap.models import Dependency, Initiative
from tests.interchange.project_file import lines, parsed, text

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


def test_a_broken_link_is_written_as_planned(at, roadmap, rows):
    late = Initiative.objects.order_by("-starts_on").first()
    early = Initiative.objects.order_by("starts_on").first()
    link = Dependency.objects.create(predecessor=late, successor=early, kind="FF", lag_days=-3)
    rows.links.append(link)
    found = {line.uid: line for line in lines(written(at, rows))}
    line = found[uid_of(WORK, early.pk)]
    assert (uid_of(WORK, late.pk), "FF", -3) in line.links
    assert line.start.date() == early.starts_on


def test_a_phase_without_work_is_no_line(at, rows):
    rows.initiatives[:] = [row for row in rows.initiatives if row.phase != "integrate"]
    names = [line.name for line in lines(written(at, rows)) if line.is_summary]
    assert names == ["Digitize", "Optimize"]
