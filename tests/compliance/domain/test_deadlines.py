from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.deadlines import (
    Dated,
    DeadlineKind,
    add_months,
    next_review,
    suggested_due,
    upcoming,
)
from compliance.domain.status import DutyStanding

TODAY = dt.date(2026, 11, 22)


def after(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def found(standing: DutyStanding, effective_on: dt.date | None = None):
    return [
        (item.on, item.kind, item.is_late, item.is_question)
        for item in upcoming([Dated(1, standing, effective_on)], TODAY)
    ]


def test_due_dates_up_to_ninety_days_are_listed():
    assert found(DutyStanding("yes", "not_started", due_on=after(90))) == [
        (after(90), DeadlineKind.DUE, False, False)
    ]
    assert found(DutyStanding("yes", "not_started", due_on=after(91))) == []
    assert found(DutyStanding("yes", "not_started")) == []


def test_late_things_stay_listed():
    assert found(DutyStanding("yes", "not_started", due_on=after(-400))) == [
        (after(-400), DeadlineKind.DUE, True, False)
    ]
    assert found(DutyStanding("yes", "met", due_on=after(-9), review_on=after(-1))) == [
        (after(-1), DeadlineKind.REVIEW, True, False)
    ]


def test_open_question_is_never_late():
    standing = DutyStanding("yes", "not_started", due_on=after(-5), is_open_question=True)
    assert found(standing) == [(after(-5), DeadlineKind.DUE, False, True)]
    assert found(DutyStanding("unknown", "not_started", due_on=after(3)))[0][3] is True


def test_duty_that_does_not_apply_has_no_deadlines():
    assert found(DutyStanding("no", "not_started", due_on=after(1)), after(2)) == []


def test_laws_to_come_are_listed():
    assert found(DutyStanding("yes", "not_started"), after(30)) == [
        (after(30), DeadlineKind.IN_FORCE, False, False)
    ]
    assert found(DutyStanding("yes", "not_started"), TODAY) == []
    assert found(DutyStanding("yes", "not_started"), after(91)) == []


def test_order_is_by_day_then_kind():
    duties = [
        Dated(2, DutyStanding("yes", "met", review_on=after(5)), after(5)),
        Dated(1, DutyStanding("yes", "not_started", due_on=after(5))),
        Dated(3, DutyStanding("yes", "not_started", due_on=after(1))),
    ]
    assert [(item.key, item.kind) for item in upcoming(duties, TODAY)] == [
        (3, DeadlineKind.DUE),
        (1, DeadlineKind.DUE),
        (2, DeadlineKind.REVIEW),
        (2, DeadlineKind.IN_FORCE),
    ]


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-08-31", 3, "2026-11-30"),
        ("2026-11-22", 0, "2026-11-22"),
        ("2026-11-22", 36, "2029-11-22"),
        ("9999-12-01", 1, "9999-12-31"),
    ],
)
def test_adding_months(start, months, end):
    assert add_months(dt.date.fromisoformat(start), months) == dt.date.fromisoformat(end)


@given(st.dates(max_value=dt.date(3000, 1, 1)), st.integers(0, 240))
def test_adding_months_lands_in_the_right_month(start, months):
    end = add_months(start, months)
    assert end.year * 12 + end.month == start.year * 12 + start.month + months
    assert end.day <= start.day


def test_suggestions_follow_the_pack():
    assert suggested_due(TODAY, 90, None, TODAY) == after(90)
    assert suggested_due(TODAY, 90, after(-1), TODAY) == after(90)
    assert suggested_due(TODAY, 90, after(30), TODAY) == after(30)
    assert suggested_due(TODAY, 90, after(300), TODAY) == after(90)


def test_no_date_of_the_past_is_suggested():
    assert suggested_due(after(-90), 90, None, TODAY) == TODAY
    assert suggested_due(after(-91), 90, None, TODAY) == after(90)
    assert suggested_due(after(-20), 60, after(-10), TODAY) == after(60)
    assert next_review(TODAY, 12) == dt.date(2027, 11, 22)
