from __future__ import annotations

import copy

import pytest

from reports.domain.content import as_content
from reports.rendering.layout import draw
from tests.indicators.domain.test_series import build
from tests.reports.conftest import PRINT
from tests.reports.paper import Paper, compare, month, months_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_indicators(paper, raw):
    rows = paper.rows("indicators", "code")
    assert set(rows) == set(raw["indicators"])
    compare(rows, raw["indicators"], "baseline", "last", "target")
    small = [months_in(text) for text in paper.small("indicators", 3)]
    assert small == [[month(row["last_period"])] for row in raw["indicators"].values()]


@pytest.mark.parametrize("kind", ["blueprint", "indicator_baseline"])
@pytest.mark.parametrize(
    ("today", "values", "said"),
    [
        ("2026-07-22", ["41.5"] * 7, ["behind its path", "8 in a row above the center"]),
        ("2026-05-22", ["44", "44", "41", "44"], ["3 of 4 close to the upper limit"]),
        ("2026-10-22", ["30"], ["no recent reading", "was ahead of its path"]),
    ],
)
def test_rows_say_standing_signals_and_age(contents, kind, today, values, said):
    """The fault seen: eight readings above the center, and a row said only "on its path"."""
    content = copy.deepcopy(contents["rich", kind])
    section = content["sections"]["indicators" if kind == "blueprint" else "overview"]
    series = as_content(build((*[40, 41, 42] * 4, *values)))
    series["today"] = today
    if kind == "blueprint":
        section["indicators"] = [{"series": series, "cause": None}]
    else:
        section["series"] = [series]
    text = draw(content, kind=kind, language="en", fingerprint=PRINT)
    name = "indicators" if kind == "blueprint" else "overview"
    (row,) = Paper(text, "en").rows(name, "code").values()
    assert all(words in row["-"] for words in said)
    assert ("no recent reading" in row["-"]) == (today == "2026-10-22")
    assert not row["-"].startswith("ahead")
