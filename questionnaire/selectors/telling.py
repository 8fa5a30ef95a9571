"""Answers in words, and what is wrong with one that does not fit its question."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from assessment.models import Answer
from assessment.selectors.appendix import in_words
from assessment.selectors.cards import Card
from assessment.services.answering import Given
from core.errors import RuleError
from core.wording.texts import DASH
from scoring.domain.answers import AnswerError

MISFITS = {
    "levels": gettext_lazy("Choose one of the levels."),
    "single": gettext_lazy("Choose one of the options."),
    "multi": gettext_lazy("These options cannot be chosen together."),
    "number": gettext_lazy("The number lies outside of what this question accepts."),
    "ratio": gettext_lazy("The two numbers lie outside of what this question accepts."),
    "matrix": gettext_lazy("Choose an entry in every row."),
    "clauses": gettext_lazy("Choose an entry in every row."),
}


def misfit(error: RuleError, kind: str) -> str:
    """Say what is wrong with an answer; one that does not fit its question by what it asks for.

    Args:
        error: what the service said.
        kind: of the question's card.
    """
    return str(MISFITS[kind]) if isinstance(error, AnswerError) else error.message


def answer_words(card: Card, answer: Answer | Given, language: str) -> str:
    """Return an answer in words, a dash for none.

    Args:
        card: of its question.
        answer: stored, or given.
        language: of the card.
    """
    if answer.not_applicable:
        return _("Does not apply: %(reason)s") % {"reason": answer.reason}
    if answer.value is None:
        return DASH
    words = in_words(card, answer.value, language)
    return f"{answer.value}, {words}" if card.kind == "levels" else words


def differences(card: Card, stored: Answer, given: Given, language: str) -> list[dict[str, str]]:
    """Return every field in which a stored and a new answer differ, in words.

    Args:
        card: of the question.
        stored: what stands in the run; `theirs`.
        given: what is new; `mine`.
        language: of the card.
    """
    sides = {
        _("Answer"): (answer_words(card, stored, language), answer_words(card, given, language)),
        pgettext("level", "Target"): (_figure(stored.target), _figure(given.target)),
        _("Note"): (stored.note or DASH, given.note or DASH),
    }
    return [
        {"label": label, "theirs": theirs, "mine": mine}
        for label, (theirs, mine) in sides.items()
        if theirs != mine
    ]


def _figure(target: int | None) -> str:
    return DASH if target is None else str(target)
