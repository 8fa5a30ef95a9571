"""Keeps what somebody said about the heads of a file, so that the next file needs no question."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from imports.models import HEAD_LENGTH, HeadChoice
from imports.selectors.heads import remembered_heads
from organizations.models import Organization, User
from organizations.services import audit
from sheets.values import folded


@transaction.atomic
def remember_heads(
    *, organization: Organization, subject: str, heads: Mapping[str, str], by: User
) -> None:
    """Remember which heads are which columns; what is remembered already is no act.

    Args:
        organization: whose files have them.
        subject: kind of rows.
        heads: head -> field, empty for one that is left out; heads too long to be kept are not.
        by: who said so.
    """
    said = {folded(head): field for head, field in heads.items()}
    before = remembered_heads(organization, subject)
    fresh = {
        head: field
        for head, field in said.items()
        if len(head) <= HEAD_LENGTH and before.get(head) != field
    }
    if not fresh:
        return
    HeadChoice.objects.bulk_create(
        [
            HeadChoice(organization=organization, subject=subject, head=head, field=field)
            for head, field in fresh.items()
        ],
        update_conflicts=True,
        unique_fields=["organization", "subject", "head"],
        update_fields=["field"],
    )
    audit.record(
        by=by,
        verb="heads.remembered",
        target=organization,
        organization=organization,
        changes={"heads": [None, len(fresh)]},
    )
