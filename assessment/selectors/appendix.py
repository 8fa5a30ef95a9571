"""Answers in words, for reports and reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.models import Answer, AnswerEvidence, Assessment
from assessment.selectors.cards import Card, question_cards
from assessment.selectors.evidence import evidence_of
from assessment.selectors.result import RunResult
from core.text import localized
from core.wording.texts import semicolons
from scoring.domain.types import StoredAnswer


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question of a run with its answer in words; unanswered ones too."""

    question: str
    section: str
    section_title: str
    topic: str
    text: str
    level: int | None
    answer: str
    target: int | None
    not_applicable: bool
    is_proposed: bool
    na_state: str
    reason: str
    note: str
    decision_note: str
    version: int
    evidence: tuple[str, ...]
    answered_by: str
    is_answered: bool

    @property
    def is_excluded(self) -> bool:
        """Whether the question counts as one that does not apply."""
        return self.not_applicable and not self.is_proposed


def in_words(card: Card, value: Any, language: str) -> str:
    """Return a stored value as a reader of the card's language says it."""
    names = {choice.value: choice.name for choice in card.choices}
    rows = {row.value: row.name for row in card.rows}
    parts = {
        "levels": lambda: [names.get(str(value), str(value))],
        "single": lambda: [names.get(str(value), str(value))],
        "multi": lambda: [names.get(str(entry), str(entry)) for entry in value],
        "ratio": lambda: [" / ".join(str(entry) for entry in value)],
        "matrix": lambda: [f"{rows.get(name, name)}: {choice}" for name, choice in value.items()],
        "clauses": lambda: [f"{level}: {', '.join(steps)}" for level, steps in value.items()],
        "number": lambda: [str(value)],
    }
    return "" if value is None else semicolons(parts[card.kind](), language)


def answer_lines(
    run: Assessment, language: str, found: RunResult | None = None
) -> list[AnswerLine]:
    """Return every question that a run asks with its answer in words, in reading order.

    Two queries whatever the number of questions.

    Args:
        run: the run.
        language: the reader's.
        found: result of a signed run, whose words are the sealed ones; of a run under way the
            rows are what was said.
    """
    cards = question_cards(run.framework, language)
    rows = Answer.objects.filter(assessment=run).select_related("answered_by")
    stored = {row.question: row for row in rows}
    pieces = evidence_of(run, only_counting=True)
    said: Mapping[str, Answer | StoredAnswer] = found.answers if found else stored
    shown = found.summary["visible"] if found else run.scores.get("visible", ())
    return [
        _line(
            cards[question],
            said.get(question),
            stored.get(question),
            pieces.get(question, ()),
            language,
        )
        for question in shown
        if question in cards
    ]


def _words(said: Answer | StoredAnswer | None, row: Answer | None, name: str, language: str) -> str:
    """Return what a person wrote in a language; a seal keeps the words as typed, the row the other."""
    typed = str(getattr(said, name, "") or "")
    return localized(typed, row.pair(name) if row else {}).in_language(language)


def _line(
    card: Card,
    said: Answer | StoredAnswer | None,
    row: Answer | None,
    pieces: Sequence[AnswerEvidence],
    language: str,
) -> AnswerLine:
    value = said.value if said and not said.is_excluded else None
    return AnswerLine(
        question=card.id,
        section=card.section,
        section_title=card.section_title,
        topic=card.topic,
        text=card.text,
        level=int(value) if card.kind == "levels" and value is not None else None,
        answer=in_words(card, value, language),
        target=said.target if said else None,
        not_applicable=bool(said and said.not_applicable),
        is_proposed=bool(said and said.is_proposed),
        na_state=row.na_state if row else "",
        reason=_words(said, row, "reason", language),
        note=_words(said, row, "note", language),
        decision_note=row.decision_note if row else "",
        version=row.version if row else Answer.UNANSWERED,
        evidence=tuple(piece.evidence.title for piece in pieces),
        answered_by=row.answered_by.name if row and row.answered_by else "",
        is_answered=bool(said and said.is_settled),
    )
