"""The present moment; the whole product asks here.

The story of the demo, tests and drills set it; nothing else may
(`tests/architecture/test_clock.py`).
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_source: ContextVar[Callable[[], dt.datetime]] = ContextVar("clock", default=timezone.now)


def now() -> dt.datetime:
    """Return the present moment, with its zone."""
    return _source.get()()


def today(zone: dt.tzinfo | None = None) -> dt.date:
    """Return the present day.

    Args:
        zone: where; without it the zone of the reader.
    """
    return timezone.localtime(now(), zone).date()


@contextmanager
def running(source: Callable[[], dt.datetime]) -> Iterator[None]:
    """Let another clock run in this context.

    Args:
        source: what each look at the clock returns, with its zone.
    """
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


@contextmanager
def starting(moment: dt.datetime) -> Iterator[None]:
    """Let it be this moment; each look at the clock takes a second.

    Args:
        moment: the first look, with its zone.

    Raises:
        ValueError: the moment has no zone.
    """
    if moment.tzinfo is None:
        message = "a moment needs its zone"
        raise ValueError(message)
    first = moment.astimezone(dt.UTC)
    looks = (first + dt.timedelta(seconds=second) for second in itertools.count())
    with running(lambda: next(looks)):
        yield
