"""Reads of runs, questions, scores and systems; the public door for the apps above."""

from __future__ import annotations

from assessment.selectors.appendix import AnswerLine, answer_lines
from assessment.selectors.cards import Card, question_cards
from assessment.selectors.result import RunResult, result, results
from assessment.selectors.runs import (
    SectionProgress,
    coverage_of,
    current_run,
    framework_of,
    last_signed,
    newest_signed,
    previous_signed,
    requirements,
    run_sections,
    runs,
    seals,
    section_progress,
    settled_questions,
    signed_before,
)
from assessment.selectors.systems import (
    SystemCategory,
    process_titles,
    system_categories,
    systems,
)

__all__ = [
    "AnswerLine",
    "Card",
    "RunResult",
    "SectionProgress",
    "SystemCategory",
    "answer_lines",
    "coverage_of",
    "current_run",
    "framework_of",
    "last_signed",
    "newest_signed",
    "previous_signed",
    "process_titles",
    "question_cards",
    "requirements",
    "result",
    "results",
    "run_sections",
    "runs",
    "seals",
    "section_progress",
    "settled_questions",
    "signed_before",
    "system_categories",
    "systems",
]
