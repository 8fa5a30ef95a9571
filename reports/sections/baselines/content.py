"""One indicator on a page: its meaning, its series and figures of others."""

from __future__ import annotations

from dataclasses import dataclass
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
class IndicatorPart:
    """One indicator of the plant: what it means, its series, and figures of others."""

    series: IndicatorSeries
    definition: LocalizedText | None
    formula: LocalizedText | None
    direction: LocalizedText
    frequency: LocalizedText
    source: str
    plant_source: str
    owner: str
    deviation: str
    benchmarks: tuple[BenchmarkLine, ...]


@dataclass(frozen=True, slots=True)
class BaselineChapter:
    """The chapters, one for each indicator."""

    indicators: tuple[IndicatorPart, ...]
