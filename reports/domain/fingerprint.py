"""The fingerprint of a document: the same content, templates and language give the same one."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def fingerprint(content: Any, *, template_version: str, language: str) -> str:
    """Return the SHA-256 of what a document says and how it is laid out.

    Args:
        content: plain data (mappings, lists, text, numbers, None) with everything that is
            printed, number and time of reading too; the order of keys does not matter, the order
            of lists does.
        template_version: changes whenever the layout changes.
        language: language of the document; it is part of what the reader gets.

    Returns:
        64 hexadecimal digits.

    Raises:
        TypeError: the content holds something that is not plain data, whose text form could
            differ from run to run.
    """
    text = json.dumps(
        {"content": content, "template": template_version, "language": language},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def short(digest: str) -> str:
    """Return the first twelve digits in groups of four, as printed in the foot of a page."""
    return " ".join(digest[start : start + 4] for start in (0, 4, 8))
