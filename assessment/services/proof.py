"""Evidence of answers: adding, removing, accepting and refusing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Answer, Evidence
from assessment.services.answering import (
    lock_run,
    require_open,
    require_unsigned,
    rescore,
    section_of,
)
from core.errors import RuleError, StateError
from core.uploads import check_upload, kept_with_rows
from organizations.models import Plant, User
from organizations.services import audit

TITLE_MAX = 200
PER_QUESTION = 20


def add_evidence(
    *,
    plant: Plant,
    run_id: int,
    question: str,
    by: User,
    key: str,
    file: UploadedFile[Any] | None = None,
    title: str = "",
    url: str = "",
    may_manage: bool = False,
) -> Evidence:
    """Add a file or a link to an answer, once per key.

    Args:
        plant: the run belongs to it.
        run_id: the run.
        question: id of a question that this run asks; it needs no answer yet.
        by: who adds.
        key: names this act; the same key a second time changes nothing.
        file: as uploaded; None for a link.
        title: words shown for it; a file's name or the address where empty.
        url: address of a link, already checked to be http or https.
        may_manage: whether sections assigned to others are open to the person.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        StateError: the run is closed, or the section belongs to others.
        RuleError: the file is not taken, see `core.uploads.check_upload`; nothing is stored.
    """
    checked = None if file is None else check_upload(file, max_bytes=settings.MAX_EVIDENCE_BYTES)
    with kept_with_rows() as files:
        run = lock_run(plant=plant, run_id=run_id)
        section = section_of(run, question)
        answer, _created = Answer.objects.get_or_create(
            assessment=run, question=question, defaults={"version": Answer.UNANSWERED}
        )
        known = Evidence.objects.filter(answer=answer, key=key).first()
        if known is not None and known.added_by_id != by.pk:
            raise RuleError(_("This form was sent before. Open the question again."), field="file")
        if known is not None:
            return known
        require_open(run, section=section, by=by, may_manage=may_manage)
        if answer.evidence.count() >= PER_QUESTION:
            raise RuleError(_("No more than 20 files and links for one answer."), field="file")
        proof = Evidence(answer=answer, key=key, added_by=by)
        if file is not None and checked is not None:
            proof.kind, proof.title = Evidence.Kind.FILE, title or checked.title
            proof.content_type, proof.size = checked.content_type, checked.size
            proof.sha256 = checked.sha256
            files.append(proof.file)
            proof.file.save(f"x.{checked.extension}", file, save=False)
        else:
            proof.kind, proof.url, proof.title = Evidence.Kind.LINK, url, (title or url)[:TITLE_MAX]
        # The key is looked up above under the lock, and the database holds the constraints.
        proof.clean_fields(exclude=["answer", "added_by", "reviewed_by"])
        proof.save(force_insert=True)
        rescore(run)
        changes = {"question": [None, question]}
        audit.record(by=by, verb="evidence.added", target=proof, plant=plant, changes=changes)
        return proof


def remove_evidence(
    *, plant: Plant, run_id: int, evidence_id: int, by: User, may_manage: bool = False
) -> Evidence:
    """Take a piece of evidence back; its file goes when the transaction holds.

    Raises:
        Evidence.DoesNotExist: not at this run.
        StateError: the run is closed, or the piece belongs to somebody else.
    """
    with transaction.atomic():
        run = lock_run(plant=plant, run_id=run_id)
        proof = Evidence.objects.select_related("answer").get(
            answer__assessment=run, pk=evidence_id
        )
        require_open(
            run, section=section_of(run, proof.answer.question), by=by, may_manage=may_manage
        )
        if proof.added_by_id != by.pk and not may_manage:
            raise StateError(
                _("Somebody else added this; only they or the project owner remove it.")
            )
        changes = {"question": [proof.answer.question, None]}
        audit.record(by=by, verb="evidence.removed", target=proof, plant=plant, changes=changes)
        file = proof.file
        proof.delete()
        if file:
            place = file.name or ""
            transaction.on_commit(lambda: file.storage.delete(place))
        rescore(run)
        return proof


def review_evidence(
    *, plant: Plant, run_id: int, evidence_id: int, accepted: bool | None, note: str, by: User
) -> Evidence:
    """Accept or refuse a piece of evidence; None takes the verdict back.

    Raises:
        Evidence.DoesNotExist: not at this run.
        StateError: the run is signed off.
        RuleError: a refusal without its reason.
    """
    with transaction.atomic():
        run = lock_run(plant=plant, run_id=run_id)
        proof = Evidence.objects.select_related("answer").get(
            answer__assessment=run, pk=evidence_id
        )
        require_unsigned(run)
        if accepted is False and not note.strip():
            raise RuleError(_("Say why it is refused."), field="note")
        before = {"is_accepted": proof.is_accepted, "note": proof.review_note}
        proof.is_accepted, proof.review_note, proof.reviewed_by = accepted, note.strip(), by
        proof.clean_fields(exclude=["answer", "added_by", "reviewed_by"])
        proof.save(update_fields=["is_accepted", "review_note", "reviewed_by", "updated_at"])
        rescore(run)
        after = {"is_accepted": proof.is_accepted, "note": proof.review_note}
        changes = audit.difference(before, after)
        audit.record(by=by, verb="evidence.reviewed", target=proof, plant=plant, changes=changes)
        return proof
