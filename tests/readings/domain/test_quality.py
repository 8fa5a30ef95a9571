from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from readings.domain import quality
from readings.domain.periods import PeriodStep, month_position
from tests.indicators.domain.test_baseline import months

NOV_22 = dt.date(2026, 11, 22)
SEP = month_position(dt.date(2026, 9, 1))


@pytest.mark.parametrize(
    ("day", "month"),
    [(dt.date(2026, 11, 9), 9), (dt.date(2026, 11, 10), 10), (dt.date(2026, 11, 30), 10)],
)
def test_month_falls_due_on_the_tenth(day, month):
    assert quality.due_position(day) == month_position(dt.date(2026, month, 1))


def test_full_series_is_complete_and_fresh():
    found = quality.measure(months(1, 2, start=SEP), today=NOV_22)
    assert (found.complete, found.plausible, found.months_behind) == (100, 100, 0)
    assert found.missing == ()
    assert not found.is_stale


def test_gap_and_late_end_count_as_missing():
    found = quality.measure(months(1, None, 3, start=SEP - 4), today=NOV_22)
    assert found.complete == Decimal(200) / 6
    assert found.missing == (SEP - 3, SEP - 1, SEP, SEP + 1)
    assert (found.present, found.due) == (2, 6)
    assert found.months_behind == 3
    assert found.is_stale


def test_nothing_is_not_measurable():
    found = quality.measure([], today=NOV_22)
    assert (found.complete, found.fresh, found.plausible, found.months_behind) == (None,) * 4
    assert found.is_stale


def test_reading_ahead_of_time_is_no_error():
    found = quality.measure(months(1, start=SEP + 3), today=NOV_22)
    assert found.complete is None
    assert found.months_behind == 0


def test_left_out_and_impossible_readings_are_not_plausible():
    found = quality.measure(
        months(50, 101, -1, 60, start=SEP - 2),
        today=NOV_22,
        bounds=(Decimal(0), Decimal(100)),
        left_out=[SEP + 1],
    )
    assert found.plausible == 25


def test_fresh_counts_what_was_recorded_in_time():
    recorded = [(SEP, dt.date(2026, 10, 10)), (SEP + 1, dt.date(2026, 11, 11))]
    assert quality.measure(months(1, 2, start=SEP), today=NOV_22, recorded=recorded).fresh == 50


def test_quarter_falls_due_after_its_last_month():
    assert quality.due_position(dt.date(2026, 10, 9), PeriodStep.QUARTER) == 2026 * 4 + 1
    assert quality.due_position(dt.date(2026, 10, 10), PeriodStep.QUARTER) == 2026 * 4 + 2
    assert quality.is_on_time(2026 * 4 + 2, dt.date(2026, 10, 10), PeriodStep.QUARTER)
