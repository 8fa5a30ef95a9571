"""Reads: what the launch pack says of the part of an initiative that a bar stands for."""

from __future__ import annotations

from core.text import LocalizedText
from packs.models import PackRelease, current_release
from packs.schema.launch import LaunchPack


def need_scope(need: str) -> LocalizedText | None:
    """Return what must stand of a need of the launch pack in force; one query.

    Args:
        need: its key, as bars keep it.

    Returns:
        None without a pack, or if it no longer has the need.
    """
    try:
        pack = current_release(PackRelease.Kind.LAUNCH).read(LaunchPack)
    except PackRelease.DoesNotExist:
        return None
    return next((entry.scope for entry in pack.needs if entry.id == need), None)
