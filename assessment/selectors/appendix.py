"""Answers in words, for reports and reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from assessment.models import Answer, Assessment, Evidence
from assessment.selectors.cards import Card, question_cards


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
    reason: str
    note: str
    evidence: tuple[str, ...]
    answered_by: str
    is_answered: bool


def in_words(card: Card, value: Any) -> str:
    """Return a stored value as a reader says it."""
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
    return "" if value is None else "; ".join(parts[card.kind]())


def answer_lines(run: Assessment, language: str) -> list[AnswerLine]:
    """Return every question that a run asks with its answer in words, in reading order.

    Three queries whatever the number of questions.
    """
    cards = question_cards(run.framework, language)
    rows = Answer.objects.filter(assessment=run).select_related("answered_by")
    proof = Evidence.objects.exclude(is_accepted=False)
    found = {row.question: row for row in rows.prefetch_related(Prefetch("evidence", proof))}
    return [
        _line(cards[question], found.get(question))
        for question in run.scores.get("visible", ())
        if question in cards
    ]


def _line(card: Card, row: Answer | None) -> AnswerLine:
    value = row.value if row and not row.not_applicable else None
    return AnswerLine(
        question=card.id,
        section=card.section,
        section_title=card.section_title,
        topic=card.topic,
        text=card.text,
        level=int(value) if card.kind == "levels" and value is not None else None,
        answer=in_words(card, value),
        target=row.target if row else None,
        not_applicable=bool(row and row.not_applicable),
        reason=row.reason if row else "",
        note=row.note if row else "",
        evidence=tuple(proof.title for proof in row.evidence.all()) if row else (),
        answered_by=row.answered_by.name if row and row.answered_by else "",
        is_answered=bool(row and row.is_settled),
    )
