"""The demo tells a story that took place over a year; this sets the clock to its chapters."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from contextlib import AbstractContextManager

from core import clock


def at(
    day: dt.date, *, zone: str = "UTC", hour: int = 9, minute: int = 0
) -> AbstractContextManager[None]:
    """Let every service believe that it is this moment; each look takes a second.

    Args:
        day: the day at the plant.
        zone: the plant's time zone.
        hour: hour of the day.
        minute: minute of the hour.
    """
    return clock.starting(dt.datetime.combine(day, dt.time(hour, minute), zoneinfo.ZoneInfo(zone)))
