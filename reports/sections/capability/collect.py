"""The matrix of the run with the parts that make each score."""

from __future__ import annotations

from reports.sections.capability.content import (
    Capability,
    CapabilityChapter,
    DimensionLine,
    ScorePart,
)
from reports.sections.readiness.collect import readiness
from reports.selectors.measured import Measured, topic
from reports.selectors.record import PlantRecord
from scoring.domain.sections import title_of

EMPTY = Capability(processes=(), dimensions=(), process_totals=())


def collect(record: PlantRecord) -> CapabilityChapter:
    """Return the chapter."""
    return CapabilityChapter(readiness(record.measured), capability(record.measured))


def capability(found: Measured | None) -> Capability:
    """Return the matrix with the parts that make each dimension's score; empty without a run."""
    if found is None:
        return EMPTY
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
