"""Who proposed that a question does not apply, and who accepted it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from assessment.domain.exclusions import ExclusionStep, find_proposal
from assessment.models import Answer, AnswerRevision, Assessment
from assessment.selectors.cards import Card, question_cards


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A claim that a question does not apply, as it stands.

    Attributes:
        card: the question.
        state: proposed, accepted or refused.
        reason: of whoever proposed it, also after a refusal.
        proposed_by: id of that person; None where nobody proposed it, or the person is forgotten.
        decided_by: name of who accepted or refused it.
        is_own: whether the person who proposed it accepted it.
    """

    card: Card
    state: str
    reason: str
    proposed_by: int | None
    decided_by: str
    is_own: bool


def exclusions(run: Assessment, language: str) -> dict[str, Exclusion]:
    """Return what is said about "does not apply" by question; two queries, one where nobody says so."""
    said = Answer.objects.filter(assessment=run).exclude(na_state="").select_related("decided_by")
    rows = list(said)
    steps = _steps([row.pk for row in rows])
    cards = question_cards(run.framework, language)
    return {
        row.question: _exclusion(row, cards[row.question], steps[row.pk])
        for row in rows
        if row.question in cards
    }


def exclusion_context(run: Assessment, language: str) -> dict[str, list[Exclusion]]:
    """Return what pages say of a run: proposals that wait, and what its proposer accepted."""
    said = list(exclusions(run, language).values())
    return {
        "waiting": [one for one in said if one.state == Answer.NaState.PROPOSED],
        "own_exclusions": [one for one in said if one.is_own],
    }


def proposer(answer: Answer) -> int | None:
    """Return the id of who proposed that the question of an answer does not apply; one query."""
    proposal = find_proposal(_steps([answer.pk])[answer.pk])
    return proposal.person if proposal else None


def _steps(answers: list[int]) -> dict[int, list[ExclusionStep]]:
    """Return what was saved of answers, each the newest first."""
    found: dict[int, list[ExclusionStep]] = defaultdict(list)
    if answers:
        names = ("answer_id", "na_state", "reason", "saved_by_id")
        kept = AnswerRevision.objects.filter(answer__in=answers).order_by("answer", "-version")
        for key, state, reason, person in kept.values_list(*names):
            found[key].append(ExclusionStep(state, reason, person))
    return found


def _exclusion(row: Answer, card: Card, steps: list[ExclusionStep]) -> Exclusion:
    proposal = find_proposal(steps)
    by = proposal.person if proposal else None
    is_own = row.na_state == Answer.NaState.ACCEPTED and by is not None and by == row.decided_by_id
    return Exclusion(
        card=card,
        state=row.na_state,
        reason=row.reason or (proposal.reason if proposal else ""),
        proposed_by=by,
        decided_by=row.decided_by.name if row.decided_by else "",
        is_own=is_own,
    )
