"""A clock that can be set, for telling a story that took place over a year."""

from __future__ import annotations

import datetime as dt
import itertools
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone


@contextmanager
def at(day: dt.date, *, zone: str = "UTC", hour: int = 9, minute: int = 0) -> Iterator[None]:
    """Let every service believe that it is this moment; each look takes a second.

    Services stamp what they write with `timezone.now`; only the loader of the demo, in a process
    of its own, sets that clock.

    Args:
        day: the day at the plant.
        zone: the plant's time zone.
        hour: hour of the day.
        minute: minute of the hour.
    """
    start = dt.datetime.combine(day, dt.time(hour, minute), zoneinfo.ZoneInfo(zone))
    moments = (start + dt.timedelta(seconds=second) for second in itertools.count())
    real = timezone.now
    timezone.now = lambda: next(moments).astimezone(dt.UTC)
    try:
        yield
    finally:
        timezone.now = real
