from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.domain.links import (
    CODE_TRIES,
    LinkState,
    code_stands,
    device_hash,
    end_of,
    link_state,
    may_expire_on,
    token_hash,
)

NOW = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)
LATER, BEFORE = NOW + dt.timedelta(1), NOW - dt.timedelta(1)
USUAL = {
    "now": NOW,
    "expires_at": LATER,
    "revoked_at": None,
    "handed_in_at": None,
    "is_opened": False,
    "takes_answers": True,
}


@pytest.mark.parametrize(
    ("given_", "state"),
    [
        ({}, LinkState.NEW),
        ({"is_opened": True}, LinkState.OPENED),
        ({"takes_answers": False}, LinkState.CLOSED),
        ({"takes_answers": False, "expires_at": NOW}, LinkState.EXPIRED),
        ({"expires_at": NOW + dt.timedelta(microseconds=1)}, LinkState.NEW),
        ({"handed_in_at": BEFORE, "expires_at": BEFORE}, LinkState.HANDED_IN),
        ({"revoked_at": BEFORE, "handed_in_at": BEFORE}, LinkState.REVOKED),
    ],
)
def test_state_of_a_link(given_, state):
    assert link_state(**{**USUAL, **given_}) is state


@given(st.booleans(), st.booleans())
def test_what_is_withdrawn_never_opens(is_opened, takes_answers):
    more = {"revoked_at": BEFORE, "is_opened": is_opened, "takes_answers": takes_answers}
    assert link_state(**{**USUAL, **more}) is LinkState.REVOKED


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (60, True), (61, False)])
def test_last_day_lies_within_sixty_days(days, may):
    today = NOW.date()
    assert may_expire_on(today + dt.timedelta(days), today) is may


def test_day_ends_at_the_plant():
    ends = end_of(dt.date(2026, 12, 15), zoneinfo.ZoneInfo("Asia/Kuala_Lumpur"))
    assert ends.astimezone(dt.UTC) == dt.datetime(2026, 12, 15, 15, 59, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("made", "tries", "stands"),
    [
        (None, 0, False),
        (NOW, 0, True),
        (NOW, CODE_TRIES - 1, True),
        (NOW, CODE_TRIES, False),
        (NOW - dt.timedelta(minutes=10), 0, False),
        (NOW - dt.timedelta(minutes=9, seconds=59), 0, True),
    ],
)
def test_code_holds_ten_minutes_and_five_tries(made, tries, stands):
    assert code_stands(made_at=made, tries=tries, now=NOW) is stands


@given(st.text(), st.text())
def test_hashes_tell_apart_and_say_nothing(one, other):
    assert (token_hash(one) == token_hash(other)) == (one == other)
    assert token_hash(one) != device_hash(one)
    assert len(device_hash(one)) == 64
