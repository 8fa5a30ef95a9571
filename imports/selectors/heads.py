"""Reads of what was said about the heads of files."""

from __future__ import annotations

from imports.models import HeadChoice
from organizations.models import Organization


def remembered_heads(organization: Organization, subject: str) -> dict[str, str]:
    """Return folded head -> field for a kind of rows; empty for a column that is left out."""
    rows = HeadChoice.objects.filter(organization=organization, subject=subject)
    return dict(rows.values_list("head", "field"))
