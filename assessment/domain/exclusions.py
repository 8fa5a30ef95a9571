"""Who may say that a question does not apply."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from packs.schema.framework import Framework
from scoring.domain.guarding import is_guarded


def is_reserved(framework: Framework, question: str) -> bool:
    """Return whether only an assessor may say that a question does not apply.

    In a framework without a rule for "does not apply" nobody could propose it: there an assessor
    says it at once, of the questions that a gate or a veto rests on. With such a rule anybody who
    answers may propose it.

    Args:
        framework: the release that is answered.
        question: one of its questions.

    Source: docs/method.md#does-not-apply
    """
    return question not in framework.na_rules and is_guarded(framework, question)


@dataclass(frozen=True, slots=True)
class ExclusionStep:
    """One saved state of an answer, as far as "does not apply" goes.

    Attributes:
        na_state: proposed, accepted, refused, or empty.
        reason: why it does not apply.
        person: id of who saved it; None once the person is forgotten.
    """

    na_state: str
    reason: str
    person: int | None


def find_proposal(steps: Iterable[ExclusionStep]) -> ExclusionStep | None:
    """Return the save that proposed what waits or was decided last; None if nobody proposed.

    Later saves that leave the reason as it is, of a note for instance, propose nothing.

    Args:
        steps: the saved states of one answer, the newest first.

    Source: docs/method.md#does-not-apply
    """
    found = None
    for step in steps:
        if found is None:
            found = step if step.na_state == "proposed" else None
        elif step.na_state == "proposed" and step.reason == found.reason:
            found = step
        else:
            break
    return found
