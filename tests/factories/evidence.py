"""Evidence stored as it is, with any verdict."""

from __future__ import annotations

from assessment.models import AnswerEvidence, Assessment
from compliance.models import ObligationEvidence, ObligationStatus
from organizations.models import Evidence


def give_evidence(
    run: Assessment,
    question: str,
    verdict: bool | None = None,
    *,
    title: str = "Route map",
    url: str = "https://example.org/x",
) -> AnswerEvidence:
    """Store a link as evidence of a question of a run."""
    piece = Evidence.objects.create(
        plant=run.plant, kind="link", title=title, url=url, is_accepted=verdict
    )
    return AnswerEvidence.objects.create(assessment=run, question=question, evidence=piece)


def prove(duty: ObligationStatus, *, title: str = "Proof") -> ObligationEvidence:
    """Store a link as evidence of a duty."""
    piece = Evidence.objects.create(
        plant=duty.plant, kind="link", title=title, url="https://example.org"
    )
    return ObligationEvidence.objects.create(status=duty, evidence=piece)
