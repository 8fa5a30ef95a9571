"""The matrix of dimensions and processes, with the parts of each score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.text import LocalizedText
from reports.sections.readiness.content import Readiness
from scoring.domain.matrix import NO_FIGURES, Figures


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One line of an explanation: level times weight is the product; products sum to the score.

    `stated` is the weight that the pack states, `parts` among how many processes it is split; 0 if
    the question is plant-wide.
    """

    question: str
    topic: LocalizedText
    level: Decimal
    stated: Decimal | None
    parts: int
    weight: Decimal
    product: Decimal


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question that the score leaves out: it waits for an answer, or does not apply."""

    question: str
    topic: LocalizedText
    stated: Decimal | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell: its score, and where cells add up what it rests on."""

    score: Decimal | None
    mark: LocalizedText | None = None
    is_single: bool = False


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """One capability dimension with its cells and the parts of its score.

    `low` and `high` are the ends of a score that is a range; None where it is one figure.
    """

    id: str
    title: LocalizedText
    key_question: LocalizedText | None
    difficulty: LocalizedText | None
    strategy: LocalizedText | None
    current: Decimal | None
    target: Decimal | None
    figures: Figures
    low: Decimal | None
    high: Decimal | None
    cells: tuple[CellLine, ...]
    parts: tuple[ScorePart, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def stated_places(self) -> int:
        """Decimals of the weights that the pack states, the same for all of them."""
        stated = (*(part.stated for part in self.parts), *(line.stated for line in self.left_out))
        known = (weight.normalize() for weight in stated if weight is not None)
        return max((-int(weight.as_tuple().exponent) for weight in known), default=0)


@dataclass(frozen=True, slots=True)
class Capability:
    """The matrix: dimensions by processes; `adds_up` says whether a row is the sum of its cells.

    `overall` are the figures of the whole with the places of the dimensions.
    """

    processes: tuple[LocalizedText, ...]
    dimensions: tuple[DimensionLine, ...]
    process_totals: tuple[Figures, ...]
    adds_up: bool = False
    overall: Figures = NO_FIGURES


@dataclass(frozen=True, slots=True)
class CapabilityChapter:
    """The chapter."""

    readiness: Readiness | None
    capability: Capability
