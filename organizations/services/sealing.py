"""How an audit event is sealed: ids and plain values as text, words by a salted hash."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from organizations.domain import chain
from organizations.domain.words import ACTOR, ADDRESS, OBJECT, take_apart
from organizations.models import AuditEvent, AuditWords
from organizations.models.audit import HASHED, PLAIN
from organizations.selectors.personal import is_word

SALT_BYTES = 16


def seal(
    event: AuditEvent, *, actor: str, label: str, address: str | None, changes: dict[str, Any]
) -> None:
    """Give an event its content and its seal; its words are ready to be stored after it.

    Args:
        event: not stored yet, with everything but words and changes.
        actor: name of who acts.
        label: the object's own name.
        address: network address, if the act came from one.
        changes: field -> [before, after], or one value; JSON only.
    """
    plain, words = take_apart(changes, partial(is_word, event.object_type))
    words |= {ACTOR: actor, OBJECT: label} | ({ADDRESS: address} if address else {})
    salted = {key: chain.Word(secrets.token_hex(SALT_BYTES), value) for key, value in words.items()}
    event.format, event.sealed_changes = HASHED, plain
    event.commitments = {key: chain.commitment(word) for key, word in salted.items()}
    event.event_hash = chain.seal(content(event), event.previous_hash)
    AuditWords(
        event=event,
        words={key: {"salt": word.salt, "value": word.value} for key, word in salted.items()},
        keeps_address=ADDRESS in salted,
    )


def store(event: AuditEvent) -> None:
    """Write a sealed event and its words; a trigger moves the chain's head."""
    event.save(force_insert=True)
    event.words.event_id = event.pk
    event.words.save(force_insert=True)


def content(event: AuditEvent) -> dict[str, Any]:
    """Return everything of an event that its seal covers."""
    when = chain.instant(event.happened_at)
    if event.format == PLAIN:
        return {
            "organization": event.organization_id,
            "plant": event.plant_id,
            "actor": [event.actor_id, event.sealed_actor],
            "verb": event.verb,
            "object": [event.object_type, event.object_id, event.sealed_object],
            "changes": event.sealed_changes,
            "address": event.sealed_address,
            "happened_at": when,
        }
    return {
        "format": event.format,
        "organization": event.organization_id,
        "plant": event.plant_id,
        "actor": event.actor_id,
        "verb": event.verb,
        "object": [event.object_type, event.object_id],
        "changes": event.sealed_changes,
        "words": event.commitments,
        "happened_at": when,
    }


def link(event: AuditEvent) -> chain.Link:
    """Return a stored event as the chain checks it; read its words with it."""
    return chain.Link(
        key=event.pk,
        content=content(event),
        previous_hash=event.previous_hash,
        event_hash=event.event_hash,
        commitments=event.commitments,
        words=_words(event),
    )


def _words(event: AuditEvent) -> dict[str, chain.Word] | None:
    try:
        stored = event.words.words
    except ObjectDoesNotExist:
        return {} if event.format == PLAIN else None
    return {key: chain.Word(word["salt"], word["value"]) for key, word in stored.items()}
