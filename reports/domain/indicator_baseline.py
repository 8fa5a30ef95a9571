"""Everything that the KPI baseline says, in one frozen object."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.text import LocalizedText as Words
from indicators.domain.series import IndicatorSeries
from reports.domain.blueprint import Head, Stamp
from reports.domain.state import OpenPoint


@dataclass(frozen=True, slots=True)
class BenchmarkLine:
    """A figure of others with its source: a number, or words from the catalog."""

    number: Decimal | None
    value: Words | None
    note: Words | None
    grade: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """One indicator of the plant: what it means, its series, and figures of others."""

    series: IndicatorSeries
    definition: Words | None
    formula: Words | None
    direction: Words
    frequency: Words
    source: str
    plant_source: str
    owner: str
    deviation: str
    benchmarks: tuple[BenchmarkLine, ...]


@dataclass(frozen=True, slots=True)
class IndicatorReport:
    """The whole document."""

    stamp: Stamp
    head: Head
    indicators: tuple[IndicatorPart, ...]
    open_points: tuple[OpenPoint, ...]
