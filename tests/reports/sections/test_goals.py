from __future__ import annotations

import re

import pytest

from tests.reports.money_words import worth_under
from tests.reports.paper import compare, month, months_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_goals(form, raw):
    rows = form.rows("goals", "title")
    assert set(rows) == set(raw["goals"])
    unit = worth_under(form.text, form.heads("goals")[-1])
    compare(rows, raw["goals"], "return", unit=unit)
    for title, goal in raw["goals"].items():
        assert months_in(rows[title]["due"]) == [month(goal["due"])]
    small = (re.search(r"(\d+) ?(?:initiative|项)", text) for text in form.small("goals", 0))
    linked = [int(found[1]) for found in small if found]  # rows of a horizon have none
    by_date = sorted(raw["goals"].values(), key=lambda goal: goal["due"])
    assert linked == [goal["initiatives"] for goal in by_date]
