"""What a person reads about tries at their sign-in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Q, Sum

from organizations.models import User, WrongTries


@dataclass(frozen=True, slots=True)
class Guessed:
    """Wrong tries at a person's password and codes that were too many.

    Attributes:
        count: how many.
        last_at: the latest.
    """

    count: int
    last_at: dt.datetime


def guessed(person: User) -> Guessed | None:
    """Return the tries that a person is told of, or None."""
    rows = WrongTries.objects.filter(
        Q(told_at__isnull=False) | Q(is_told=False), person=person, last_at__isnull=False
    )
    found = rows.aggregate(count=Sum("count"), last_at=Max("last_at"))
    return Guessed(found["count"], found["last_at"]) if found["count"] else None
