"""Nothing is read for the words on method."""

from __future__ import annotations

from reports.sections.method.content import MethodChapter
from reports.selectors.record import PlantRecord


def collect(_record: PlantRecord) -> MethodChapter:
    """Return the chapter."""
    return MethodChapter()
