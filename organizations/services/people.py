"""Writes of a person's own settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction

from core.base import every_row
from organizations.models import User
from organizations.services import audit

FIELDS = (
    *("name", "language", "time_zone", "theme", "compact", "single_key_shortcuts"),
    *("followers", "digest"),
)


@transaction.atomic
def edit_profile(*, by: User, values: dict[str, Any]) -> User:
    """Change one's own settings.

    Args:
        by: the person.
        values: field -> new value for FIELDS; those left out stay.

    Raises:
        ValidationError: by field.
    """
    before = {name: getattr(by, name) for name in FIELDS}
    for name in FIELDS:
        setattr(by, name, values.get(name, before[name]))
    by.full_clean()
    by.save(update_fields=FIELDS)
    changes = audit.difference(before, {name: getattr(by, name) for name in FIELDS})
    if changes:
        _record_everywhere(by, "profile.edited", changes)
    return by


@transaction.atomic
def set_language(*, by: User, language: str) -> User:
    """Remember the language a person chose in the top bar; an unknown one changes nothing."""
    if language not in dict(settings.LANGUAGES) or language == by.language:
        return by
    before, by.language = by.language, language
    by.save(update_fields=["language"])
    _record_everywhere(by, "profile.edited", {"language": [before, language]})
    return by


def _record_everywhere(by: User, verb: str, changes: dict[str, Any]) -> None:
    """Record in every organization the person takes part in, always in the same order."""
    rows = every_row(by.memberships.model).filter(user=by).select_related("organization")
    organizations = {row.organization_id: row.organization for row in rows}
    for key in sorted(organizations):
        audit.record(by=by, verb=verb, target=by, organization=organizations[key], changes=changes)
