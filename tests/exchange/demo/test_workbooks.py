"""The plans of the demo as workbooks: what goes out unchanged comes back as no change."""

from __future__ import annotations

import pytest

from interchange.exporters.columns.sheets import SHEETS
from interchange.exporters.workbook import plan_workbook
from interchange.importers.plans import check_plan
from interchange.selectors.rows import plan_rows
from roadmap.models import Roadmap

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_unchanged_workbook_of_any_plant_changes_nothing(demo, language):
    found = {row.plant.slug: row for row in Roadmap.objects.select_related("plant__organization")}
    assert {"johor-bahru", "szeged"} <= set(found)
    for slug, roadmap in found.items():
        rows = plan_rows(roadmap)
        draft = check_plan(rows, plan_workbook(rows, language), with_followers=True)
        stored = sum(len(rows.of(sheet.name)) for sheet in SHEETS)
        assert draft.problems == (), slug
        assert draft.turn.made == [], slug
        assert draft.turn.count("same") == stored, slug
    for sheet in SHEETS:
        if sheet.name == "gate_conditions":
            continue  # no plant of the demo sets its own; tests/interchange takes them there and back
        assert any(plan_rows(roadmap).of(sheet.name) for roadmap in found.values()), sheet.name
    szeged = plan_rows(found["szeged"])
    assert any(row.need and row.due_milestone for row in szeged.initiatives)
