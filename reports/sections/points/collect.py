"""The open points of a plant."""

from __future__ import annotations

from reports.sections.points.content import PointChapter
from reports.selectors.record import PlantRecord


def collect(record: PlantRecord) -> PointChapter:
    """Return the chapter."""
    return PointChapter(record.open_points)
