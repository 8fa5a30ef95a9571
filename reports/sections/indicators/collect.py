"""Start, last reading and target of every indicator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from indicators.domain.series import IndicatorSeries
from readings.models import Measurement
from reports.sections.baselines.collect import explained
from reports.sections.indicators.content import IndicatorChapter, IndicatorLine, LeftOut
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
        left_out=LeftOut(newest.value, newest.period, causes[newest.period].both("cause"))
        if newest and newest.is_excluded
        else None,
        target=target.value if target else None,
        target_on=target.on if target else None,
        standing=series.standing.value if series.standing else "",
        is_outside=series.is_outside,
    )
