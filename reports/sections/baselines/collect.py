"""What the KPI baseline says of each indicator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core.text import LocalizedText
from indicators.selectors.benchmarks import BenchmarkRow, shown_benchmarks
from indicators.selectors.series import indicator_series, plant_rows
from readings.models import Indicator, PlantIndicator
from reports.sections.baselines.content import BaselineChapter, BenchmarkLine, IndicatorPart
from reports.selectors.record import PlantRecord
from reports.selectors.words import said, same, stored


def collect(record: PlantRecord) -> BaselineChapter:
    """Return everything the KPI baseline says of every indicator."""
    return BaselineChapter(tuple(_part(row, record.today) for row in plant_rows([record.plant])))


def _part(row: PlantIndicator, today: date) -> IndicatorPart:
    definition = row.indicator
    return IndicatorPart(
        series=indicator_series(row, today),
        definition=_words(definition.definition),
        formula=_words(definition.formula),
        direction=said(Indicator.Direction(definition.direction).label),
        frequency=said(Indicator.Frequency(definition.frequency).label),
        source=definition.source,
        plant_source=row.source,
        owner=row.owner.name if row.owner else definition.owner_name,
        deviation=row.deviation,
        benchmarks=tuple(_benchmark(entry) for entry in shown_benchmarks(row)),
    )


def _benchmark(row: BenchmarkRow) -> BenchmarkLine:
    return BenchmarkLine(
        number=row.number,
        value=_words(row.value),
        note=_words(row.note),
        grade=row.grade,
        source=row.source_name,
        url=row.source_url,
    )


def _words(text: str | Mapping[str, str]) -> LocalizedText | None:
    if isinstance(text, str):
        return same(text) if text else None
    return stored(text) if any(text.values()) else None
