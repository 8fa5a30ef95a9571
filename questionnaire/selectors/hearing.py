"""What people said apart in a run, who has yet to speak, and what is agreed on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessment.models import Answer, Assessment, SectionAssignment
from assessment.selectors.runs import run_sections
from organizations.models import User
from packs.schema import Framework
from packs.schema.answers import BandAnswer, SingleAnswer
from questionnaire.domain.hearing import Heard, must_agree
from questionnaire.models import AgreedAnswer, RaterAnswer
from scoring.domain.answers import AnswerError, rate


@dataclass(frozen=True, slots=True)
class Hearing:
    """One question that several people answer apart.

    Attributes:
        question: its id.
        answers: what people said, in the order in which they did.
        raters: the people whose answer counts, by id; False once they have handed in.
        agreed: what was agreed on; None so far.
    """

    question: str
    answers: list[RaterAnswer]
    raters: Mapping[int, bool]
    agreed: AgreedAnswer | None = None

    @property
    def waiting(self) -> tuple[int, ...]:
        """Who has yet to speak, by id."""
        spoken = {row.rater_id for row in self.answers if row.has_spoken}
        return tuple(pk for pk, is_open in self.raters.items() if is_open and pk not in spoken)

    @property
    def is_complete(self) -> bool:
        """Whether nobody has to speak any more, and somebody has."""
        return not self.waiting and any(row.has_spoken for row in self.answers)

    def is_stale(self) -> bool:
        """Whether somebody says something else since it was agreed."""
        return self.agreed is not None and self.agreed.heard != said(self.answers)


def said(answers: Iterable[RaterAnswer]) -> dict[str, int]:
    """Return by person which version of their answer was heard."""
    return {str(row.rater_id): row.version for row in answers if row.has_spoken}


def raters_of(run: Assessment, section: str) -> dict[int, bool]:
    """Return the people who answer a section, by id; False once they have handed in."""
    is_open = run.state == Assessment.State.OPEN
    rows = SectionAssignment.objects.filter(assessment=run, section=section)
    pairs = rows.order_by("pk").values_list("user_id", "submitted_at")
    return {user: is_open and submitted is None for user, submitted in pairs}


def hearings(run: Assessment, section: str, questions: Iterable[str]) -> list[Hearing]:
    """Return the questions of a section in their order, with what was said; three queries."""
    wanted, raters = list(questions), raters_of(run, section)
    answers: dict[str, list[RaterAnswer]] = defaultdict(list)
    rows = RaterAnswer.objects.filter(assessment=run, question__in=wanted)
    for row in rows.select_related("rater"):
        answers[row.question].append(row)
    agreed = AgreedAnswer.objects.filter(assessment=run, question__in=wanted)
    known = {row.question: row for row in agreed.select_related("agreed_by")}
    return [Hearing(one, answers[one], raters, known.get(one)) for one in wanted]


def points_of(framework: Framework, question: str, value: Any) -> Decimal | None:
    """Return what an answer is worth; None without one, and where it fits no more."""
    if value is None:
        return None
    try:
        return rate(question, framework.answer_of(framework.nodes[question]), value).value
    except AnswerError:
        return None


def fitting(
    framework: Framework, question: str, answers: Iterable[RaterAnswer]
) -> list[tuple[RaterAnswer, Decimal | None]]:
    """Return the answers that say something and fit their question, with what they are worth."""
    told = [row for row in answers if row.has_spoken]
    rated = [(row, points_of(framework, question, row.value)) for row in told]
    return [(row, points) for row, points in rated if points is not None or row.value is None]


def heard(framework: Framework, question: str, answers: Iterable[RaterAnswer]) -> list[Heard]:
    """Return what people said with what it is worth."""
    return [
        Heard(
            value=row.value,
            points=points,
            not_applicable=row.not_applicable,
            reason=row.reason,
            target=row.target,
        )
        for row, points in fitting(framework, question, answers)
    ]


def options_of(framework: Framework, question: str) -> int | None:
    """Return how many steps a question offers, one apart; None where it offers none."""
    kind = framework.answer_of(framework.nodes[question])
    if isinstance(kind, BandAnswer):
        return len(kind.bands)
    return len(kind.options) if isinstance(kind, SingleAnswer) else None


def are_apart(framework: Framework, one: Hearing) -> bool:
    """Tell whether people have to talk about a question before its answer stands."""
    voices = heard(framework, one.question, one.answers)
    return must_agree(voices, options_of(framework, one.question))


def unsettled(run: Assessment) -> list[str]:
    """Return the questions of a run on which people lie far apart and nobody has agreed.

    Three queries for each section that is answered apart. What somebody said since it was agreed does
    not count: the agreement holds until another one is made.
    """
    framework = run.framework.read(Framework)
    return [
        one.question
        for part in run_sections(run)
        if part.id in run.apart
        for one in hearings(run, part.id, part.questions)
        if one.agreed is None and one.is_complete and are_apart(framework, one)
    ]


def own_answers(run: Assessment, questions: Iterable[str], rater: User) -> dict[str, Answer]:
    """Return a person's own answers as the questionnaire shows answers; one query."""
    rows = RaterAnswer.objects.filter(assessment=run, question__in=questions, rater=rater)
    return {row.question: as_answer(row) for row in rows}


def as_answer(row: RaterAnswer) -> Answer:
    """Return what a person said in the form of an answer; it is stored nowhere."""
    names = ("value", "target", "not_applicable", "reason", "note", "version", "translations")
    return Answer(
        assessment_id=row.assessment_id,
        question=row.question,
        answered_at=row.answered_at,
        **{name: getattr(row, name) for name in names},
    )
