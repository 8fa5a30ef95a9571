"""Bars moved together."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import RuleError
from planning.domain.plans import DaySpan
from roadmap.domain.edits import ShiftUnit, shifted

QUARTER = DaySpan(date(2027, 1, 1), date(2027, 4, 1))


@pytest.mark.parametrize(
    ("amount", "unit", "start", "end"),
    [
        (3, ShiftUnit.DAYS, date(2027, 1, 4), date(2027, 4, 4)),
        (-2, ShiftUnit.WEEKS, date(2026, 12, 18), date(2027, 3, 18)),
        (1, ShiftUnit.MONTHS, date(2027, 2, 1), date(2027, 5, 1)),
        (-1, ShiftUnit.MONTHS, date(2026, 12, 1), date(2027, 3, 1)),
    ],
)
def test_both_ends_move(amount, unit, start, end):
    assert shifted(QUARTER, amount, unit) == DaySpan(start, end)


@pytest.mark.parametrize("unit", ShiftUnit)
def test_nothing_moves_out_of_the_years_that_are_counted(unit):
    with pytest.raises(RuleError):
        shifted(QUARTER, 100_000, unit)
