"""What a run looks like to the person who is to sign it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from assessment.domain.open_points import Checked, OpenPoints, find_open_points, proofs
from assessment.domain.sealing import seal
from assessment.models import Answer, Assessment
from assessment.selectors.cards import question_cards
from assessment.selectors.evidence import evidence_of
from assessment.selectors.result import stored_answers, terms_of
from assessment.selectors.runs import framework_of
from scoring.domain.results import score_run
from scoring.domain.signing import sign_off_lacks
from scoring.domain.types import Answer as GivenAnswer
from scoring.domain.types import Unmet


@dataclass(frozen=True, slots=True)
class Inspection:
    """What stands between a run and its signature.

    Attributes:
        lacks: what forbids it: gate and veto questions that nobody settled, proposals that wait.
        points: what the person confirms to have seen.
        fingerprint: names the answers, scores and points that were looked at.
    """

    lacks: tuple[Unmet, ...]
    points: OpenPoints
    fingerprint: str


def inspect(run: Assessment) -> Inspection:
    """Return what stands between a run and its signature; three queries."""
    framework = framework_of(run.framework)
    answers = stored_answers(run)
    scored = score_run(framework, answers, terms_of(run))
    given = {
        row.question: GivenAnswer(row.value, row.not_applicable, None, row.na_state)
        for row in answers
    }
    lacks = sign_off_lacks(framework, scored.current, given)
    points = find_open_points(_checked(run, scored.summary["visible"]))
    seen = {
        "answers": [[row.question, row.version] for row in answers],
        "lacks": [lack.text.en for lack in lacks],
        "points": asdict(points),
        "summary": scored.summary,
    }
    return Inspection(lacks, points, seal(seen))


def points_of(run: Assessment) -> OpenPoints:
    """Return what is open about a run, or was confirmed when it was signed; two queries."""
    return find_open_points(_checked(run, run.scores.get("visible", [])))


def provable_questions(run: Assessment) -> dict[str, bool]:
    """Return the questions whose level asks for evidence, and whether it is proven; two queries."""
    return proofs(_checked(run, run.scores.get("visible", [])))


def _checked(run: Assessment, asked: list[str]) -> list[Checked]:
    """Return every question that a run asks with what is known about it; two queries."""
    cards = question_cards(run.framework, "en")
    pieces = evidence_of(run)
    stored = {row.question: row for row in Answer.objects.filter(assessment=run)}
    found = []
    for question in asked:
        row = stored.get(question) or Answer(question=question)
        found.append(
            Checked(
                question=question,
                level=row.value if isinstance(row.value, int) else None,
                target=row.target,
                is_settled=row.is_settled,
                is_excluded=row.is_excluded,
                evidence_from=cards[question].evidence_from,
                verdicts=tuple(one.evidence.is_accepted for one in pieces.get(question, ())),
            )
        )
    return found
