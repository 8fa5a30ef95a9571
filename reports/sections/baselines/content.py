"""One indicator on a page: its meaning, its series and figures of others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.text import LocalizedText
from indicators.domain.series import IndicatorSeries


@dataclass(frozen=True, slots=True)
class BenchmarkLine:
    """A figure of others with its source: a number, or words from the catalog."""

    number: Decimal | None
    value: LocalizedText | None
    note: LocalizedText | None
    grade: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class CauseLine:
    """What people say of one reading; one that is left out counts in no limit."""

    period: date
    cause: LocalizedText
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """One indicator of the plant: what it means, its series, and figures of others.

    `source` is where the plant takes its readings from, else where the catalog would.
    """

    series: IndicatorSeries
    definition: LocalizedText | None
    formula: LocalizedText | None
    direction: LocalizedText
    frequency: LocalizedText
    source: LocalizedText
    owner: str
    deviation: LocalizedText | None
    target_reason: LocalizedText | None
    causes: tuple[CauseLine, ...]
    benchmarks: tuple[BenchmarkLine, ...]


@dataclass(frozen=True, slots=True)
class BaselineChapter:
    """The chapters, one for each indicator that has readings."""

    indicators: tuple[IndicatorPart, ...]
