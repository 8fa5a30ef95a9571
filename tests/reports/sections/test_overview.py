from __future__ import annotations

import pytest

from tests.reports.paper import compare, is_near

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_overview_of_indicators(baseline, raw):
    rows = baseline.rows("overview", "code")
    assert set(rows) == set(raw["indicators"])
    compare(rows, raw["indicators"], "baseline", "last", "target")
    for code, figures in raw["indicators"].items():
        if figures["baseline"] is None:
            assert rows[code]["limits"] == "–"
        else:
            lower, upper = rows[code]["limits"].split(" ")
            assert is_near(lower, figures["lower"])
            assert is_near(upper, figures["upper"])
