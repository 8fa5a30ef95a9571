"""Evidence of answers: which of it supports them, by question."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.db.models import Exists, OuterRef, QuerySet

from assessment.models import Answer, AnswerEvidence, Assessment
from core.base import every_row
from organizations.selectors.evidence import counting


@cache
def _has_evidence() -> Exists:
    # Whoever asks has read the run in its scope: joining its plant once more for every answer
    # would only make the busiest query of the product dearer.
    place = {"assessment": OuterRef("assessment"), "question": OuterRef("question")}
    return Exists(counting(every_row(AnswerEvidence).filter(**place)))


def with_evidence(rows: QuerySet[Answer]) -> QuerySet[Answer]:
    """Return answers that each know whether evidence supports them, as `has_evidence`."""
    return rows.annotate(has_evidence=_has_evidence())


def has_evidence(run: Assessment, question: str) -> bool:
    """Tell whether evidence supports the answer to a question, which may be yet to come."""
    return counting(every_row(AnswerEvidence).filter(assessment=run, question=question)).exists()


def evidence_of(
    run: Assessment, questions: Sequence[str] | None = None, *, only_counting: bool = False
) -> dict[str, list[AnswerEvidence]]:
    """Return the links of a run to its evidence by question, the oldest first; one query.

    Args:
        run: the run.
        questions: some of its questions; all where None.
        only_counting: leave out what an assessor refused.
    """
    rows = AnswerEvidence.objects.filter(assessment=run).select_related("evidence__added_by")
    if questions is not None:
        rows = rows.filter(question__in=questions)
    found: dict[str, list[AnswerEvidence]] = {}
    for row in counting(rows) if only_counting else rows:
        found.setdefault(row.question, []).append(row)
    return found
