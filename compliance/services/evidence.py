"""Files and links that prove a duty is met."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from compliance.models import ObligationEvidence, ObligationStatus
from compliance.services import sums
from core.uploads import kept_with_rows
from organizations.models import User
from organizations.services import evidence


def _place(row: ObligationStatus) -> evidence.EvidencePlace:
    """Hold a duty: the same form sent twice waits here, so that the second finds the first."""
    list(ObligationStatus.objects.select_for_update(of=("self",)).filter(pk=row.pk))
    return evidence.EvidencePlace(row.plant, partial(sums.refresh, row.plant_id), target=row)


def add_evidence(
    *,
    row: ObligationStatus,
    by: User,
    key: str,
    file: UploadedFile[Any] | None = None,
    title: str = "",
    url: str = "",
) -> ObligationEvidence:
    """Keep a file or a link as evidence of a duty, once per key.

    Args:
        row: the duty.
        by: who hands it in.
        key: names this act; the same key a second time changes nothing.
        file: as uploaded; None for a link.
        title: words shown for it; a file's name or the address where empty.
        url: address of a link, already checked; the page behind it is never fetched.

    Raises:
        RuleError: what is handed in is not taken, see `organizations.services.evidence`.
    """
    given = evidence.hand_in(key=key, title=title, url=url, file=file)
    link = ObligationEvidence(status=row)
    with kept_with_rows() as files:
        return evidence.add(link=link, given=given, place=_place(row), by=by, files=files)


@transaction.atomic
def remove_evidence(*, link: ObligationEvidence, by: User) -> None:
    """Take evidence away from a duty; its name stays in the history."""
    evidence.remove(link=link, place=_place(link.status), by=by)
