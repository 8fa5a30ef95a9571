"""The hash chain of the audit trail: how an event is sealed, and how a break is found.

Words about people are not in the seal: it holds a salted hash of each, and words and salts stand
beside the chain. A word can be removed there; one that is still there must fit its hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands beside the chain.

    Attributes:
        salt: 32 hexadecimal digits, drawn for this word alone.
        value: a JSON value.
    """

    salt: str
    value: Any


@dataclass(frozen=True, slots=True)
class Link:
    """One stored event as the chain sees it.

    Attributes:
        key: the event's id.
        content: everything the hash covers, JSON values only.
        previous_hash: hash of the event before it; empty for the first.
        event_hash: the stored seal.
        commitments: key of a word -> the hash of it that the content holds.
        words: key -> the words that are still there; None if their row is missing.
    """

    key: int
    content: Mapping[str, Any]
    previous_hash: str
    event_hash: str
    commitments: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Word] | None = field(default_factory=dict)

    @property
    def words_fit(self) -> bool:
        """Whether every word that is there is one the seal holds, unchanged."""
        return self.words is not None and all(
            commitment(word) == self.commitments.get(key) for key, word in self.words.items()
        )


@dataclass(frozen=True, slots=True)
class ChainResult:
    """What checking a chain found.

    Attributes:
        count: events read.
        broken_at: id of the first event that does not fit; None if the chain is unbroken.
        head: hash of the last event that fits; empty without events.
        removed: words that were removed from the events that fit, as it is allowed.
        words_differ: whether the event at the break fits the chain, but its words do not fit it.
    """

    count: int
    broken_at: int | None
    head: str
    removed: int = 0
    words_differ: bool = False

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


def commitment(word: Word) -> str:
    """Return the hash that stands for a word in the seal: SHA-256 over its salt and its JSON.

    The salt is as long for every word, so salt and value cannot be cut differently. Who does not
    know it can neither read the value from the hash nor confirm a guess.

    Source: docs/adr/0010-erasure-in-the-audit-trail.md
    """
    text = json.dumps(word.value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{word.salt}:{text}".encode()).hexdigest()


def check(
    links: Iterable[Link], *, head: str | None = None, previous: str = "", last_key: int = 0
) -> ChainResult:
    """Walk a chain from its first event, or from one that was found to fit before.

    Args:
        links: events in the order in which they were written.
        head: the seal kept apart from the events; a shorter or longer trail does not end in it.
        previous: the seal of the event that was checked last; empty to begin at the first.
        last_key: its id.

    Returns:
        The first event that was changed, whose words were changed or that follows a gap; the last
        one if only the end of the trail is missing (then `broken_at` is its id, or 0 when all
        events are gone).
    """
    count, removed = 0, 0
    for link in links:
        count += 1
        fits = link.previous_hash == previous and seal(link.content, previous) == link.event_hash
        if not fits or not link.words_fit:
            return ChainResult(count, link.key, previous, removed, words_differ=fits)
        removed += len(link.commitments) - len(link.words or {})
        previous, last_key = link.event_hash, link.key
    broken_at = last_key if head is not None and head != previous else None
    return ChainResult(count, broken_at, previous, removed)
