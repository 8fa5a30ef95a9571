"""Saving many answers at once: each with its revision and its event, the run scored once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Answer, Assessment
from assessment.selectors.evidence import with_evidence
from assessment.services.answering import (
    AnsweredApartError,
    Given,
    StaleAnswerError,
    check_given,
    lock_run,
    put_answer,
    require_open,
    rescore,
    section_of,
)
from organizations.models import Plant, User
from organizations.services import audit
from packs.schema import Framework


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """What a person says about one question of several.

    Attributes:
        question: its id.
        given: the whole answer.
        expected: version the person saw, 0 for a question without an answer.
    """

    question: str
    given: Given
    expected: int


@transaction.atomic
def record_answers(
    *,
    plant: Plant,
    run_id: int,
    entries: Iterable[AnswerEntry],
    by: User,
    may_manage: bool = False,
    may_review: bool = False,
) -> Assessment:
    """Save answers, all of them or none.

    Args:
        plant: the run belongs to it.
        run_id: the run.
        entries: each question once.
        by: who answers.
        may_manage: whether sections assigned to others are open to the person.
        may_review: whether the person may say "does not apply" where gates rest on it.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        StateError: the run is closed, or a section belongs to others.
        AnsweredApartError: its people answer a section apart.
        StaleAnswerError: a stored version is another one.
        RuleError: an answer does not fit its question.
    """
    wanted = list(entries)
    run = lock_run(plant=plant, run_id=run_id)
    framework = run.framework.read(Framework)
    stored = _stored(run, [one.question for one in wanted])
    is_changed = False
    for section in dict.fromkeys(section_of(run, one.question) for one in wanted):
        if section in run.apart:
            raise AnsweredApartError(_("The people of this section answer it apart."))
        require_open(run, section=section, by=by, may_manage=may_manage)
    for one in wanted:
        check_given(framework, one.question, one.given, may_review=may_review)
        answer = stored[one.question]
        if answer.version != one.expected:
            raise StaleAnswerError(answer, run)
        key = uuid.uuid4().hex
        if changes := put_answer(run, answer, one.given, key=key, by=by, speaker=by):
            audit.record(by=by, verb="answer.saved", target=answer, plant=plant, changes=changes)
            is_changed = True
    if is_changed:
        rescore(run)
    return run


def take_agreed(*, run: Assessment, outcomes: Mapping[str, Given], by: User) -> None:
    """Store what several people come to as the answers that count; the caller holds the lock.

    Args:
        run: locked.
        outcomes: by question that its people answer apart what counts; a value of None where nothing
            counts yet.
        by: who answered last, or agreed.
    """
    is_changed = False
    for question, answer in _stored(run, list(outcomes)).items():
        key = uuid.uuid4().hex
        given = outcomes[question]
        if changes := put_answer(run, answer, given, key=key, by=by, speaker=None):
            audit.record(
                by=by, verb="answer.agreed", target=answer, plant=run.plant, changes=changes
            )
            is_changed = True
    if is_changed:
        rescore(run)


def _stored(run: Assessment, questions: list[str]) -> dict[str, Answer]:
    """Return the rows of questions, new ones where nobody answered yet; one query."""
    rows = with_evidence(Answer.objects.filter(assessment=run, question__in=questions))
    known = {row.question: row for row in rows}
    return {
        one: known.get(one) or Answer(assessment=run, question=one, version=Answer.UNANSWERED)
        for one in questions
    }
