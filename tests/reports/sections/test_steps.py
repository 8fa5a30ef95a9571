from __future__ import annotations

import pytest

from tests.reports.paper import day_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_steps(paper, raw):
    rows = paper.rows("steps", "text")
    assert len(rows) >= 6
    for text, row in rows.items():
        days = {duty["due"] for duty in raw["duties"].get(text, ())}
        if text in raw["milestones"]:
            days.add(raw["milestones"][text]["due"])
        assert day_in(row["due"]) in (days or {None})
