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
    lines = [
        ReachLine(
            title=title_of(nodes[name]),
            start=start,
            values=tuple(year.standing.dimensions[name] for year in known.years),
            target=known.targets.get(name),
        )
        for name, start in known.start.dimensions.items()
    ]
    whole = ReachLine(
        title=None,
        start=known.start.total,
        values=tuple(year.standing.total for year in known.years),
        target=known.target,
    )
    return Reach(
        run=known.run.assessment.title,
        days=tuple(year.on for year in known.years),
        lines=(*lines, whole),
        late=known.late,
        without_lift=known.without_lift,
    )
