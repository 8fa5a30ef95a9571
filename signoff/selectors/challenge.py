"""The answers of a run that were drawn, what was found, and what became of it at the signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Answer, Assessment
from assessment.selectors.result import stored_answers, terms_of
from assessment.selectors.runs import framework_of
from scoring.domain.results import score_run
from signoff.domain.challenge import Challenged, ChallengeOutcome, Drawable, outcome
from signoff.models import ChallengedAnswer, ChallengeDraw
from signoff.selectors.policy import policy_of


@dataclass(frozen=True, slots=True)
class DrawnSample:
    """The draw that holds for a run, with its answers in the order in which they were drawn.

    Attributes:
        draw: when, by whom, from which seed.
        rows: the drawn answers as they were then, with what was found.
        answers: the same as the rules read them.
    """

    draw: ChallengeDraw
    rows: tuple[ChallengedAnswer, ...]
    answers: tuple[Challenged, ...]

    @property
    def outcome(self) -> ChallengeOutcome:
        """How many stood."""
        return outcome(self.answers)

    def row(self, question: str) -> ChallengedAnswer | None:
        """Return the drawn answer to a question; None where it was not drawn."""
        return next((row for row in self.rows if row.question == question), None)

    @property
    def fallen(self) -> tuple[str, ...]:
        """Questions whose answers were judged and did not stand."""
        return tuple(
            one.question for one in self.answers if one.stands is not None and not one.stood
        )

    @property
    def waiting(self) -> tuple[str, ...]:
        """Questions whose answers nobody has looked at yet."""
        return tuple(one.question for one in self.answers if one.stands is None)


def counted_values(run: Assessment) -> dict[str, Any]:
    """Return by question the answer that counts; one query."""
    rows = Answer.objects.filter(assessment=run).exclude(value=None)
    return {row.question: row.value for row in rows if not row.is_excluded}


def drawables(run: Assessment) -> list[Drawable]:
    """Return the answered questions of a run with their share in its score; two queries."""
    values = counted_values(run)
    scored = score_run(framework_of(run.framework), stored_answers(run), terms_of(run))
    lines = {line.item: line for line in scored.current.total.contributions}
    return [
        Drawable(question, lines[question].weight, lines[question].value)
        for question in scored.summary["visible"]
        if question in values and question in lines
    ]


def drawn_sample(run: Assessment) -> DrawnSample | None:
    """Return the draw that holds for what was submitted, None without one; three queries."""
    if run.submitted_at is None:
        return None
    draws = ChallengeDraw.objects.filter(assessment=run, submitted_at=run.submitted_at)
    draw = draws.select_related("drawn_by").first()
    if draw is None:
        return None
    rows = tuple(draw.answers.select_related("checked_by"))
    return DrawnSample(draw, rows, _judged(rows, counted_values(run)))


def _judged(rows: Sequence[ChallengedAnswer], values: dict[str, Any]) -> tuple[Challenged, ...]:
    return tuple(
        Challenged(row.question, row.stands, values.get(row.question) == row.value) for row in rows
    )


def earlier_draws(run: Assessment) -> list[tuple[ChallengeDraw, ChallengeOutcome]]:
    """Return the draws of what was submitted before, the newest first; two queries.

    What became of them is told by what was found then: the answers have been changed since.
    """
    draws = ChallengeDraw.objects.filter(assessment=run)
    if run.submitted_at is not None:
        draws = draws.exclude(submitted_at=run.submitted_at)
    return [
        (draw, outcome(Challenged(row.question, row.stands) for row in draw.answers.all()))
        for draw in draws.select_related("drawn_by").prefetch_related("answers")
    ]


def challenge_lacks(run: Assessment, sample: DrawnSample | None) -> list[str]:
    """Return in words what of the drawn answers keeps a run from being signed; one query at most."""
    if sample is None:
        wanted = policy_of(run.plant.organization_id).challenged
        return [_("Draw the answers that are looked at again.")] if wanted else []
    if sample.waiting:
        return [_("Look at every drawn answer: does it stand?")]
    return []
