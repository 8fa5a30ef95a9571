"""Forecast at completion and the running cost that nobody planned."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from planning.domain.plans import PlannedInitiative
from planning.domain.spending import expected, running

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def bar(name="a", one_off=1000, **more):
    values = {"currency": "MYR", **more}
    for key in ("yearly", "progress", "spent", "committed"):
        if values.get(key) is not None:
            values[key] = Decimal(str(values[key]))
    return PlannedInitiative(name, "digitize", FIRST, LAST, Decimal(one_off), **values)


def convert(amount, currency):
    return amount * 4 if currency == "USD" else None


@pytest.mark.parametrize(
    ("item", "cost"),
    [
        (bar(), 1000),  # nobody recorded anything: the plan
        (bar(spent=300, progress="0.25"), 1050),  # 300 + three quarters of 1000
        (bar(spent=1200, progress=1, is_done=True), 1200),
        (bar(spent=0), 1000),
        (bar(spent=40, is_stopped=True), 40),
        (bar(is_stopped=True), 0),
        # The larger of what is committed and what is estimated, until it is closed.
        (bar(committed=900), 1000),
        (bar(committed=1300), 1300),
        (bar(spent=300, progress="0.25", committed=1000), 1050),
        (bar(spent=300, progress="0.25", committed=1200), 1200),
        (bar(spent=950, progress=1, is_done=True, committed=1200), 950),
        (bar(progress=1, is_done=True, committed=1200), 1200),  # done, but nobody recorded it
        (bar(spent=40, is_stopped=True, committed=1200), 40),
    ],
)
def test_forecast_of_one_item(item, cost):
    assert expected(item) == cost


def test_running_cost_and_the_investment_without_one():
    items = [
        bar("a", 16_800_000),
        bar("b", 100, yearly=20),
        bar("c", 0),
        bar("d", 50, is_stopped=True),
        bar("e", 10, yearly=2, currency="USD"),
        bar("f", 10, currency="USD"),
    ]
    found = running(items, "MYR", convert)
    assert (found.yearly, found.without, found.uncovered) == (28, ("a", "c", "f"), 16_800_040)
    assert (found.stated, found.bearing) == (28, 5)  # what was stopped needs none


def test_what_costs_nothing_is_stated():
    free = running([bar("a", 5, yearly=0)], "MYR", convert)
    assert (free.stated, free.without, free.bearing) == (0, (), 1)
    silent = running([bar("a", 5), bar("b", 5)], "MYR", convert)
    assert (silent.stated, silent.without, silent.yearly) == (None, ("a", "b"), 0)
    assert running([], "MYR", convert).stated == 0
