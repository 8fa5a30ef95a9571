"""Files and links that prove a duty is met."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from compliance.models import ObligationEvidence, ObligationStatus
from compliance.services import sums
from core.errors import RuleError
from core.uploads import check_upload, kept_with_rows, random_name
from organizations.models import User
from organizations.services import audit

PER_DUTY = 20


def add_file(
    *, row: ObligationStatus, file: UploadedFile[Any], title: str, key: str, by: User
) -> ObligationEvidence:
    """Keep a file as evidence, once per key.

    Args:
        row: the duty.
        file: as uploaded.
        title: what it shows; the file's own name when empty.
        key: names this act; the same key a second time changes nothing.
        by: who hands it in.

    Raises:
        RuleError: the file is not taken, see `core.uploads.check_upload`, or the duty has 20
            pieces of evidence.
    """
    checked = check_upload(file, max_bytes=settings.MAX_EVIDENCE_BYTES)
    file.name = random_name(checked.extension)
    evidence = ObligationEvidence(
        status=row,
        kind=ObligationEvidence.Kind.FILE,
        title=title or checked.title,
        file=file,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        key=key,
        added_by=by,
    )
    with kept_with_rows() as files:
        files.append(evidence.file)
        return _keep(evidence, by)


@transaction.atomic
def add_link(
    *, row: ObligationStatus, url: str, title: str, key: str, by: User
) -> ObligationEvidence:
    """Keep a link as evidence, once per key; the page behind it is never fetched.

    Raises:
        RuleError: the duty has 20 pieces of evidence.
    """
    evidence = ObligationEvidence(
        status=row,
        kind=ObligationEvidence.Kind.LINK,
        title=title or url[:200],
        url=url,
        key=key,
        added_by=by,
    )
    return _keep(evidence, by)


def _keep(evidence: ObligationEvidence, by: User) -> ObligationEvidence:
    row = evidence.status
    # The same form sent twice waits here, so that the second finds what the first stored.
    list(ObligationStatus.objects.select_for_update(of=("self",)).filter(pk=row.pk))
    stored = ObligationEvidence.objects.filter(status=row, key=evidence.key).first()
    if stored is not None:
        return stored
    if row.evidence.count() >= PER_DUTY:
        raise RuleError(_("No more than 20 files and links for one duty."), field="file")
    # Each caller gives either a file or an address; the database holds it to that.
    evidence.clean_fields(exclude=["status", "added_by"])
    evidence.save()
    changes = {"evidence": [None, evidence.title]}
    sums.refresh(row.plant_id)
    audit.record(by=by, verb="evidence.added", target=row, plant=row.plant, changes=changes)
    return evidence


@transaction.atomic
def remove(*, evidence: ObligationEvidence, by: User) -> None:
    """Take evidence away; its name stays in the history, its file goes with the transaction."""
    row, changes = evidence.status, {"evidence": [evidence.title, None]}
    audit.record(by=by, verb="evidence.removed", target=row, plant=row.plant, changes=changes)
    stored, name = evidence.file.storage, evidence.file.name
    evidence.delete()
    sums.refresh(row.plant_id)
    if name:
        transaction.on_commit(lambda: stored.delete(name))
