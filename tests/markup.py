"""Markup as a browser reads it: where a template breaks its lines says nothing."""

from __future__ import annotations

import re


def flat(html: str) -> str:
    """Return markup without line breaks, and without spaces beside tags."""
    html = re.sub(r"\s*\n\s*", " ", html)
    return re.sub(r"\s+(?=/?>)|(?<=>) +| +(?=<)", "", html)
