"""When a share link opens, and until when it may."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reports.domain.sharing import end_of_day, link_state, may_expire_at

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "revoked", "pause", "state"),
    [
        (timedelta(seconds=1), False, None, "active"),
        (timedelta(seconds=1), False, timedelta(0), "active"),
        (timedelta(seconds=1), False, timedelta(seconds=1), "paused"),
        (timedelta(0), False, None, "expired"),
        (timedelta(0), False, timedelta(seconds=1), "expired"),
        (timedelta(0), True, timedelta(seconds=1), "revoked"),
    ],
)
def test_link_is_active_until_its_moment_and_pauses_between(after, revoked, pause, state):
    assert state == link_state(
        now=NOON,
        expires_at=NOON + after,
        revoked_at=NOON if revoked else None,
        paused_until=None if pause is None else NOON + pause,
    )


def test_last_day_ends_in_the_zone_of_the_person():
    assert end_of_day(date(2026, 12, 1), SHANGHAI) == datetime(2026, 12, 1, 15, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (NOON, False),
        (NOON + timedelta(seconds=1), True),
        # 90 days after 28 November is 26 February; it ends at 15:59:59 UTC in Shanghai
        (datetime(2027, 2, 26, 15, 59, 59, tzinfo=UTC), True),
        (datetime(2027, 2, 26, 16, 0, tzinfo=UTC), False),
    ],
)
def test_link_may_open_to_the_end_of_the_ninetieth_day(moment, allowed):
    assert may_expire_at(moment, NOON, SHANGHAI) is allowed
