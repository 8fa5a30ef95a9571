"""Redacting a note of the audit trail: its words go, their hash stays in the seal."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.errors import RuleError
from core.labels import every_label, present_label
from organizations.domain.words import AFTER, BEFORE, CHANGES, Removal, field_of
from organizations.models import AuditEvent, AuditWords, User
from organizations.selectors.trail import redactable
from organizations.services import audit
from organizations.services.forgetting import remove_words


@transaction.atomic
def redact(*, by: User | None, event: AuditEvent, key: str, reason: str) -> int:
    """Remove one note from an event, and the same text from other events of that object.

    A note that is changed stands in two events, as what came after and as what was before; the
    text goes from all of them. Each has its own act in the trail, without the text.

    Args:
        by: who redacts; None for the installation itself.
        event: the event that holds the note.
        key: one of `redactable(event)`.
        reason: why; shown in place of the note.

    Returns:
        The number of events it was removed from.

    Raises:
        RuleError: with the field `key`: no such note is there; `reason`: it is missing.
    """
    if not reason.strip():
        raise RuleError(_("Say why the note is removed."), field="reason")
    if key not in redactable(event):
        raise RuleError(_("There is no such note, or it was removed before."), field="key")
    field, text = field_of(key), event.words.words[key]["value"]
    same = Q()
    for side in ("", BEFORE, AFTER):
        same |= Q(**{f"words__{CHANGES}{field}{side}__value": text})
    rows = AuditWords._base_manager.filter(  # noqa: SLF001 -- the command opens no scope
        event__organization=event.organization_id,
        event__object_type__in=every_label(present_label(event.object_type)),
        event__object_id=event.object_id,
    ).filter(same)
    found = list(rows.select_for_update(of=("self",)).select_related("event").order_by("pk"))
    for row in found:
        gone = [name for name, word in row.words.items() if _is_same(name, word, field, text)]
        remove_words(row, gone, Removal.REDACTED)
        _record(by, row.event, field, reason.strip())
    return len(found)


def _is_same(key: str, word: dict[str, Any], field: str, text: Any) -> bool:
    return key.startswith(CHANGES) and field_of(key) == field and word["value"] == text


def _record(by: User | None, event: AuditEvent, field: str, reason: str) -> None:
    audit.record(
        by=by,
        verb="words.redacted",
        target=event,
        organization=event.organization,
        plant=event.plant,
        changes={"field": field, "reason": reason},
    )
