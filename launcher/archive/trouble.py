"""What a database says when it cannot go on, in words for the person who runs the product."""

from __future__ import annotations

from django.db import DatabaseError

DAMAGED = ("malformed", "not a database", "disk i/o error")
FULL = ("disk is full", "no space left", "diskfull")


def in_words(error: DatabaseError) -> str:
    """Return what happened and what to do about it."""
    text = str(error).strip()
    lowered = text.lower()
    if any(words in lowered for words in DAMAGED):
        return (
            f"The database file is damaged ({text}). Keep a copy of it, move it away, run "
            "`manage.py prepare` for a new one and restore your newest backup into it."
        )
    if any(words in lowered for words in FULL):
        return f"The disk of the database is full ({text}). Free some space and try again."
    return f"The database refused: {text}"
