"""The parts of each score."""

from __future__ import annotations

from reports.sections.capability.collect import capability
from reports.sections.parts.content import PartAppendix
from reports.selectors.record import PlantRecord


def collect(record: PlantRecord) -> PartAppendix:
    """Return the appendix."""
    matrix = capability(record.measured)
    return PartAppendix(matrix.dimensions, matrix.adds_up)
