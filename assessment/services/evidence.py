"""Evidence of answers: adding, removing, accepting and refusing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import AnswerEvidence, Assessment
from assessment.services.answering import (
    lock_run,
    require_open,
    require_unsigned,
    rescore,
    section_of,
)
from core.errors import StateError
from core.uploads import kept_with_rows
from organizations.models import Evidence, Plant, User
from organizations.services import evidence


def _place(run: Assessment, question: str) -> evidence.EvidencePlace:
    return evidence.EvidencePlace(run.plant, partial(rescore, run), named={"question": question})


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
) -> AnswerEvidence:
    """Add a file or a link to the answer to a question, given or yet to come, once per key.

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
        RuleError: what is handed in is not taken, see `organizations.services.evidence`; nothing
            is stored.
    """
    given = evidence.hand_in(key=key, title=title, url=url, file=file)
    with kept_with_rows() as files:
        run = lock_run(plant=plant, run_id=run_id)
        section = section_of(run, question)
        return evidence.add(
            link=AnswerEvidence(assessment=run, question=question),
            given=given,
            place=_place(run, question),
            by=by,
            files=files,
            allowed=partial(require_open, run, section=section, by=by, may_manage=may_manage),
        )


def remove_evidence(
    *, plant: Plant, run_id: int, link_id: int, by: User, may_manage: bool = False
) -> None:
    """Take a piece of evidence back from a question.

    Raises:
        AnswerEvidence.DoesNotExist: not at this run.
        StateError: the run is closed, or somebody else added it.
    """
    with transaction.atomic():
        run = lock_run(plant=plant, run_id=run_id)
        link = _link(run, link_id)
        section = section_of(run, link.question)
        require_open(run, section=section, by=by, may_manage=may_manage)
        if link.added_by_id != by.pk and not may_manage:
            raise StateError(
                _("Somebody else added this; only they or the project owner remove it.")
            )
        evidence.remove(link=link, place=_place(run, link.question), by=by)


def review_evidence(
    *, plant: Plant, run_id: int, link_id: int, accepted: bool | None, note: str, by: User
) -> Evidence:
    """Accept or refuse a piece of evidence, wherever it is linked; None takes the verdict back.

    Raises:
        AnswerEvidence.DoesNotExist: not at this run.
        StateError: the run is signed off, or another one that rests on it.
        RuleError: a refusal without its reason.
    """
    with transaction.atomic():
        run = lock_run(plant=plant, run_id=run_id)
        piece = _link(run, link_id).evidence
        require_unsigned(run)
        return evidence.review(piece=piece, accepted=accepted, note=note, by=by)


def _link(run: Assessment, link_id: int) -> AnswerEvidence:
    links = AnswerEvidence.objects.select_related("evidence")
    return links.get(assessment=run, pk=link_id)
