from __future__ import annotations

import datetime as dt

import pytest

from activity.domain.nearness import CLOSE_DAYS, is_near

TODAY = dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("day", "days", "near"),
    [
        (dt.date(2026, 12, 15), 14, True),
        (dt.date(2026, 12, 16), 14, False),
        (dt.date(2026, 12, 4), CLOSE_DAYS, True),
        (dt.date(2026, 12, 5), CLOSE_DAYS, False),
        (dt.date(2020, 1, 1), 14, True),
        (None, 14, False),
    ],
)
def test_what_is_near(day, days, near):
    assert is_near(day, TODAY, days) is near
