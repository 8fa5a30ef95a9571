"""What keeps a run from being signed: questions that a gate or a veto rests on and nobody settled."""

from __future__ import annotations

from collections.abc import Mapping

from core.phrases import phrase
from packs.schema.framework import Framework
from scoring.domain import wording
from scoring.domain.guarding import guards
from scoring.domain.numbers import ONE, ZERO
from scoring.domain.scope import needs_acceptance
from scoring.domain.types import Answer, Scorecard, Unmet


def sign_off_lacks(
    framework: Framework, card: Scorecard, answers: Mapping[str, Answer]
) -> tuple[Unmet, ...]:
    """Return what has to be settled before a run may be signed, in reading order.

    Every question that a gate or a veto rests on is answered, or an assessor accepted that it
    does not apply; and no claim that something does not apply still waits.

    Args:
        framework: the release that was answered.
        card: the scored answers; it says which questions the plant is asked.
        answers: by item, as stored.

    Returns: conditions of the codes `guard_open` and `na_waits`, each with its question.
    Source: docs/method.md#sign-off
    """
    wanted, lacks = guards(framework), []
    for leaf in framework.leaves:
        answer = answers.get(leaf.id, Answer())
        if card.nodes[leaf.id].state in ("hidden", "unweighted"):
            continue
        if _waits(framework, leaf.id, answer, card.profile):
            lacks.append(_lack("na_waits", framework, leaf.id))
        elif leaf.id in wanted and card.nodes[leaf.id].state in ("unanswered", "blocked"):
            lacks.append(_lack("guard_open", framework, leaf.id))
    return tuple(lacks)


def _waits(framework: Framework, item: str, answer: Answer, profile: str | None) -> bool:
    is_claim = answer.not_applicable and answer.na_state != "accepted"
    return is_claim and needs_acceptance(framework, item, profile)


def _lack(code: str, framework: Framework, item: str) -> Unmet:
    name = wording.label(framework, item)
    text = (
        phrase("{question}: “does not apply” is neither accepted nor refused", question=name)
        if code == "na_waits"
        else phrase("{question}: open, a gate or the level rests on it", question=name)
    )
    return Unmet(code, item, ZERO, ONE, text, (item,), wording.topic_of(framework, item))
