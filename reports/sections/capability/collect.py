"""The matrix of the run with the parts that make each score."""

from __future__ import annotations

from capability.domain.cells import cell_mark, is_single
from packs.schema import Framework
from reports.sections.capability.content import (
    Capability,
    CapabilityChapter,
    CellLine,
    DimensionLine,
    LeftOut,
    ScorePart,
)
from reports.sections.readiness.collect import readiness
from reports.selectors.measured import Measured, topic
from reports.selectors.record import PlantRecord
from scoring.domain.cells import adds_up, columns
from scoring.domain.explaining import PartLine, explain_node
from scoring.domain.matrix import Level
from scoring.domain.numbers import ZERO
from scoring.domain.sections import title_of
from scoring.domain.types import CellScore
from scoring.domain.widest import beside_gaps

EMPTY = Capability(processes=(), dimensions=(), process_totals=())


def collect(record: PlantRecord) -> CapabilityChapter:
    """Return the chapter."""
    return CapabilityChapter(readiness(record.measured), capability(record.measured))


def capability(found: Measured | None) -> Capability:
    """Return the matrix with the parts that make each dimension's score; empty without a run."""
    if found is None:
        return EMPTY
    framework, matrix = found.framework, beside_gaps(found.matrix)
    titles = {name: title for name, title in columns(framework).items() if name in matrix.processes}
    cards = {entry.id: entry for entry in framework.dimensions}
    scored = {(cell.dimension, cell.process): cell for cell in found.result.current.cells}
    dimensions = []
    for row in matrix.rows:
        card = cards.get(row.dimension)
        explained = explain_node(framework, found.result.current, row.dimension)
        dimensions.append(
            DimensionLine(
                id=row.dimension,
                title=title_of(framework.nodes[row.dimension]),
                key_question=card.key_question if card else None,
                difficulty=card.difficulty if card else None,
                strategy=card.strategy if card else None,
                current=row.whole.current,
                target=row.whole.target,
                figures=row.whole.shown,
                low=row.whole.low,
                high=row.whole.high,
                cells=tuple(
                    _cell(framework, row.cells.get(name), scored.get((row.dimension, name)))
                    for name in titles
                ),
                parts=tuple(_part(framework, line) for line in explained.lines),
                left_out=tuple(
                    LeftOut(
                        line.item,
                        topic(framework, line.item),
                        line.stated,
                        line.state != "not_applicable",
                    )
                    for line in explained.left_out
                ),
            )
        )
    return Capability(
        processes=tuple(titles.values()),
        dimensions=tuple(dimensions),
        process_totals=tuple(matrix.processes[name].shown for name in titles),
        adds_up=adds_up(framework),
        overall=matrix.overall.shown,
    )


def _cell(framework: Framework, level: Level | None, cell: CellScore | None) -> CellLine:
    score = level.current if level else None
    if cell is None or not cell.contributions or not adds_up(framework):
        return CellLine(score)
    return CellLine(score, cell_mark(cell), is_single(cell))


def _part(framework: Framework, line: PartLine) -> ScorePart:
    return ScorePart(
        question=line.item,
        topic=topic(framework, line.item),
        level=line.value or ZERO,
        stated=line.stated,
        parts=_parts(framework, line.item),
        weight=line.weight or ZERO,
        product=line.product or ZERO,
    )


def _parts(framework: Framework, item: str) -> int:
    """Return among how many processes a question is split; 0 if it is plant-wide."""
    question = framework.questions_by_id.get(item)
    return 0 if question is None or question.processes == "all" else len(set(question.processes))
