"""The run behind a document: readiness, matrix with explanations, gaps, answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from assessment.models import Assessment
from assessment.selectors.appendix import answer_lines
from assessment.selectors.result import RunResult, result
from assessment.selectors.runs import current_run, last_signed, previous_signed
from capability.selectors import matrices
from core.text import LocalizedText
from needs.models import Requirement
from organizations.models import Plant
from packs.schema import Framework
from reports.domain.capability import (
    AppendixLine,
    Capability,
    DimensionLine,
    GapLine,
    Readiness,
    ScorePart,
)
from reports.selectors.words import stored
from roadmap.models import Initiative
from scoring.domain.matrix import Matrix
from scoring.domain.sections import title_of

EMPTY = Capability(processes=(), dimensions=(), process_totals=())


@dataclass(frozen=True, slots=True)
class Measured:
    """The result of a run with its matrix."""

    result: RunResult
    matrix: Matrix

    @property
    def assessment(self) -> Assessment:
        """The stored run."""
        return self.result.assessment

    @property
    def framework(self) -> Framework:
        """What was asked."""
        return self.result.framework


def chosen_run(plant: Plant) -> Assessment | None:
    """Return the run a document speaks of: the newest signed one, else the one under way."""
    return last_signed(plant) or current_run(plant)


def measured(plant: Plant) -> Measured | None:
    """Return what the run of a document says; None if the plant has none."""
    assessment = chosen_run(plant)
    if assessment is None:
        return None
    assessment.plant = plant
    found = result(assessment)
    (matrix,) = matrices([found])
    return Measured(found, matrix)


def readiness(found: Measured) -> Readiness:
    """Return the overall result of a run."""
    assessment, said = found.assessment, found.result
    before = previous_signed(assessment)
    reading, whole = said.reading, found.matrix.overall
    level = reading.level if reading else None
    return Readiness(
        run=assessment.title,
        framework=stored(assessment.framework.title),
        framework_version=said.pack_release,
        engine_version=said.engine_version,
        snapshot=said.seal.sha256 if said.seal else "",
        is_provisional=said.is_provisional,
        signed_on=assessment.signed_off_at.date() if assessment.signed_off_at else None,
        signed_by=assessment.signed_off_by.name if assessment.signed_off_by else "",
        previous_run=before.title if before else "",
        target_on=assessment.target_on,
        score=whole.current,
        target=whole.target,
        change=whole.change,
        maximum=said.current.total.maximum,
        level=level,
        level_name=None if level is None else found.framework.level_names.get(level),
        next_level=reading.next_level if reading else None,
        coverage=said.coverage,
        answered=assessment.answered_count,
        questions=assessment.question_count,
        unmet=tuple(lack.text for lack in (reading.unmet if reading else ())),
    )


def capability(found: Measured) -> Capability:
    """Return the matrix with the parts that make each dimension's score."""
    framework, matrix = found.framework, found.matrix
    titles = {entry.id: entry.title for entry in framework.processes}
    processes = [name for name in titles if name in matrix.processes]
    cards = {entry.id: entry for entry in framework.dimensions}
    dimensions = []
    for row in matrix.rows:
        card = cards.get(row.dimension)
        dimensions.append(
            DimensionLine(
                id=row.dimension,
                title=title_of(framework.nodes[row.dimension]),
                key_question=card.key_question if card else None,
                difficulty=card.difficulty if card else None,
                strategy=card.strategy if card else None,
                current=row.whole.current,
                target=row.whole.target,
                change=row.whole.change,
                cells=tuple(
                    row.cells[name].current if name in row.cells else None for name in processes
                ),
                parts=_parts(found, row.dimension),
            )
        )
    return Capability(
        processes=tuple(titles[name] for name in processes),
        dimensions=tuple(dimensions),
        process_totals=tuple(matrix.processes[name].current for name in processes),
    )


def _parts(found: Measured, dimension: str) -> tuple[ScorePart, ...]:
    return tuple(
        ScorePart(
            line.item, topic(found.framework, line.item), line.value, line.weight, line.product
        )
        for line in found.result.current.nodes[dimension].contributions
    )


def topic(framework: Framework, question: str) -> LocalizedText:
    """Return what a question is about."""
    known = framework.questions_by_id.get(question)
    return known.topic if known else title_of(framework.nodes[question])


def gap_lines(found: Measured, plant: Plant) -> tuple[GapLine, ...]:
    """Return the open gaps, the most valuable first, with what the plan does about them."""
    framework = found.framework
    codes = dict(
        Requirement.objects.filter(plant=plant)
        .exclude(state=Requirement.State.DROPPED)
        .values_list("question", "code")
    )
    answered = _answered_by(plant)
    lines = []
    for gap in found.result.gaps:
        known = framework.questions_by_id.get(gap.question)
        linked = known.initiatives if known else ()
        named = answered.get(gap.question, []) + [
            title for name in linked for title in answered.get(f"catalog {name}", [])
        ]
        lines.append(
            GapLine(
                question=gap.question,
                topic=topic(framework, gap.question),
                dimension=title_of(framework.nodes[gap.dimension]),
                current=gap.current,
                target=gap.target,
                worth=gap.priority,
                requirement=codes.get(gap.question, ""),
                answered_by=tuple(dict.fromkeys(named)),
            )
        )
    return tuple(lines)


def _answered_by(plant: Plant) -> dict[str, list[LocalizedText]]:
    """Return titles of planned initiatives by the question they answer or the catalog's name."""
    rows = Initiative.objects.filter(roadmap__plant=plant).exclude(status=Initiative.Status.STOPPED)
    found: dict[str, list[LocalizedText]] = defaultdict(list)
    for row in rows.prefetch_related("requirements"):
        title = stored(row.title)
        if row.catalog_id:
            found[f"catalog {row.catalog_id}"].append(title)
        for requirement in row.requirements.all():
            found[requirement.question].append(title)
    return found


def answers(found: Measured) -> tuple[AppendixLine, ...]:
    """Return every question that the run asked with its answer in words."""
    english_lines, chinese_lines = (
        answer_lines(found.assessment, language, found.result) for language in ("en", "zh-hans")
    )
    pairs = zip(english_lines, chinese_lines, strict=True)
    return tuple(
        AppendixLine(
            question=english.question,
            topic=LocalizedText(english.topic, chinese.topic),
            dimension=english.section,
            answer=LocalizedText(english.answer, chinese.answer),
            level=english.level,
            target=english.target,
            not_applicable=english.not_applicable,
            reason=english.reason,
            note=english.note,
            answered_by=english.answered_by,
            evidence=len(english.evidence),
            is_answered=english.is_answered,
        )
        for english, chinese in pairs
    )
