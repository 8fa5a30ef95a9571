from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleError
from readings.domain.periods import (
    Period,
    PeriodStep,
    add_months,
    common_step,
    label_of,
    month_at,
    month_label,
    month_position,
    read_period,
)
from sheets.values import DayOrder

OCT = 2026 * 12 + 9


@pytest.mark.parametrize(
    "text",
    [
        "2026-10",
        "2026/10",
        "2026.10",
        "10/2026",
        "10.2026",
        "202610",
        "2026年10月",
        " ２０２６-10 ",
    ],
)
def test_month_in_every_form(text):
    assert read_period(text) == Period(PeriodStep.MONTH, OCT)


@pytest.mark.parametrize("text", ["2026-10-02", "2026/10/2", "2026年10月2日", "02.10.2026"])
def test_day_in_every_form(text):
    assert read_period(text) == Period(PeriodStep.DAY, dt.date(2026, 10, 2).toordinal())


@pytest.mark.parametrize(
    ("text", "step", "label"),
    [
        ("2026Q4", PeriodStep.QUARTER, "2026-Q4"),
        ("2026-q1", PeriodStep.QUARTER, "2026-Q1"),
        ("2026-W01", PeriodStep.WEEK, "2026-W01"),
        ("2020W53", PeriodStep.WEEK, "2020-W53"),
        ("2026", PeriodStep.YEAR, "2026"),
        ("7", PeriodStep.NUMBER, "7"),
        ("2026-10-02", PeriodStep.DAY, "2026-10-02"),
        ("2026-10", PeriodStep.MONTH, "2026-10"),
    ],
)
def test_label_is_the_way_back(text, step, label):
    period = read_period(text)
    assert period.step is step
    assert label_of(step)(period.position) == label


@pytest.mark.parametrize("text", ["Oct-26", "Oct 2026", "October 2026", "Oct. 2026", "2026-Oct"])
def test_months_may_be_named(text):
    assert read_period(text) == Period(PeriodStep.MONTH, OCT)


def test_slashed_days_need_the_order_of_their_column():
    assert read_period("02/10/2026", DayOrder.DAY) == read_period("2026-10-02")
    assert read_period("10/02/2026", DayOrder.MONTH) == read_period("2-Oct-2026")
    with pytest.raises(RuleError):
        read_period("02/10/2026")


@pytest.mark.parametrize(
    "text", ["", "x", "2026-13", "2026-02-30", "2026-W60", "12.5", "Oct", "Soon 2026", "9-Xyz-2026"]
)
def test_no_period(text):
    with pytest.raises(RuleError) as caught:
        read_period(text)
    assert caught.value.field == "period"


def step_of(*texts: str) -> tuple[PeriodStep, list[int]]:
    return common_step([read_period(text) for text in texts])


def test_first_days_are_months():
    assert step_of("2026-09-01", "2026-10-01") == (PeriodStep.MONTH, [OCT - 1, OCT])


def test_same_weekday_is_weeks_and_weeks_follow_each_other():
    step, places = step_of("2026-10-05", "2026-10-12", "2026-10-26")
    assert step is PeriodStep.WEEK
    assert [place - places[0] for place in places] == [0, 1, 3]
    assert label_of(step)(places[0]) == "2026-W41"


def test_other_days_are_days():
    assert step_of("2026-10-05", "2026-10-06")[0] is PeriodStep.DAY


def test_mixed_steps_are_refused():
    with pytest.raises(RuleError, match="different lengths"):
        step_of("2026-10", "2026Q4")


def test_empty_column_is_months():
    assert common_step([]) == (PeriodStep.MONTH, [])


@given(st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2100, 1, 1)))
def test_month_and_position_are_inverse(day):
    first = day.replace(day=1)
    assert month_at(month_position(day)) == first
    assert month_label(month_position(day)) == f"{day:%Y-%m}"
    assert add_months(add_months(first, 7), -7) == first
