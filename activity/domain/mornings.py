"""When a mail of the day is sent: in the morning of its reader, once a day."""

from __future__ import annotations

import datetime as dt

FIRST_HOUR, LAST_HOUR = 7, 11  # a worker that was away until noon leaves it to the next morning


def is_due(now: dt.datetime, last: dt.datetime | None) -> bool:
    """Tell whether a mail may go out now.

    Args:
        now: the moment, in the reader's time zone.
        last: when the one before it went out; None if none did.

    Returns:
        True between seven and noon of a day on which none went out yet. One that seems to lie
        ahead is of a clock that was set back, or of another time zone, and counts for today.
    """
    if not FIRST_HOUR <= now.hour <= LAST_HOUR:
        return False
    return last is None or last.astimezone(now.tzinfo).date() < now.date()
