"""Addresses of the buttons Undo and Redo."""

from __future__ import annotations

from django.urls import reverse


def turn_url(turn: str, step: int, slug: str = "johor-bahru") -> str:
    """Return the address that turns a step: `undo` or `redo`."""
    return reverse(f"steps:step-{turn}", args=[slug, step])
