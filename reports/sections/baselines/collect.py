"""What the KPI baseline says of each indicator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from core.text import LocalizedText
from indicators.domain.series import IndicatorSeries
from indicators.selectors.benchmarks import BenchmarkRow, shown_benchmarks
from indicators.selectors.series import rows_of, series_of
from organizations.models import Plant
from readings.models import Indicator, Measurement, PlantIndicator
from reports.sections.baselines.content import (
    BaselineChapter,
    BenchmarkLine,
    CauseLine,
    IndicatorPart,
)
from reports.selectors.record import PlantRecord
from reports.selectors.words import said, same, stored


def collect(record: PlantRecord) -> BaselineChapter:
    """Return what the KPI baseline says of the indicators that have readings."""
    return BaselineChapter(tuple(part for part in parts_of(record) if part.series.readings))


def parts_of(record: PlantRecord) -> tuple[IndicatorPart, ...]:
    """Return everything the KPI baseline says of every indicator."""
    told = explained(record.plant)
    rows = rows_of(record.plant)
    pairs = zip(rows, series_of(rows, record.today), strict=True)
    return tuple(_part(row, series, told[row.pk]) for row, series in pairs)


def explained(plant: Plant) -> dict[int, list[Measurement]]:
    """Return indicator of the plant -> its readings with a cause, by period."""
    found: dict[int, list[Measurement]] = defaultdict(list)
    rows = Measurement.objects.filter(plant_indicator__plant=plant).exclude(cause="")
    for reading in rows.order_by("period"):
        found[reading.plant_indicator_id].append(reading)
    return found


def _part(row: PlantIndicator, series: IndicatorSeries, causes: list[Measurement]) -> IndicatorPart:
    definition = row.indicator
    return IndicatorPart(
        series=series,
        definition=_words(definition.definition),
        formula=_words(definition.formula),
        direction=said(Indicator.Direction(definition.direction).label),
        frequency=said(Indicator.Frequency(definition.frequency).label),
        source=row.both("source") if row.source else same(definition.source),
        owner=row.owner.name if row.owner else definition.owner_name,
        deviation=row.both("deviation") if row.deviation else None,
        target_reason=row.both("target_reason") if row.target_reason else None,
        causes=tuple(
            CauseLine(reading.period, reading.both("cause"), reading.is_excluded)
            for reading in causes
        ),
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
