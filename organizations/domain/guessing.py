"""When somebody may try a secret again: the one rule for passwords, codes and passphrases.

A wrong try weighs one; of what has gathered, one is forgotten in each hour. A limit with a span counts
the tries of that span instead, however they are spread over it. Below the limit nobody waits. From the limit on each further wrong try doubles the wait. Who may be told apart is counted
apart: a device that signed in before has its own weight, all others share one, so that a stranger
who guesses makes strangers wait and not the person.

Source: docs/method.md#guesses.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class GuessLimit:
    """How many wrong tries are free, and how long one waits beyond them.

    Attributes:
        free: wrong tries after which one waits, 1 or more.
        first_wait: the wait at the limit.
        longest_wait: no wait is longer; not below `first_wait`.
        forgotten_in: after this long one wrong try weighs no more.
        span: if given, exactly the wrong tries of the last so many hours weigh, one each.
    """

    free: int
    first_wait: timedelta
    longest_wait: timedelta
    forgotten_in: timedelta = timedelta(hours=1)
    span: timedelta | None = None


DEVICE = GuessLimit(10, timedelta(minutes=1), timedelta(hours=1))
# Somebody who has no account cannot be told apart: at 30 wrong tries a day the whole link rests.
LINK = GuessLimit(30, timedelta(hours=1), timedelta(hours=1), span=timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Tries:
    """The wrong tries of one kind of device at one secret.

    Attributes:
        last_at: the latest one.
        forgotten_at: when all of them are forgotten; not before `last_at`.
        moments: of a limit with a span the latest tries, as many as are free.
    """

    last_at: datetime
    forgotten_at: datetime
    moments: tuple[datetime, ...] = ()


def weight(tries: Tries | None, limit: GuessLimit, now: datetime) -> int:
    """Return how many wrong tries still count.

    Args:
        tries: those so far, or None.
        limit: the limit of the secret.
        now: the present instant, with its zone.

    Returns:
        0 or more; a begun hour counts. Of a limit with a span no more than are free.
    """
    if tries is None or tries.forgotten_at <= now:
        return 0
    if limit.span is not None:
        return sum(moment > now - limit.span for moment in tries.moments)
    return math.ceil((tries.forgotten_at - now) / limit.forgotten_in)


def with_wrong(tries: Tries | None, limit: GuessLimit, now: datetime) -> Tries:
    """Return the tries with one more wrong one.

    Args:
        tries: those so far, or None.
        limit: the limit of the secret.
        now: when it was made, with its zone.
    """
    if limit.span is not None:
        moments = (*(tries.moments if tries else ()), now)[-limit.free :]
        return Tries(now, now + limit.span, moments)
    start = now if tries is None else max(now, tries.forgotten_at)
    return Tries(now, start + limit.forgotten_in)


def without_one(tries: Tries, limit: GuessLimit) -> Tries:
    """Return the tries with one taken back: it was counted before it turned out to be right.

    Args:
        tries: with the one that is taken back.
        limit: the limit of the secret.
    """
    if limit.span is not None:
        return Tries(tries.last_at, tries.forgotten_at, tries.moments[:-1])
    return Tries(tries.last_at, max(tries.last_at, tries.forgotten_at - limit.forgotten_in))


def opens_at(tries: Tries | None, limit: GuessLimit, now: datetime) -> datetime | None:
    """Return until when the secret is closed to this device, or None if it may try now.

    Args:
        tries: its wrong tries so far, or None.
        limit: the limit of the secret.
        now: the present instant, with its zone.

    Returns:
        A moment after now and at most `longest_wait` after the latest wrong try; None below the
        limit, or when the wait is over.
    """
    if tries is None:
        return None
    beyond = weight(tries, limit, tries.last_at) - limit.free
    if beyond < 0:
        return None
    longest = math.ceil(math.log2(limit.longest_wait / limit.first_wait))
    wait = min(limit.first_wait * 2 ** min(beyond, longest), limit.longest_wait)
    opens = tries.last_at + wait
    return opens if opens > now else None
