"""What a database says when it cannot go on, in words for the person who runs the product."""

from __future__ import annotations

from django.db import DatabaseError

from core import disk

DAMAGED = ("malformed", "not a database", "disk i/o error")


def in_words(error: DatabaseError) -> str:
    """Return what happened and what to do about it."""
    text = str(error).strip()
    lowered = text.lower()
    if any(words in lowered for words in DAMAGED):
        return (
            f"The database file is damaged ({text}). Keep a copy of it, move it away, run "
            "`manage.py prepare` for a new one and restore your newest backup into it."
        )
    if disk.is_full(error):
        return f"The disk of the database is full ({text}). Free some space and try again."
    return f"The database refused: {text}"
