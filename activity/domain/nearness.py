"""How long before its day a person is reminded of something."""

from __future__ import annotations

import datetime as dt

NEAR_DAYS = 14
CLOSE_DAYS = 3  # of a section: it was told when it was assigned


def is_near(day: dt.date | None, today: dt.date, days: int = NEAR_DAYS) -> bool:
    """Tell whether a day comes soon, or has passed while something was still to be done.

    Args:
        day: by when it is to be done; None if nobody said.
        today: the day at the plant.
        days: how far to look [days], both ends included.

    Returns:
        False without a day.

    Source: docs/method.md#reminders
    """
    return day is not None and (day - today).days <= days
