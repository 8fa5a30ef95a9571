"""What a guesser gets in any order and at any pace, and what an honest person never meets."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.domain.guessing import (
    DEVICE,
    LINK,
    Tries,
    opens_at,
    weight,
    with_wrong,
    without_one,
)

START = dt.datetime(2026, 11, 29, tzinfo=dt.UTC)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
LIMITS = st.sampled_from([DEVICE, LINK])
PAUSES = st.lists(st.integers(0, 3 * 3600), max_size=60)


def judged(limit, pauses):
    """Return the moments at which a guesser who tries after these pauses is judged."""
    now, tries, found = START, None, []
    for seconds in pauses:
        now += dt.timedelta(seconds=seconds)
        if opens_at(tries, limit, now) is None:
            tries = with_wrong(tries, limit, now)
            found.append(now)
    return found


def gathered(limit, count, pause=dt.timedelta(0)):
    tries = None
    for number in range(count):
        tries = with_wrong(tries, limit, START + number * pause)
    return tries


@given(limit=LIMITS, pauses=PAUSES)
def test_no_pace_gives_more_than_the_free_tries_and_one_an_hour(limit, pauses):
    moments = judged(limit, pauses)
    doublings = 7  # 1, 2, 4 … 64 minutes
    for first, begin in enumerate(moments):
        for count, end in enumerate(moments[first:], start=1):
            assert count <= limit.free + doublings + (end - begin) / HOUR + 1


@given(limit=LIMITS, count=st.integers(1, 60), later=st.integers(0, 100 * 3600))
def test_a_wait_lies_ahead_and_is_never_longer_than_the_longest(limit, count, later):
    tries, now = gathered(limit, count), START + dt.timedelta(seconds=later)
    opens = opens_at(tries, limit, now)
    if opens is not None:
        assert now < opens <= tries.last_at + limit.longest_wait
        assert count >= limit.free
        assert opens_at(tries, limit, opens) is None


@given(count=st.integers(0, 60), later=st.integers(0, 100 * 3600))
def test_a_weight_only_falls_with_time_and_one_more_weighs_one_more(count, later):
    tries, now = gathered(DEVICE, count), START + dt.timedelta(seconds=later)
    assert weight(tries, DEVICE, now) == max(0, count - later // 3600)
    assert weight(with_wrong(tries, DEVICE, now), DEVICE, now) == weight(tries, DEVICE, now) + 1


@given(pauses=st.lists(st.integers(0, 6 * 3600), max_size=90))
def test_a_link_weighs_the_tries_of_one_day_however_they_are_spread(pauses):
    now, tries, moments = START, None, []
    for seconds in pauses:
        now += dt.timedelta(seconds=seconds)
        tries = with_wrong(tries, LINK, now)
        moments.append(now)
        of_a_day = sum(moment > now - 24 * HOUR for moment in moments)
        assert weight(tries, LINK, now) == min(30, of_a_day)
        assert (opens_at(tries, LINK, now) is not None) == (of_a_day >= 30)
    assert weight(tries, LINK, now + 24 * HOUR) == 0


def test_thirty_tries_spread_evenly_over_a_day_let_a_link_rest():
    pause = 49 * MINUTE  # 29 pauses are 23 hours and 41 minutes
    last = START + 29 * pause
    assert opens_at(gathered(LINK, 29, pause), LINK, last - pause) is None
    assert opens_at(gathered(LINK, 30, pause), LINK, last) == last + HOUR
    assert opens_at(gathered(LINK, 60, 50 * MINUTE), LINK, START + 60 * 50 * MINUTE) is None


@given(limit=LIMITS, count=st.integers(0, 29))
def test_a_right_try_leaves_no_weight(limit, count):
    before = gathered(limit, count)
    after = without_one(with_wrong(before, limit, START), limit)
    assert weight(after, limit, START) == count


@given(count=st.integers(0, 9), seconds=st.integers(0, 3600))
def test_nobody_waits_below_the_limit(count, seconds):
    tries = gathered(DEVICE, count, dt.timedelta(seconds=seconds))
    assert opens_at(tries, DEVICE, START + count * dt.timedelta(seconds=seconds)) is None


@pytest.mark.parametrize("seconds", [0, 1, 359, 399])
def test_ten_wrong_tries_within_an_hour_close_the_secret(seconds):
    pause = dt.timedelta(seconds=seconds)
    assert opens_at(gathered(DEVICE, 10, pause), DEVICE, START + 9 * pause) is not None


@pytest.mark.parametrize(
    ("count", "minutes"), [(10, 1), (11, 2), (12, 4), (15, 32), (16, 60), (17, 60), (900, 60)]
)
def test_waits_double_from_a_minute_to_an_hour(count, minutes):
    assert opens_at(gathered(DEVICE, count), DEVICE, START) == START + minutes * MINUTE


def test_a_link_rests_for_an_hour_after_thirty():
    assert opens_at(gathered(LINK, 29), LINK, START) is None
    assert opens_at(gathered(LINK, 30), LINK, START) == START + HOUR


def test_an_hour_forgets_one():
    tries = gathered(DEVICE, 12)
    assert weight(tries, DEVICE, START + 3 * HOUR) == 9
    assert opens_at(tries, DEVICE, START + 3 * HOUR) is None
    assert weight(tries, DEVICE, START + 12 * HOUR) == 0
    assert weight(None, DEVICE, START) == 0


def test_what_was_taken_back_never_reaches_before_its_try():
    tries = Tries(START, START + HOUR)
    assert without_one(tries, DEVICE) == Tries(START, START)
