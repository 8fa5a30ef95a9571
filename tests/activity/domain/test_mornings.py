from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from activity.domain.mornings import is_due
from activity.domain.tokens import feed_hash

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(hour, day=2):
    return dt.datetime(2026, 12, day, hour, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("hour", "is_morning"), [(6, False), (7, True), (11, True), (12, False), (23, False)]
)
def test_a_mail_goes_out_in_the_morning(hour, is_morning):
    assert is_due(at(hour), None) is is_morning


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (at(7, day=1), True),
        (at(7), False),
        # Late on the first in London is the second in Shanghai.
        (dt.datetime(2026, 12, 1, 23, 30, tzinfo=dt.UTC), False),
        (at(7, day=3), False),  # a clock that was set back
    ],
)
def test_a_day_of_the_reader_has_one_mail(last, expected):
    assert is_due(at(9), last) is expected


def test_an_address_is_stored_as_a_hash_of_its_own():
    assert len(feed_hash("a")) == 64
    assert feed_hash("a") != feed_hash("b")
