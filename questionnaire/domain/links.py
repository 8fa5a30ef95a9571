"""When a personal link opens, how long a code for another device holds, and what is stored of them."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

USUAL_DAYS = 14
MAX_DAYS = 60
CODE_HOLDS = timedelta(minutes=10)
CODE_TRIES = 5
MOST_DEVICES = 5


class LinkState(StrEnum):
    """Where a personal link stands."""

    NEW = "new"  # nobody has opened it yet
    OPENED = "opened"
    CLOSED = "closed"  # the run takes no answers, or no section is left to the person
    HANDED_IN = "handed_in"
    EXPIRED = "expired"
    REVOKED = "revoked"


LIVE = (LinkState.NEW, LinkState.OPENED)


def link_state(
    *,
    now: datetime,
    expires_at: datetime,
    revoked_at: datetime | None,
    handed_in_at: datetime | None,
    is_opened: bool,
    takes_answers: bool,
) -> LinkState:
    """Return where a link stands; what ends it for good outweighs the rest.

    Args:
        now: the present instant.
        expires_at: the moment of expiry; what expires at or before now is expired.
        revoked_at: when somebody withdrew it, or None.
        handed_in_at: when the person handed their sections in, or None.
        is_opened: whether a device is bound to it.
        takes_answers: whether the run is open and a section of it is the person's.

    Source: docs/method.md#answer-links.
    """
    if revoked_at is not None:
        return LinkState.REVOKED
    if handed_in_at is not None:
        return LinkState.HANDED_IN
    if expires_at <= now:
        return LinkState.EXPIRED
    if not takes_answers:
        return LinkState.CLOSED
    return LinkState.OPENED if is_opened else LinkState.NEW


def end_of(day: date, zone: tzinfo) -> datetime:
    """Return the last second of a day, the moment at which a link of that day expires.

    Args:
        day: the last day on which the link opens.
        zone: time zone in which that day is meant.

    Source: docs/method.md#answer-links.
    """
    return datetime.combine(day, time(23, 59, 59), zone)


def may_expire_on(day: date, today: date) -> bool:
    """Return whether a link made today may work up to a day: today to the 60th day from it.

    Args:
        day: the last day.
        today: the day it is at the plant.

    Source: docs/method.md#answer-links.
    """
    return today <= day <= today + timedelta(days=MAX_DAYS)


def code_stands(*, made_at: datetime | None, tries: int, now: datetime) -> bool:
    """Return whether a code may be tried: one was made, less than 10 minutes ago, with tries left.

    Args:
        made_at: when it was made, or None.
        tries: how often it was tried, right or wrong.
        now: the present instant.

    Source: docs/method.md#answer-links.
    """
    return made_at is not None and tries < CODE_TRIES and now - made_at < CODE_HOLDS


def token_hash(token: str) -> str:
    """Return what is stored of an address [64 letters]; its token has 160 bits."""
    return hashlib.sha256(f"answer-link:{token}".encode()).hexdigest()


def device_hash(mark: str) -> str:
    """Return what is stored of a device [64 letters]; its mark has 128 bits."""
    return hashlib.sha256(f"answer-device:{mark}".encode()).hexdigest()
