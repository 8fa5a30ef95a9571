from __future__ import annotations

import pytest

from tests.reports.paper import compare, is_near

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_parts_of_each_dimension(paper, raw):
    rows = paper.rows("parts", "question")
    assert set(rows) == set(raw["parts"])
    compare(rows, raw["parts"], "level", "weight", "part")
    totals = [row[1] for table in paper.named("parts") for row in table.rows if len(row) == 2]
    scores = [row["now"] for name, row in raw["dimensions"].items() if name != "overall"]
    assert [is_near(cell, score) for cell, score in zip(totals, scores, strict=True)] == [True] * 5
