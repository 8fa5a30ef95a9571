"""Removing what is still as it was seen."""

from __future__ import annotations

from core.errors import StaleVersionError
from roadmap.models import Initiative, Milestone


def refuse_changed(row: Initiative | Milestone, version: int) -> None:
    """Refuse an act on a row that has another version by now; the plan is locked by the caller.

    Raises:
        StaleVersionError: somebody changed or removed it.
    """
    if not type(row)._default_manager.filter(pk=row.pk, version=version).exists():  # noqa: SLF001 -- Django's public name
        message = "somebody else changed this in the meantime"
        raise StaleVersionError(message)
