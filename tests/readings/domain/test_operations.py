"""Formulas beyond the machine, against figures worked by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.errors import RuleError
from readings.domain.operations import CALCULATIONS, calculate


def amounts(**given):
    return {
        name: [Decimal(str(value)) for value in (values if isinstance(values, list) else [values])]
        for name, values in given.items()
    }


DATA = {
    "completeness": 98,
    "uniqueness": 99,
    "validity": 97,
    "timeliness": 90,
    "consistency": 96,
    "accuracy": 95,
}


@pytest.mark.parametrize(
    ("code", "given", "value"),
    [
        # |100-90| + |200-230| = 40 of 300
        (
            "SC-01",
            {"actual": [100, 200], "forecast": [90, 230]},
            Decimal(100) - Decimal(4000) / 300,
        ),
        ("SC-02", {"actual": [100, 300], "forecast": [90, 330]}, 5),
        ("SC-06", {"defects": 3, "units": 12000}, 250),
        ("SC-30", {"defects": 1, "units": 1000}, 1000),
        # 0.9 x 0.8 x 0.5 x 1
        ("SC-23", {"on_time": 90, "complete": 80, "undamaged": 50, "documents": 100}, 36),
        ("SC-34", {"cost_of_sales": 600, "month_ends": [50] * 13}, 12),
        ("SC-35", {"average_stock": 50, "cost_of_sales": 730}, 25),
        ("SC-36", {"inventory_days": 40, "receivable_days": 30, "payable_days": 45}, 25),
        ("HR-06", {"cases": 3, "hours_worked": 300000}, 2),
        # (20 x 98 + 15 x 99 + 20 x 97 + 15 x 90 + 15 x 96 + 15 x 95) / 100
        ("DQ-07", DATA, 96),
        ("DQ-07", {**DATA, "critical": [4]}, 95),
        ("DQ-07", {**DATA, "critical": [1, 2]}, 96),
        ("ISO-10", {"GQ": 9, "PQ": 10}, 90),
    ],
)
def test_worked_by_hand(code, given, value):
    assert calculate(code, amounts(**given)) == value


@pytest.mark.parametrize(
    ("code", "given", "field"),
    [
        ("XX-01", {}, ""),
        ("SC-06", {"defects": 3}, "units"),
        ("SC-06", {"defects": 3, "units": 0}, ""),
        ("SC-06", {"defects": [3, 4], "units": 5}, "defects"),
        ("SC-06", {"defects": 3, "units": 5, "people": 1}, "people"),
        ("SC-01", {"actual": [1, 2], "forecast": [1]}, "forecast"),
        ("SC-02", {"actual": [1, 2], "forecast": [1]}, "forecast"),
        ("SC-34", {"cost_of_sales": 1, "month_ends": [1] * 12}, "month_ends"),
        ("DQ-07", {**DATA, "critical": [7]}, "critical"),
        ("ISO-10", {"GQ": -9, "PQ": 10}, "GQ"),
    ],
)
def test_what_cannot_be_is_refused_and_named(code, given, field):
    with pytest.raises(RuleError) as error:
        calculate(code, amounts(**given))
    assert error.value.field == field


def test_every_formula_says_what_it_asks_for():
    assert len(CALCULATIONS) == 44
    assert all(one.inputs and one.unit for one in CALCULATIONS.values())
