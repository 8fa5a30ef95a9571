"""Every secret is tried through here: counted first, compared then, given back if it was right.

Rows of the database count, so that all processes count together; no header of a request has a say.
A try is counted before it is compared, so that many at once get no more than one after the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from core import clock
from organizations.domain.guessing import (
    DEVICE,
    GuessLimit,
    Tries,
    opens_at,
    weight,
    with_wrong,
    without_one,
)
from organizations.models import User, WrongTries

Secret = WrongTries.Secret
Answer = TypeVar("Answer")
PLACES = 5  # hexadecimal digits: a million rows, whatever addresses somebody invents
TOLD_AGAIN_AFTER = dt.timedelta(days=1)
KEPT_DAYS = 30


class ClosedToGuessesError(Exception):
    """Too many wrong tries; `opens` is the moment from which the next one is judged."""

    def __init__(self, opens: dt.datetime) -> None:
        super().__init__(opens)
        self.opens = opens

    @property
    def minutes(self) -> int:
        """The wait in whole minutes, 1 or more."""
        return max(1, -((clock.now() - self.opens) // dt.timedelta(minutes=1)))


@dataclass(frozen=True, slots=True)
class Lock:
    """One count that a try goes through.

    Attributes:
        secret: what is guessed.
        subject: whose it is: `place_of` an address, or the number of a row.
        device: mark of a device that signed in before, or "" for all others.
        limit: the rule's numbers.
        person: who is told, if the secret is somebody's.
    """

    secret: str
    subject: str
    device: str = ""
    limit: GuessLimit = DEVICE
    person: User | None = None


def place_of(address: str) -> str:
    """Return where the tries at an e-mail address are counted.

    A keyed hash, cut short: known and unknown addresses are counted alike and no table grows by
    what somebody invents; two of them rarely share a place, and then only waits of strangers.
    """
    name = address.strip().lower()
    return salted_hmac("landfall.guessing", name, algorithm="sha256").hexdigest()[:PLACES]


def owner_of(address: str) -> User | None:
    """Return who signs in with an address, if anybody does."""
    name = address.strip().lower()
    found = User.objects.filter(email=name).first()
    if found is None:
        other = EmailAddress.objects.filter(email__iexact=name).select_related("user").first()
        found = other.user if other else None
    return found


def lock_of(secret: str, person: User | None, device: str, address: str = "") -> Lock:
    """Return the lock of a person's secret; a stranger's address has one like it."""
    return Lock(secret, place_of(person.email if person else address), device, DEVICE, person)


def judge(locks: Sequence[Lock], compare: Callable[[], Answer]) -> Answer:
    """Let one try be compared if every lock is open, and count it if it was wrong.

    Args:
        locks: counts the try goes through, always in the same order.
        compare: returns something true if the try was right; it may raise if it was wrong.

    Returns:
        What `compare` returned.

    Raises:
        ClosedToGuessesError: the secret is closed to this device; nothing was compared.
    """
    _count(locks)
    answer = compare()
    if answer:
        _give_back(locks)
    return answer


@transaction.atomic
def _count(locks: Sequence[Lock]) -> None:
    now, rows = clock.now(), [(lock, _locked_row(lock)) for lock in locks]
    closed = [opens_at(row.tries, lock.limit, now) for lock, row in rows]
    if any(closed):
        raise ClosedToGuessesError(max(moment for moment in closed if moment))
    for lock, row in rows:
        _write(row, with_wrong(row.tries, lock.limit, now))
        row.count, row.person = row.count + 1, lock.person
        if _is_news(lock, row):
            row.is_told = False
        row.save()


def _is_news(lock: Lock, row: WrongTries) -> bool:
    """Tell whether the person has to hear of these tries; mails for a new password tell themselves."""
    now = clock.now()
    is_known = row.told_at is not None and row.told_at + TOLD_AGAIN_AFTER >= now
    if lock.person is None or lock.secret == Secret.RESET or is_known:
        return False
    return weight(row.tries, lock.limit, now) >= lock.limit.free


@transaction.atomic
def _give_back(locks: Sequence[Lock]) -> None:
    for lock in locks:
        if lock.device:
            _rows(lock).delete()  # it is the person's own: what went before is over
            continue
        row = _locked_row(lock)
        if row.tries is not None:
            _write(row, without_one(row.tries, lock.limit))
            row.count = max(0, row.count - 1)
            row.is_told = row.is_told or not _is_news(lock, row)
            row.save()


def _rows(lock: Lock) -> models.QuerySet[WrongTries]:
    return WrongTries.objects.filter(secret=lock.secret, subject=lock.subject, device=lock.device)


def _locked_row(lock: Lock) -> WrongTries:
    """Return the row of a lock, made if need be, and keep other processes waiting for it."""
    return (
        _rows(lock)
        .select_for_update()
        .get_or_create(secret=lock.secret, subject=lock.subject, device=lock.device)[0]
    )


def _write(row: WrongTries, tries: Tries) -> None:
    row.last_at, row.forgotten_at = tries.last_at, tries.forgotten_at
    row.moments = [moment.isoformat() for moment in tries.moments]


def closed_until(lock: Lock) -> dt.datetime | None:
    """Return until when nobody behind a lock is judged, or None."""
    row = _rows(lock).first()
    return opens_at(row.tries, lock.limit, clock.now()) if row else None


def forget(*, subject: str, secret: str) -> None:
    """Forget the wrong tries at a secret that is another one from now on."""
    WrongTries.objects.filter(secret=secret, subject=subject).delete()


def tidy() -> int:
    """Remove rows that weigh no more; a person reads of theirs for 30 days. Return how many."""
    now = clock.now()
    over = Q(person=None, forgotten_at__lt=now)
    old = Q(forgotten_at__lt=now - dt.timedelta(days=KEPT_DAYS))
    return WrongTries.objects.filter(over | old).delete()[0]
