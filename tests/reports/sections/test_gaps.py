from __future__ import annotations

import pytest

from tests.reports.paper import compare

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_gaps(paper, raw):
    rows, gaps = paper.rows("gaps", "question"), raw["gaps"]
    assert len(rows) == min(40, len(gaps))
    compare(rows, {name: gaps[name] for name in rows}, "now", "target", "worth")
    codes = [code for code in paper.small("gaps", 0) if code]
    assert codes == [gaps[name]["requirement"] for name in rows if gaps[name]["requirement"]]
    least = min(gaps[name]["worth"] for name in rows)
    assert max((gap["worth"] for name, gap in gaps.items() if name not in rows), default=0) <= least
