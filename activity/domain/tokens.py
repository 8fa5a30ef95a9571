"""The address of the calendar of an inbox: long, random, and stored only as a hash."""

from __future__ import annotations

import hashlib


def feed_hash(token: str) -> str:
    """Return the hash under which an address is stored [64 letters]; the token has 256 bits."""
    return hashlib.sha256(f"inbox-feed:{token}".encode()).hexdigest()
