"""Who last changed a row, and what is stored of it by now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import models

from core.base import VersionedModel
from core.editing import Stored
from core.labels import every_label
from organizations.models import AuditEvent

Row = TypeVar("Row", bound=VersionedModel)


def last_editor(target: models.Model, *verbs: str) -> str:
    """Return the name of who last changed an object, from the audit trail; empty if unknown.

    Args:
        target: the object.
        verbs: the acts that change it, where the trail also knows others.
    """
    rows = AuditEvent.objects.filter(
        object_type__in=every_label(target._meta.label_lower),  # noqa: SLF001 -- Django's public meta data
        object_id=str(target.pk),
    )
    if verbs:
        rows = rows.filter(verb__in=verbs)
    newest = rows.select_related("words").order_by("-pk").first()
    return newest.actor_label if newest else ""


def by_now(
    row: Row, values: Callable[[Row], Mapping[str, Any]] | None = None, *verbs: str
) -> Stored:
    """Return what is stored of a row by now and who changed it, for the page of a stale save.

    Args:
        row: read again here.
        values: returns them as the form has them; the row's own where it is None.
        verbs: the acts that change it, where the trail also knows others.
    """
    row.refresh_from_db()
    found = row if values is None else values(row)
    return Stored(found, row.version, last_editor(row, *verbs))
