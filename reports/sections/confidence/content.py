"""How sure the scores are, how far people agree, and what was agreed on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.text import LocalizedText
from reports.domain.state import OpenPoint
from scoring.domain.matrix import Figures


@dataclass(frozen=True, slots=True)
class SureLine:
    """A dimension, or the whole: its score with its band as written, and what makes it sure.

    `sure` is agreement × evidence × functions heard, each 0 to 1; where there is no such figure, `why`
    says so. `alpha` stands for dimensions that were answered apart, else `no_alpha` says why not. Of
    `provable` answers, whose level asks for evidence, `proven` have accepted evidence.
    """

    title: LocalizedText | None
    figures: Figures
    sure: Decimal | None = None
    agreement: Decimal | None = None
    proof: Decimal | None = None
    heard: Decimal | None = None
    band: str = ""
    why: LocalizedText | None = None
    alpha: Decimal | None = None
    no_alpha: LocalizedText | None = None
    proven: int = 0
    provable: int = 0


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """A question on which an assessor agreed with those who answered: what they said lies between two ends."""

    question: str
    topic: LocalizedText
    answer: LocalizedText
    voices: int
    low: Decimal | None
    high: Decimal | None
    reason: LocalizedText
    by: str


@dataclass(frozen=True, slots=True)
class ConfidenceChapter:
    """The chapter; without a run it has no lines. `apart` says whether anything was answered apart."""

    overall: SureLine | None = None
    dimensions: tuple[SureLine, ...] = ()
    agreed: tuple[AgreedLine, ...] = ()
    apart: bool = False
    open_points: tuple[OpenPoint, ...] = ()
