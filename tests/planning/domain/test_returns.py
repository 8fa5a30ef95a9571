"""Returns of goals, each once, and the time after which they pay the plan back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planning.domain.returns import ExpectedReturn, payback, returns


def goal(name, amount, currency="MYR", *, served=True):
    return ExpectedReturn(name, None if amount is None else Decimal(amount), currency, served)


def convert(amount, currency):
    return amount * 4 if currency == "USD" else None


def test_a_goal_linked_twice_counts_once():
    goals = [goal("a", 100), goal("a", 100), goal("b", 10, "USD"), goal("c", None)]
    found = returns(goals, "MYR", convert)
    assert (found.yearly, found.counted, found.silent) == (140, 2, 1)
    assert (found.unserved, found.unserved_goals, found.unconverted) == (0, 0, {})


def test_what_nobody_serves_and_what_has_no_rate_is_named_apart():
    found = returns([goal("a", 7, served=False), goal("b", 3, "EUR")], "MYR", convert)
    assert (found.yearly, found.counted) == (None, 0)
    assert (found.unserved, found.unserved_goals) == (7, 1)
    assert found.unconverted == {"EUR": 3}


@pytest.mark.parametrize(
    ("invested", "yearly", "running", "years"),
    [
        (16_800_000, 5_030_000, 0, "3.3"),
        (16_800_000, 5_030_000, 1_680_000, "5.0"),  # 16.8 / 3.35 = 5.01
        (100, None, 0, None),
        (100, 20, 20, None),
        (0, 20, 0, "0.0"),
    ],
)
def test_payback(invested, yearly, running, years):
    found = payback(
        Decimal(invested), None if yearly is None else Decimal(yearly), Decimal(running)
    )
    assert found == (None if years is None else Decimal(years))
