"""Indicators nobody has read yet."""

from __future__ import annotations

from reports.sections.baselines.collect import parts_of
from reports.sections.unread.content import UnreadChapter
from reports.selectors.record import PlantRecord


def collect(record: PlantRecord) -> UnreadChapter:
    """Return the chapter."""
    return UnreadChapter(tuple(part for part in parts_of(record) if not part.series.readings))
