"""Every answer of the run in words."""

from __future__ import annotations

from assessment.models import Answer
from assessment.selectors.appendix import answer_lines
from assessment.selectors.runs import printed_answers
from core.text import LocalizedText, localized
from reports.sections.answers.content import AnswerChapter, AppendixLine
from reports.selectors.measured import Measured
from reports.selectors.record import PlantRecord
from scoring.domain.sections import title_of


def collect(record: PlantRecord) -> AnswerChapter:
    """Return the answers by dimension."""
    found = record.measured
    if found is None:
        return AnswerChapter(())
    lines = answers(found)
    return AnswerChapter(
        tuple(
            (
                title_of(found.framework.nodes[row.dimension]),
                tuple(line for line in lines if line.dimension == row.dimension),
            )
            for row in found.matrix.rows
        )
    )


def answers(found: Measured) -> tuple[AppendixLine, ...]:
    """Return every question that the run asked with its answer in words."""
    english_lines, chinese_lines = (
        answer_lines(found.assessment, language, found.result) for language in ("en", "zh-hans")
    )
    translated = {row.question: row for row in printed_answers(found.assessment.plant)}
    pairs = zip(english_lines, chinese_lines, strict=True)
    return tuple(
        AppendixLine(
            question=english.question,
            topic=LocalizedText.of(english.topic, chinese.topic),
            dimension=english.section,
            answer=LocalizedText.of(english.answer, chinese.answer),
            level=english.level,
            target=english.target,
            not_applicable=english.not_applicable,
            is_proposed=english.is_proposed,
            reason=localized(english.reason, _pair(translated, english.question, "reason")),
            note=localized(english.note, _pair(translated, english.question, "note")),
            answered_by=english.answered_by,
            evidence=len(english.evidence),
            is_answered=english.is_answered,
        )
        for english, chinese in pairs
    )


def _pair(rows: dict[str, Answer], question: str, name: str) -> dict[str, str]:
    """Return language -> text of a note; the seal keeps the words as they were typed."""
    row = rows.get(question)
    return row.pair(name) if row else {}
