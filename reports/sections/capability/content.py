"""The matrix of dimensions and processes, with the parts of each score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.text import LocalizedText
from reports.sections.readiness.content import Readiness


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One line of an explanation: level times weight is the product; products sum to the score."""

    question: str
    topic: LocalizedText
    level: Decimal
    weight: Decimal
    product: Decimal


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """One capability dimension with its cells and the parts of its score."""

    id: str
    title: LocalizedText
    key_question: LocalizedText | None
    difficulty: LocalizedText | None
    strategy: LocalizedText | None
    current: Decimal | None
    target: Decimal | None
    change: Decimal | None
    cells: tuple[Decimal | None, ...]
    parts: tuple[ScorePart, ...]


@dataclass(frozen=True, slots=True)
class Capability:
    """The matrix: dimensions by processes."""

    processes: tuple[LocalizedText, ...]
    dimensions: tuple[DimensionLine, ...]
    process_totals: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class CapabilityChapter:
    """The chapter."""

    readiness: Readiness | None
    capability: Capability
