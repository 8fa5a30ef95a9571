"""Removing what is still as it was seen."""

from __future__ import annotations

from core.base import VersionedModel
from core.errors import StaleVersionError


def refuse_changed(row: VersionedModel, version: int) -> None:
    """Refuse an act on a row that has another version by now; the plan is locked by the caller.

    Raises:
        StaleVersionError: somebody changed or removed it.
    """
    if not type(row)._default_manager.filter(pk=row.pk, version=version).exists():  # noqa: SLF001 -- Django's public name
        message = "somebody else changed this in the meantime"
        raise StaleVersionError(message)
