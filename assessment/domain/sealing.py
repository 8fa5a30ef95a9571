"""One spelling and one hash for a locked result."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(data: Any) -> str:
    """Return plain data in the one spelling that is hashed: sorted keys, no space, unescaped."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal(data: Any) -> str:
    """Return the SHA-256 of plain data as 64 hex digits; the same data give the same digits.

    Args:
        data: mappings, lists, text, numbers, truth values and None only.

    Raises:
        TypeError: anything else inside.
    Source: docs/method.md#snapshots
    """
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def fits(data: Any, digest: str) -> bool:
    """Tell whether stored data are what was hashed: nobody changed them outside the product.

    Source: docs/method.md#snapshots
    """
    return seal(data) == digest
