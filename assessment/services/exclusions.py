"""What an assessor says to "does not apply": accepted, or refused with a reason."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Answer, Assessment
from assessment.selectors.exclusions import proposer
from assessment.services.answering import (
    StaleAnswerError,
    lock_run,
    require_unsigned,
    rescore,
    store_answer,
)
from core import clock
from core.errors import RuleError, StateError
from core.wording.texts import listed
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from organizations.selectors.places import people_with
from organizations.services import audit
from packs.schema import Framework
from scoring.domain.guarding import guards

NaState = Answer.NaState
NAMED = 3  # people whom a sentence names
WAITING = (NaState.PROPOSED, NaState.ACCEPTED)


def decide_exclusion(
    *,
    plant: Plant,
    run_id: int,
    question: str,
    accepted: bool,
    note: str,
    expected: int,
    by: User,
) -> Answer:
    """Accept or refuse that a question does not apply; what was accepted can still be refused.

    Until it is accepted the answer beside it counts; refused, it counts again.

    Args:
        plant: the run belongs to it.
        run_id: the run; not signed off.
        question: the question of the proposal.
        accepted: the verdict.
        note: reason of a refusal; words beside an acceptance are kept too.
        expected: version of the answer that the assessor saw.
        by: who decides.

    What a gate or a veto rests on takes two people, wherever two may review: nobody accepts the own
    proposal there.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        Answer.DoesNotExist: nobody answered the question.
        StateError: the run is signed off, or nobody says that the question does not apply.
        StaleAnswerError: somebody changed the answer since.
        RuleError: a refusal without its reason, or the own proposal accepted where others may.
    """
    with transaction.atomic():
        run = lock_run(plant=plant, run_id=run_id)
        require_unsigned(run)
        answer = Answer.objects.get(assessment=run, question=question)
        if answer.version != expected:
            raise StaleAnswerError(answer, run)
        if answer.na_state not in WAITING:
            raise StateError(_("Nobody proposes any more that this question does not apply."))
        if not accepted and not note.strip():
            raise RuleError(_("Say why it is refused."), field="note")
        if accepted:
            _require_second(run, answer, by)
        before = _words(answer)
        _decide(answer, accepted=accepted, note=note.strip(), by=by)
        rescore(run)
        verb = "exclusion.accepted" if accepted else "exclusion.refused"
        changes = audit.difference(before, _words(answer))
        audit.record(by=by, verb=verb, target=answer, plant=plant, changes=changes)
        return answer


def second_people(run: Assessment, question: str, by: User) -> list[str]:
    """Return the names of who may accept the person's own proposal; empty if the person may.

    Args:
        run: with its plant and framework.
        question: the question of the proposal.
        by: who proposed it.
    """
    if question not in guards(run.framework.read(Framework)):
        return []
    others = people_with(run.plant, Permission.ASSESSMENT_REVIEW).exclude(pk=by.pk)
    return list(others.values_list("name", flat=True))


def _require_second(run: Assessment, answer: Answer, by: User) -> None:
    if proposer(answer) != by.pk:
        return
    names = second_people(run, answer.question, by)
    if names:
        text = _("You proposed this yourself. Another person decides: %(names)s.")
        raise RuleError(text % {"names": listed(names[:NAMED])})


def _words(answer: Answer) -> dict[str, Any]:
    names = ("not_applicable", "na_state", "reason", "decision_note")
    return {name: getattr(answer, name) for name in names}


def _decide(answer: Answer, *, accepted: bool, note: str, by: User) -> None:
    now = clock.now()
    values: dict[str, Any] = {
        "na_state": NaState.ACCEPTED if accepted else NaState.REFUSED,
        "not_applicable": accepted,
        "reason": answer.reason if accepted else "",
        "decision_note": note,
        "decided_by": by,
        "decided_at": now,
    }
    store_answer(answer, values, key=uuid.uuid4().hex, by=by, moment=now)
