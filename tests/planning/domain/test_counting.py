"""How many open days lie between two days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.domain.calendars import Closure, WorkCalendar
from planning.domain.durations import Duration, TimeUnit

WEEK = WorkCalendar(frozenset({6, 7}), (Closure(date(2027, 2, 5), date(2027, 2, 15)),))
DAYS = st.dates(date(2027, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2027, 2, 1), date(2027, 2, 1), 0),
        (date(2027, 2, 1), date(2027, 2, 8), 4),  # Monday to Thursday
        (date(2027, 2, 5), date(2027, 2, 15), 0),
        (date(2027, 2, 15), date(2027, 2, 5), 0),
    ],
)
def test_working_days_between(start, end, count):
    assert WEEK.working.count(start, end) == count


@given(DAYS, st.integers(0, 200))
def test_counting_turns_ending_round(start, length):
    end = Duration(length, TimeUnit.WORKING, WEEK).end_of(start)
    assert WEEK.working.count(start, end) == length
    by_hand = [start + timedelta(n) for n in range((end - start).days)]
    assert len([day for day in by_hand if WEEK.working.count(day, day + timedelta(1))]) == length
