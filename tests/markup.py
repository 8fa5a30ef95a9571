"""Markup as a browser reads it: where a template breaks its lines says nothing."""

from __future__ import annotations

import re
from html import unescape

# Markup that a page shows as text, escaped once too often.
MARKUP_AS_TEXT = re.compile(rb"&lt;/?(?:a|button|div|form|input|p|span|svg|td|tr)\b")


def flat(html: str) -> str:
    """Return markup without line breaks, and without spaces beside tags."""
    html = re.sub(r"\s*\n\s*", " ", html)
    return re.sub(r"\s+(?=/?>)|(?<=>) +| +(?=<)", "", html)


def text_of(html: str) -> str:
    """Return the words of markup as they are read: tags and line breaks are spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()
