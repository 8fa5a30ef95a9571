"""A plant of the demo on the way to a start of production: page, bars and chapter are full."""

from __future__ import annotations

import datetime as dt

import pytest

from core import clock
from exchange.services.demo.clock import at
from launch.domain.outlook import conflicts, rows
from launch.domain.wording import lacks_told
from launch.selectors.plants import plant_launch
from organizations.models import Plant
from reports.sections.gathering import gather
from roadmap.selectors.plan import plan

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TODAY = dt.date(2026, 11, 30)


def test_line_2_of_szeged_is_planned_backwards(demo):
    plant = Plant.objects.get(slug="szeged")
    with at(TODAY, zone=plant.time_zone):
        one = plant_launch(plant)
        assert len(one.milestones) == len(one.case.pack.milestones) == 19
        pairs = {pair.collision.item: pair.collision.days for pair in conflicts(one.outlook)}
        assert pairs["K-05"] == 19  # the carrier waits for the company, as in the worked example
        words = lacks_told(one.lacks)
        assert "K-14" in {lack.need.id for lack in one.lacks}
        found = plan(plant, today=TODAY)
        bars = {found.by_id[key].need: late for key, late in found.late_starts.items()}
        needs = {row.entry.need.id: row.safe for row in rows(one.outlook)}
        assert {bars[key].on == needs[key].late.start for key in ("K-05", "K-13", "K-19")} == {True}
        named = {found.initiative(c.item).need: c.days for c in found.date_conflicts}
        assert named == {"K-05": 19}
        assert found.conflicts == 1
        sections = gather(plant, "blueprint", number=1, now=clock.now()).sections
        assert len(sections["start"].start.needs) > 20
        missing = sections["summary"].missing
        assert missing.en.startswith(words.en)
        assert missing.zh_hans.startswith(words.zh_hans)
        assert "14 of the 30 needs" in missing.en
