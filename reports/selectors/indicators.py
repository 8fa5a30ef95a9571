"""Indicators in the words of documents: the blueprint's table and the KPI baseline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core.text import LocalizedText
from indicators.domain.series import IndicatorSeries
from indicators.selectors.benchmarks import BenchmarkRow, shown_benchmarks
from indicators.selectors.series import indicator_series, plant_indicators, plant_rows
from organizations.models import Plant
from readings.models import Indicator, PlantIndicator
from reports.domain.blueprint import IndicatorLine
from reports.domain.indicator_baseline import BenchmarkLine, IndicatorPart
from reports.selectors.words import said, same, stored


def indicator_lines(plant: Plant, today: date) -> tuple[IndicatorLine, ...]:
    """Return start, last reading and target of every indicator."""
    return tuple(_line(series) for series in plant_indicators(plant, today=today))


def _line(series: IndicatorSeries) -> IndicatorLine:
    statistics = series.baseline.statistics if series.baseline else None
    last, target = series.newest_counted, series.target
    newest = series.latest
    return IndicatorLine(
        code=series.code,
        title=series.title,
        unit=series.unit,
        places=series.places,
        baseline=statistics.center if statistics else None,
        grade=statistics.grade.value if statistics else "",
        last=last.value if last else None,
        last_period=last.period if last else None,
        left_out=newest.period if newest and newest.is_excluded else None,
        target=target.value if target else None,
        target_on=target.on if target else None,
        standing=series.standing.value if series.standing else "",
    )


def indicator_parts(plant: Plant, today: date) -> tuple[IndicatorPart, ...]:
    """Return everything the KPI baseline says of every indicator."""
    return tuple(_part(row, today) for row in plant_rows([plant]))


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
