from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.status import (
    DutyStanding,
    Status,
    by_urgency,
    effective_status,
    roll_up,
)

TODAY = dt.date(2026, 11, 22)
PAST, FUTURE = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("standing", "status"),
    [
        (DutyStanding("no", "met"), Status.NOT_APPLICABLE),
        (DutyStanding("yes", "met"), Status.MET),
        (DutyStanding("yes", "met", review_on=TODAY), Status.MET),
        (DutyStanding("yes", "met", review_on=PAST), Status.REVIEW_DUE),
        (DutyStanding("yes", "not_started"), Status.NOT_STARTED),
        (DutyStanding("yes", "in_progress", due_on=FUTURE), Status.IN_PROGRESS),
        (DutyStanding("yes", "in_progress", due_on=TODAY), Status.IN_PROGRESS),
        (DutyStanding("yes", "in_progress", due_on=PAST), Status.OVERDUE),
        (DutyStanding("yes", "not_started", due_on=PAST), Status.OVERDUE),
        (DutyStanding("unknown", "not_started", due_on=PAST), Status.TO_CONFIRM),
        (DutyStanding("unknown", "in_progress", due_on=PAST), Status.IN_PROGRESS),
        (DutyStanding("yes", "not_started", due_on=PAST, is_open_question=True), Status.TO_CONFIRM),
        (
            DutyStanding("yes", "in_progress", due_on=PAST, is_open_question=True),
            Status.IN_PROGRESS,
        ),
        (DutyStanding("yes", "met", is_open_question=True), Status.MET),
    ],
)
def test_effective_status(standing, status):
    assert effective_status(standing, TODAY) is status


dates = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
standings = st.builds(
    DutyStanding,
    applies=st.sampled_from(("yes", "no", "unknown")),
    state=st.sampled_from(("not_started", "in_progress", "met")),
    due_on=dates,
    review_on=dates,
    is_open_question=st.booleans(),
    risk=st.sampled_from(("high", "medium", "low")),
)


@given(standings, st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)))
def test_open_question_never_fails_by_itself(standing, today):
    if standing.is_open_question or standing.applies == "unknown":
        assert effective_status(standing, today) is not Status.OVERDUE


@given(st.lists(standings, max_size=12))
def test_roll_up_counts_every_duty_once_and_stays_in_bounds(duties):
    rolled = roll_up(duties, TODAY)
    assert sum(rolled.counts.values()) == len(duties)
    assert rolled.score is None or 0 <= rolled.score <= 1
    assert rolled.met <= rolled.applicable <= rolled.listed <= len(duties)
    assert roll_up(reversed(duties), TODAY) == rolled


def test_score_is_met_over_what_counts():
    duties = [
        DutyStanding("yes", "met", risk="low"),
        DutyStanding("yes", "met", review_on=PAST, risk="medium"),
        DutyStanding("yes", "not_started", due_on=PAST, risk="high"),
        DutyStanding("yes", "in_progress", risk="unheard"),
        DutyStanding("yes", "not_started", is_open_question=True),
        DutyStanding("unknown", "in_progress"),
        DutyStanding("no", "not_started"),
    ]
    rolled = roll_up(duties, TODAY)
    assert (rolled.met, rolled.applicable, rolled.outside, rolled.listed) == (2, 4, 3, 6)
    assert rolled.score == Decimal("0.5")


@given(st.lists(standings, max_size=8), st.sampled_from(("not_started", "in_progress")))
def test_open_question_never_lowers_the_score(duties, state):
    question = DutyStanding("yes", state, due_on=PAST, is_open_question=True)
    assert roll_up([*duties, question], TODAY).score == roll_up(duties, TODAY).score


def test_nothing_counts_without_duties():
    assert roll_up([], TODAY).score is None


def test_urgent_duties_come_first():
    late = DutyStanding("yes", "not_started", due_on=PAST)
    soon = DutyStanding("yes", "not_started", due_on=FUTURE)
    someday = DutyStanding("yes", "not_started")
    review = DutyStanding("yes", "met", review_on=FUTURE)
    met = DutyStanding("yes", "met")
    question = DutyStanding("unknown", "not_started")
    mixed = [met, review, question, someday, soon, late]
    assert sorted(mixed, key=by_urgency(TODAY)) == [late, soon, someday, question, review, met]
