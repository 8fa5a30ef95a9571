from __future__ import annotations

import pytest

from tests.reports.paper import compare, month, months_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_indicators(paper, raw):
    rows = paper.rows("indicators", "code")
    assert set(rows) == set(raw["indicators"])
    compare(rows, raw["indicators"], "baseline", "last", "target")
    small = [months_in(text) for text in paper.small("indicators", 3)]
    assert small == [[month(row["last_period"])] for row in raw["indicators"].values()]
