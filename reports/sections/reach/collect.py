"""What the plan reaches, year by year."""

from __future__ import annotations

from reports.sections.reach.content import Reach, ReachChapter, ReachLine
from reports.selectors.record import PlantRecord
from scoring.domain.sections import title_of


def collect(record: PlantRecord) -> ReachChapter:
    """Return the chapter."""
    return ReachChapter(reach_of(record))


def reach_of(record: PlantRecord) -> Reach | None:
    """Return the expected scores at the end of each year; None without a plan or a score."""
    known = record.reach
    if known is None:
        return None
    nodes = known.run.framework.nodes
    lines = [ReachLine(title_of(nodes[name]), climb) for name, climb in known.dimensions.items()]
    return Reach(
        run=known.run.assessment.title,
        days=known.days,
        lines=(*lines, ReachLine(None, known.total)),
        late=known.late,
        without_lift=known.without_lift,
        holding=record.state.holding,
    )
