"""The hash chain of the audit trail: how an event is sealed, and how a break is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """One stored event as the chain sees it.

    Attributes:
        key: the event's id.
        content: everything the hash covers, JSON values only.
        previous_hash: hash of the event before it; empty for the first.
        event_hash: the stored seal.
    """

    key: int
    content: Mapping[str, Any]
    previous_hash: str
    event_hash: str


@dataclass(frozen=True, slots=True)
class ChainResult:
    """What checking a chain found.

    Attributes:
        count: events read.
        broken_at: id of the first event that does not fit; None if the chain is unbroken.
        head: hash of the last event that fits; empty without events.
    """

    count: int
    broken_at: int | None
    head: str

    @property
    def is_unbroken(self) -> bool:
        """Whether every event fits the one before it."""
        return self.broken_at is None


def instant(value: datetime) -> str:
    """Return the one spelling of a point in time that enters the hash."""
    return value.isoformat(timespec="microseconds")


def seal(content: Mapping[str, Any], previous_hash: str) -> str:
    """Return the SHA-256 over an event's content and the seal of the event before it.

    Args:
        content: JSON values; the order of keys does not matter.
        previous_hash: the seal before; empty for the first event.
    """
    whole = {"content": content, "previous": previous_hash}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check(links: Iterable[Link], *, head: str | None = None) -> ChainResult:
    """Walk a chain from its first event.

    Args:
        links: events in the order in which they were written.
        head: the seal kept apart from the events; a shorter or longer trail does not end in it.

    Returns:
        The first event that was changed or that follows a gap; the last one if only the end of
        the trail is missing (then `broken_at` is its id, or 0 when all events are gone).
    """
    count, previous, last_key = 0, "", 0
    for link in links:
        count += 1
        fits = link.previous_hash == previous
        if not fits or seal(link.content, previous) != link.event_hash:
            return ChainResult(count=count, broken_at=link.key, head=previous)
        previous, last_key = link.event_hash, link.key
    if head is not None and head != previous:
        return ChainResult(count=count, broken_at=last_key, head=previous)
    return ChainResult(count=count, broken_at=None, head=previous)
