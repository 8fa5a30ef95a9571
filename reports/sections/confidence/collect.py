"""How sure the scores of the run are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from assessment.selectors.appendix import in_words
from assessment.selectors.cards import question_cards
from assessment.selectors.inspection import provable_questions
from core.phrases import phrase
from core.scores import span
from core.text import LocalizedText
from questionnaire.selectors.agreeing import AgreedOn, SectionVoices, section_voices
from questionnaire.selectors.sureness import RunSureness, run_sureness
from reports.sections.confidence.content import AgreedLine, ConfidenceChapter, SureLine
from reports.selectors.measured import Measured, topic
from reports.selectors.record import PlantRecord
from scoring.domain.asked import asked_weights
from scoring.domain.matrix import Level
from scoring.domain.sections import title_of
from scoring.domain.undefined import Undefined, why
from scoring.domain.widest import beside_gaps

LANGUAGES = ("en", "zh-hans")


def collect(record: PlantRecord) -> ConfidenceChapter:
    """Return the chapter."""
    found = record.measured
    if found is None:
        return ConfidenceChapter(open_points=record.run_points)
    matrix = beside_gaps(found.matrix)
    sure, voices = run_sureness(found.result), section_voices(found.assessment)
    proofs = provable_questions(found.assessment)
    rows = tuple(
        _line(
            found,
            sure,
            row.dimension,
            row.whole,
            proofs,
            title=title_of(found.framework.nodes[row.dimension]),
            heard=voices.get(row.dimension),
        )
        for row in matrix.rows
    )
    root = found.framework.root.id
    return ConfidenceChapter(
        overall=_line(found, sure, root, matrix.overall, proofs),
        dimensions=rows,
        agreed=_agreed(found, [one for part in voices.values() for one in part.agreed]),
        apart=bool(voices),
        open_points=record.run_points,
    )


def _line(
    found: Measured,
    sure: RunSureness,
    node: str,
    level: Level,
    proofs: Mapping[str, bool],
    *,
    title: LocalizedText | None = None,
    heard: SectionVoices | None = None,
) -> SureLine:
    known, band = sure.of_node(node), sure.band(node)
    asked = asked_weights(found.framework, found.result.current, node)
    mine = [is_proven for question, is_proven in proofs.items() if question in asked]
    figures: dict[str, Any] = (
        {"why": why(known)}
        if isinstance(known, Undefined)
        else {
            "sure": known.value,
            "agreement": known.agreement,
            "proof": known.proof,
            "heard": known.heard,
        }
    )
    return SureLine(
        title=title,
        figures=level.shown,
        band=span(band.lower, band.upper) if band else "",
        proven=sum(mine),
        provable=len(mine),
        **figures,
        alpha=heard.alpha if heard and isinstance(heard.alpha, Decimal) else None,
        no_alpha=_why_no_alpha(heard),
    )


def _why_no_alpha(heard: SectionVoices | None) -> LocalizedText | None:
    if heard is None:
        return phrase("not answered apart")
    return why(heard.alpha) if isinstance(heard.alpha, Undefined) else None


def _agreed(found: Measured, rows: Collection[AgreedOn]) -> tuple[AgreedLine, ...]:
    cards = {name: question_cards(found.assessment.framework, name) for name in LANGUAGES}

    def words(row: AgreedOn) -> LocalizedText:
        return LocalizedText(
            {name: in_words(cards[name][row.question], row.value, name) for name in LANGUAGES}
        )

    return tuple(
        AgreedLine(
            question=row.question,
            topic=topic(found.framework, row.question),
            answer=words(row),
            voices=row.voices,
            low=row.low,
            high=row.high,
            reason=row.reason,
            by=row.by,
        )
        for row in rows
    )
