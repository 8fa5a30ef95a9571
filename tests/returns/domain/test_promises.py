"""What is promised: due day, what is refused, what breaks, and the way through plain data."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import LocalizedText
from indicators.domain.targets import Direction
from returns.domain.promises import (
    Pledge,
    PromiseBasis,
    PromiseLack,
    PromiseTerm,
    as_data,
    breaks,
    due_day,
    from_data,
    lacks_of,
    read,
)


def text(words):
    return LocalizedText.of(words, words)


def pledge(**more):
    values = {
        "initiative": text("MES"),
        "effect": text("Less downtime"),
        "indicator_key": 7,
        "code": "SC-12",
        "indicator": text("Downtime"),
        "unit": text("h"),
        "direction": Direction.DOWN,
        "target": None,
        "basis": None,
        "change": Decimal(-4),
        "amount": Decimal(120_000),
        "currency": "MYR",
        "is_hard": True,
        "starts_on": date(2025, 9, 1),
        "ends_on": date(2025, 12, 31),
        "ramp_months": 0,
    }
    return Pledge(**{**values, **more})


@pytest.mark.parametrize(
    ("ends_on", "ramp", "due"),
    [
        (date(2025, 12, 31), 0, date(2026, 1, 1)),
        (date(2026, 1, 1), 0, date(2026, 2, 1)),
        (date(2026, 1, 30), 0, date(2026, 2, 1)),
        (date(2026, 1, 31), 3, date(2026, 5, 1)),
        (date(2026, 10, 15), 2, date(2027, 1, 1)),
    ],
)
def test_it_is_due_in_the_first_whole_month(ends_on, ramp, due):
    assert due_day(ends_on, ramp) == due


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_due_is_a_first_of_a_month_after_the_end(ends_on, ramp):
    due = due_day(ends_on, ramp)
    assert due.day == 1
    assert due > ends_on
    months = (due.year - ends_on.year) * 12 + due.month - ends_on.month
    assert months in (ramp + 1, ramp + 2)


@pytest.mark.parametrize(
    ("values", "lack"),
    [
        ({}, None),
        ({"is_stopped": True}, PromiseLack.STOPPED),
        ({"direction": None}, PromiseLack.INDICATOR),
        ({"change": None}, PromiseLack.CHANGE),
        ({"change": Decimal(0)}, PromiseLack.NOTHING),
        ({"change": Decimal(1)}, PromiseLack.WRONG_WAY),
        ({"direction": Direction.UP}, PromiseLack.WRONG_WAY),
        ({"direction": Direction.UP, "change": Decimal(1)}, None),
        ({"direction": Direction.TARGET}, PromiseLack.TARGET),
        ({"direction": Direction.TARGET, "target": Decimal(5)}, None),
    ],
)
def test_what_cannot_be_promised(values, lack):
    usual = {"is_stopped": False, "direction": Direction.DOWN, "change": Decimal(-1)}
    assert lacks_of(**{**usual, "target": None, **values}) is lack


@pytest.mark.parametrize(
    ("now", "term"),
    [
        ({"indicator_key": 8}, PromiseTerm.INDICATOR),
        ({"change": Decimal(-3)}, PromiseTerm.CHANGE),
        ({"amount": Decimal(1)}, PromiseTerm.AMOUNT),
        ({"amount": None}, PromiseTerm.AMOUNT),
        ({"currency": "EUR"}, PromiseTerm.AMOUNT),
        ({"is_hard": False}, PromiseTerm.KIND),
        ({"ends_on": date(2026, 1, 31)}, PromiseTerm.DUE),
        ({"ramp_months": 2}, PromiseTerm.DUE),
    ],
)
def test_another_term_breaks_it(now, term):
    (found,) = breaks(pledge(), replace(pledge(), **now))
    assert found.term is term


def test_what_is_no_term_breaks_nothing():
    now = pledge(
        effect=text("Another name"),
        basis=PromiseBasis(Decimal(41), date(2025, 1, 1), date(2025, 6, 1)),
        change=Decimal("-4.000"),
        starts_on=date(2025, 8, 1),
        ends_on=date(2025, 12, 30),  # due on the same day
        target=Decimal(3),
    )
    assert breaks(pledge(), now) == ()


@pytest.mark.parametrize(
    "found",
    [
        pledge(),
        pledge(amount=None, is_hard=False, target=Decimal("1.5"), direction=Direction.TARGET),
        pledge(basis=PromiseBasis(Decimal("41.25"), date(2025, 1, 1), date(2025, 6, 1))),
    ],
)
def test_there_and_back_through_plain_data(found):
    assert from_data(json.loads(json.dumps(as_data(found)))) == found
    assert as_data(replace(found, change=Decimal("-4.00"))) == as_data(found)


@pytest.mark.parametrize(
    "change",
    [
        {"change": "NaN"},
        {"change": "much"},
        {"change": None},
        {"ramp_months": "2"},
        {"starts_on": "x"},
        {"baseline": 7},
        {"baseline": {"value": "Infinity", "first": "2025-01-01", "last": "2025-01-01"}},
        {"benefit": {}},
        {"effect": "x"},
    ],
)
def test_what_cannot_be_read_is_no_pledge(change):
    data = as_data(pledge())
    assert read(data) == pledge()
    assert read(data | change) is None
    sideways = data["indicator"] | {"direction": "sideways"}
    assert read(data | {"indicator": sideways}) is None
    assert read({}) is None
    assert read(None) is None
