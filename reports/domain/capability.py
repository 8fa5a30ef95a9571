"""Readiness in the blueprint: the result, the matrix, the gaps and the answers behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class Readiness:
    """The run behind the figures, and its overall result."""

    run: str
    framework: LocalizedText
    framework_version: str
    engine_version: str
    snapshot: str
    is_provisional: bool
    signed_on: date | None
    signed_by: str
    previous_run: str
    target_on: date | None
    score: Decimal | None
    target: Decimal | None
    change: Decimal | None
    maximum: Decimal
    level: int | None
    level_name: LocalizedText | None
    next_level: int | None
    coverage: Decimal
    answered: int
    questions: int
    unmet: tuple[LocalizedText, ...]


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
class GapLine:
    """A gap, the requirement that follows, and what answers it in the plan."""

    question: str
    topic: LocalizedText
    dimension: LocalizedText
    current: Decimal
    target: Decimal
    worth: Decimal
    requirement: str
    answered_by: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class AppendixLine:
    """One answer of the appendix."""

    question: str
    topic: LocalizedText
    dimension: str
    answer: LocalizedText
    level: int | None
    target: int | None
    not_applicable: bool
    reason: str
    note: str
    answered_by: str
    evidence: int
    is_answered: bool
