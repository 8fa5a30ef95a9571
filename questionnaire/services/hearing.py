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
)
from assessment.services.batches import AnswerEntry, take_agreed
from core import clock
from core.errors import RuleError, StaleVersionError, StateError
from organizations.models import Plant, User
from organizations.services import audit
from packs.schema import Framework
from questionnaire.domain.hearing import middle
from questionnaire.models import AgreedAnswer, RaterAnswer
from questionnaire.selectors.hearing import (
    Hearing,
    are_apart,
    heard,
    hearings,
    points_of,
    raters_of,
    said,
)
from questionnaire.services.writing import UNSEEN, write
from scoring.domain.answers import rate

SAID = ("value", "target", "not_applicable", "reason", "note")


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
    _require_heard(run, section, by)
    row = RaterAnswer.objects.filter(assessment=run, question=question, rater=by).first()
    if row and row.last_key == key:
        return run, row
    entry = AnswerEntry(question, given, expected)
    row = _spoken(run, row, entry, key=key, by=by, may_review=may_review)
    settle(run, section, [question], by=by)
    return run, row


@transaction.atomic
def say_all(
    *,
    plant: Plant,
    run_id: int,
    entries: Iterable[AnswerEntry],
    by: User,
    may_review: bool = False,
) -> Assessment:
    """Save what a person says apart about several questions, all of it or nothing; else as `say`.

    Args:
        plant: the run belongs to it.
        run_id: the run.
        entries: each question once.
        by: who answers.
        may_review: as for `record_answer`.

    Returns:
        The run with fresh scores.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        StateError: the run or a section is closed to the person.
        StaleOwnAnswerError: the person saved another answer meanwhile.
        RuleError: an answer does not fit its question.
    """
    run = lock_run(plant=plant, run_id=run_id)
    parts: dict[str, list[AnswerEntry]] = {}
    for one in entries:
        parts.setdefault(section_of(run, one.question), []).append(one)
    for section, part in parts.items():
        _require_heard(run, section, by)
        asked = [one.question for one in part]
        rows = RaterAnswer.objects.filter(assessment=run, question__in=asked, rater=by)
        known = {row.question: row for row in rows}
        for one in part:
            key = str(uuid.uuid4())
            _spoken(run, known.get(one.question), one, key=key, by=by, may_review=may_review)
        settle(run, section, asked, by=by)
    return run


def _require_heard(run: Assessment, section: str, by: User) -> None:
    """Refuse somebody who does not answer a section apart, or not any more.

    Raises:
        StateError: with a sentence for the person.
    """
    require_open(run, section=section, by=by, may_manage=False)
    if section not in run.apart:
        raise StateError(_("This section is answered apart no longer. Open it again."))
    if by.pk not in raters_of(run, section):
        raise StateError(_("Its people answer this section apart; you are none of them."))


def _spoken(
    run: Assessment,
    row: RaterAnswer | None,
    entry: AnswerEntry,
    *,
    key: str,
    by: User,
    may_review: bool,
) -> RaterAnswer:
    """Store what a person says; what it comes to is settled by the caller."""
    if (row.version if row else UNSEEN) != entry.expected:
        raise StaleOwnAnswerError(row or _unspoken(run, entry.question, by), run)
    framework = run.framework.read(Framework)
    check_given(framework, entry.question, entry.given, may_review=may_review)
    row = row or _unspoken(run, entry.question, by)
    write(row, _said(entry.given) | {"last_key": key})
    audit.record(by=by, verb="answer.given_apart", target=row, plant=run.plant, changes={})
    return row


def _unspoken(run: Assessment, question: str, by: User | None) -> RaterAnswer:
    return RaterAnswer(assessment=run, question=question, rater=by, version=UNSEEN)


def _said(given: Given) -> dict[str, Any]:
    return {name: getattr(given, name) for name in SAID} | {"answered_at": clock.now()}


def settle(
    run: Assessment, section: str, questions: Iterable[str], *, by: User, is_over: bool = False
) -> None:
    """Let count what the answers come to once all have spoken; before that nothing counts.

    Args:
        run: locked.
        section: of the questions.
        questions: their ids.
        by: whose act it follows.
        is_over: whether nobody is waited for, because the section is answered apart no longer.
    """
    framework = run.framework.read(Framework)
    outcomes = {
        one.question: _outcome(framework, one) if is_over or one.is_complete else Given()
        for one in hearings(run, section, questions)
    }
    take_agreed(run=run, outcomes=outcomes, by=by)


def _outcome(framework: Framework, one: Hearing) -> Given:
    """Return what was agreed on, as long as it fits its question; else the answer in the middle."""
    found = middle(heard(framework, one.question, one.answers))
    if one.agreed is not None and points_of(framework, one.question, one.agreed.value) is not None:
        target = found.target if found else None
        return Given(value=one.agreed.value, note=one.agreed.reason, target=target)
    if found is None:
        return Given()
    return Given(
        value=found.value,
        target=found.target,
        not_applicable=found.not_applicable,
        reason=found.reason,
    )


def keep_as_said(run: Assessment, questions: Iterable[str]) -> None:
    """Keep answers as what those said who gave them, before their section is answered apart.

    What several came to is nobody's, and is left.
    """
    answers = Answer.objects.filter(assessment=run, question__in=questions)
    said_before = RaterAnswer.objects.filter(assessment=run, question__in=questions)
    known: dict[tuple[str, int | None], RaterAnswer] = {
        (row.question, row.rater_id): row for row in said_before
    }
    for answer in answers.exclude(answered_by=None).select_related("answered_by"):
        row = known.get((answer.question, answer.answered_by_id))
        given = Given(**{name: getattr(answer, name) for name in SAID})
        write(
            row or _unspoken(run, answer.question, answer.answered_by),
            _said(given) | {"translations": answer.translations},
        )


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
    row = hearing.agreed or AgreedAnswer(assessment=run, question=question, version=UNSEEN)
    before = {"value": row.value if row.pk else None}
    if row.version != expected:
        message = "somebody else agreed on this in the meantime"
        raise StaleVersionError(message)
    values = {"value": value, "reason": reason.strip(), "heard": said(hearing.answers)}
    values |= {"agreed_by": by, "agreed_at": clock.now()}
    write(row, values)
    changes = audit.difference(before, {"value": value})
    audit.record(by=by, verb="answer.moderated", target=row, plant=plant, changes=changes)
    settle(run, section, [question], by=by)
    return row
