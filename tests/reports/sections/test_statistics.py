from __future__ import annotations

import pytest

from tests.reports.paper import is_near, month, months_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_statistics_of_each_baseline(baseline, raw):
    rows = baseline.rows("statistics", "code")
    known = {code: row for code, row in raw["indicators"].items() if row["baseline"] is not None}
    assert set(rows) == set(known)
    for code, figures in known.items():
        row = rows[code]
        assert months_in(row["period"]) == [month(figures["first"]), month(figures["until"])]
        assert row["n"].split(" ")[0] == str(figures["n"])
        assert is_near(row["mean"], figures["baseline"])
        assert is_near(row["median"], figures["median"])
        assert is_near(row["spread"], figures["spread"])
        lower, upper = row["limits"].split(" ")
        assert is_near(lower, figures["lower"])
        assert is_near(upper, figures["upper"])


def test_words_of_statistics_stand_in_the_appendix_alone(drawn):
    text = drawn("indicator_baseline", "en").text
    before = text[: text.index('id="method"')]
    assert "1.4826" in text
    assert "1.4826" not in before
    assert "natural limits" not in before.lower()
