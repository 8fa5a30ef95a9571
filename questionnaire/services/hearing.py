"""Saving what each person says apart, and what is agreed on."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Answer, Assessment
from assessment.services.answering import (
    Given,
    check_given,
    lock_run,
    require_open,
    require_unsigned,
    section_of,
    take_agreed,
)
from core import clock
from core.base import save_versioned
from core.errors import RuleError, StaleVersionError, StateError
from organizations.models import Plant, User
from organizations.services import audit
from packs.schema import Framework
from questionnaire.domain.hearing import middle
from questionnaire.models import AgreedAnswer, RaterAnswer
from questionnaire.selectors.hearing import Hearing, are_apart, heard, hearings, raters_of, said
from scoring.domain.answers import rate

SAID = ("value", "target", "not_applicable", "reason", "note")
FIRST = 0  # the version that a person saw who has not spoken yet


class StaleOwnAnswerError(StaleVersionError):
    """The person saved this answer elsewhere in the meantime; `stored` is that."""

    def __init__(self, stored: RaterAnswer, run: Assessment) -> None:
        super().__init__(_("You changed this answer elsewhere in the meantime."))
        self.stored = stored
        self.run = run


@transaction.atomic
def say(
    *,
    plant: Plant,
    run_id: int,
    question: str,
    given: Given,
    expected: int,
    key: str,
    by: User,
    may_review: bool = False,
) -> tuple[Assessment, RaterAnswer]:
    """Save what a person says apart, once; it counts as soon as all have spoken.

    Args:
        plant: the run belongs to it.
        run_id: the run.
        question: id of a question that its people answer apart.
        given: the whole answer; a value of None clears it.
        expected: version the person saw, 0 without an answer.
        key: names this save; the newest one a second time changes nothing.
        by: who answers.
        may_review: as for `record_answer`.

    Returns:
        The run with fresh scores, and what is stored of the person.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        StateError: the run or the section is closed to the person.
        StaleOwnAnswerError: the person saved another answer meanwhile.
        RuleError: the answer does not fit its question.
    """
    run = lock_run(plant=plant, run_id=run_id)
    section = section_of(run, question)
    require_open(run, section=section, by=by, may_manage=False)
    if by.pk not in raters_of(run, section):
        raise StateError(_("Its people answer this section apart; you are none of them."))
    framework = run.framework.read(Framework)
    row = RaterAnswer.objects.filter(assessment=run, question=question, rater=by).first()
    if row and row.last_key == key:
        return run, row
    if (row.version if row else FIRST) != expected:
        raise StaleOwnAnswerError(row or _unspoken(run, question, by), run)
    check_given(framework, question, given, may_review=may_review)
    row = _stored(row or _unspoken(run, question, by), given, key)
    audit.record(by=by, verb="answer.given_apart", target=row, plant=plant, changes={})
    settle(run, section, question, by=by)
    return run, row


def _unspoken(run: Assessment, question: str, by: User | None) -> RaterAnswer:
    return RaterAnswer(assessment=run, question=question, rater=by, version=FIRST)


def _stored(row: RaterAnswer, given: Given, key: str) -> RaterAnswer:
    values: dict[str, Any] = {name: getattr(given, name) for name in SAID}
    values |= {"answered_at": clock.now(), "last_key": key}
    for name, value in values.items():
        setattr(row, name, value)
    row.clean_fields(exclude=["assessment", "rater"])
    if row.pk is None:
        row.version = FIRST + 1
        row.save(force_insert=True)
    else:
        save_versioned(row, expected=row.version, fields=values)
    return row


def settle(run: Assessment, section: str, question: str, *, by: User) -> None:
    """Let count what the answers come to once all have spoken; before that nothing counts.

    Args:
        run: locked.
        section: of the question.
        question: its id.
        by: whose act it follows.
    """
    settle_section(run, section, (question,), by=by)


def _settle(run: Assessment, hearing: Hearing, by: User) -> None:
    given = Given()
    if hearing.agreed is not None:
        given = Given(
            value=hearing.agreed.value, note=hearing.agreed.reason, target=_aim(run, hearing)
        )
    elif hearing.is_complete:
        given = _middle(run, hearing)
    key = str(uuid.uuid4())
    take_agreed(run=run, question=hearing.question, given=given, key=key, by=by)


def _middle(run: Assessment, hearing: Hearing) -> Given:
    found = middle(heard(run.framework.read(Framework), hearing.question, hearing.answers))
    if found is None:
        return Given()
    return Given(
        value=found.value,
        target=found.target,
        not_applicable=found.not_applicable,
        reason=found.reason,
    )


def _aim(run: Assessment, hearing: Hearing) -> int | None:
    return _middle(run, hearing).target


def settle_section(run: Assessment, section: str, questions: tuple[str, ...], *, by: User) -> None:
    """Let count what can, after somebody was added, left or handed in; the caller holds the lock."""
    for hearing in hearings(run, section, questions):
        _settle(run, hearing, by)


def keep_as_said(answers: Iterable[Answer]) -> None:
    """Keep answers as what those said who gave them, before their section is answered apart."""
    for answer in answers:
        row = _unspoken(answer.assessment, answer.question, answer.answered_by)
        given = Given(**{name: getattr(answer, name) for name in SAID})
        row.translations = answer.translations
        _stored(row, given, "")


@transaction.atomic
def agree(
    *, plant: Plant, run_id: int, question: str, value: Any, reason: str, expected: int, by: User
) -> AgreedAnswer:
    """Store what was agreed on with the people who answered; what each of them said stays.

    Args:
        plant: the run belongs to it.
        run_id: the run.
        question: id of a question that its people answer apart.
        value: the agreed answer.
        reason: why; needed where they lie far apart or none of them said it.
        expected: version of the agreement that was seen, 0 without one.
        by: who agrees, an assessor.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        StateError: the run is signed, or somebody has yet to speak.
        StaleVersionError: somebody else agreed on something meanwhile.
        RuleError: the value does not fit, or a reason is missing.
    """
    run = lock_run(plant=plant, run_id=run_id)
    require_unsigned(run)
    section = section_of(run, question)
    (hearing,) = hearings(run, section, [question])
    if section not in run.apart or not hearing.is_complete:
        raise StateError(_("Not everybody has answered this question yet."))
    framework = run.framework.read(Framework)
    voices = heard(framework, question, hearing.answers)
    points = rate(question, framework.answer_of(framework.nodes[question]), value).value
    is_new = points not in {one.points for one in voices}
    if not reason.strip() and (is_new or are_apart(framework, hearing)):
        words = _("Say why: the answers lie far apart, or nobody gave this one.")
        raise RuleError(words, field="reason")
    row = hearing.agreed or AgreedAnswer(assessment=run, question=question, version=FIRST)
    before = {"value": row.value if row.pk else None}
    if row.version != expected:
        message = "somebody else agreed on this in the meantime"
        raise StaleVersionError(message)
    values = {"value": value, "reason": reason.strip(), "heard": said(hearing.answers)}
    values |= {"agreed_by": by, "agreed_at": clock.now()}
    _keep(row, values)
    changes = audit.difference(before, {"value": value})
    audit.record(by=by, verb="answer.moderated", target=row, plant=plant, changes=changes)
    settle(run, section, question, by=by)
    return row


def _keep(row: AgreedAnswer, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.clean_fields(exclude=["assessment", "agreed_by"])
    if row.pk is None:
        row.version = FIRST + 1
        row.save(force_insert=True)
    else:
        save_versioned(row, expected=row.version, fields=values)
