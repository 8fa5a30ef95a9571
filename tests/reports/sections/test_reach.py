from __future__ import annotations

import re
from decimal import Decimal

import pytest

from tests.reports.paper import is_near

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def lines(paper):
    """Return the rows of the table by their place: now, a year each, target, missing."""
    (table,) = [one for one in paper.tables if one.section == "reach"]
    return table.heads, table.rows


def test_scores_by_year_are_those_of_the_lift_rule(form, raw):
    heads, rows = lines(form)
    years = list(raw["reach"])
    assert [re.sub(r"\D", "", head) for head in heads[2:-2]] == years
    names = [*(name for name in raw["dimensions"] if name != "overall"), "overall"]
    for name, row in zip(names, rows, strict=True):
        known = raw["dimensions"][name]
        assert is_near(row[1], known["now"])
        for year, cell in zip(years, row[2:-2], strict=True):
            assert is_near(cell, raw["reach"][year][name]), (name, year)
        assert is_near(row[-2], known["target"])
        # what is missing is the difference of the figures beside it
        assert Decimal(row[-1]) == max(Decimal(row[-2]) - Decimal(row[-3]), 0)


def test_summary_says_the_same(paper, raw):
    shown = {key: row["reaches"] for key, row in paper.rows("money", "year").items()}
    for year, scores in raw["reach"].items():
        assert is_near(shown[year], scores["overall"])
