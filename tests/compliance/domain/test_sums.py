"""Sums of duties say on every day what the duties themselves say."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict

from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.status import DutyStanding, agreed_date, roll_up
from compliance.domain.sums import DutySums, next_due, roll_up_sums, sum_up

days = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 20))
duties = st.builds(
    DutyStanding,
    applies=st.sampled_from(["yes", "no", "unknown"]),
    state=st.sampled_from(["not_started", "in_progress", "met"]),
    due_on=st.none() | days,
    review_on=st.none() | days,
    is_open_question=st.booleans(),
    has_evidence=st.booleans(),
)


@given(some=st.lists(duties, max_size=12), today=days)
def test_sums_say_what_the_duties_say(some, today):
    sums = DutySums(**json.loads(json.dumps(asdict(sum_up(some)))))
    assert roll_up_sums(sums, today) == roll_up(some, today)
    dates = [one for one in map(agreed_date, some) if one]
    assert next_due(sums) == min(dates, default=None)
