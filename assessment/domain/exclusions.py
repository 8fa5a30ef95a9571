"""Who may say that a question does not apply."""

from __future__ import annotations

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
