from __future__ import annotations

import pytest

from tests.reports.paper import compare, day_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_initiatives(form, raw):
    rows = form.rows("initiatives", "title")
    total = raw["initiatives"]["total"]
    known = {
        entry["title"][form.language]: entry
        for entry in raw["initiatives"].values()
        if "title" in entry
    }
    head = form.say("One-off cost in all", "一次性费用合计")
    assert set(rows) == {*known, head}
    compare(rows, {**known, head: total}, "cost", unit=form.millions)
    for title, entry in known.items():
        shown = (day_in(rows[title]["start"]), day_in(rows[title]["end"]))
        assert shown == (entry["start"], entry["end"])


def test_milestones(paper, raw):
    rows = paper.rows("milestones", "title")
    assert {title: day_in(row["due"]) for title, row in rows.items()} == {
        title: stone["due"] for title, stone in raw["milestones"].items()
    }
    reached = [text for text in paper.small("milestones", 2) if text]
    assert len(reached) == sum(1 for stone in raw["milestones"].values() if stone["reached"])
