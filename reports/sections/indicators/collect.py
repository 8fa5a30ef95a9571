"""Start, last reading and target of every indicator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from indicators.domain.series import IndicatorSeries
from readings.models import Measurement
from reports.sections.baselines.collect import explained
from reports.sections.indicators.content import IndicatorChapter, IndicatorLine
from reports.selectors.record import PlantRecord


def collect(record: PlantRecord) -> IndicatorChapter:
    """Return start, last reading and target of every indicator."""
    causes = {
        key: {row.period: row for row in rows} for key, rows in explained(record.plant).items()
    }
    return IndicatorChapter(
        tuple(_line(series, causes.get(series.key, {})) for series in record.indicators)
    )


def _line(series: IndicatorSeries, causes: Mapping[date, Measurement]) -> IndicatorLine:
    newest = series.latest
    if newest is None or not newest.is_excluded:
        return IndicatorLine(series, None)
    return IndicatorLine(series, causes[newest.period].both("cause"))
