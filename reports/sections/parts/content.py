"""How each score is made up: every question with its level and weight."""

from __future__ import annotations

from dataclasses import dataclass

from reports.sections.capability.content import DimensionLine


@dataclass(frozen=True, slots=True)
class PartAppendix:
    """The appendix, by dimension."""

    dimensions: tuple[DimensionLine, ...]
