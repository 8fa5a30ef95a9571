"""How each score is made up: every question with its level and weight."""

from __future__ import annotations

from dataclasses import dataclass

from reports.sections.capability.content import DimensionLine


@dataclass(frozen=True, slots=True)
class PartAppendix:
    """The appendix, by dimension; `adds_up` says whether questions are split among processes."""

    dimensions: tuple[DimensionLine, ...]
    adds_up: bool = False
