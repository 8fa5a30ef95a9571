"""What a worker computes of readings as tables, and where it is stored.

It loads pandas: only tasks, reactions and commands import this module, inside their functions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from core import clock
from indicators.domain.snapshot import series_seal
from indicators.models import GroupTrend, StoredTrend
from readings.domain.frames import FrameCell, group_trend, quarters, trend
from readings.domain.periods import PER_YEAR, PeriodStep, label_of, position_of
from readings.domain.points import SeriesPoint
from readings.domain.verdicts import (
    TrendVerdict,
    group_data,
    quarters_data,
    trend_data,
    trend_from,
)
from readings.models import Indicator, Measurement, PlantIndicator


def refresh(rows: Iterable[PlantIndicator]) -> list[PlantIndicator]:
    """Store quarters and trends of plants' indicators; those that are up to date stay.

    Args:
        rows: of any plants of the tenants in scope, with their definitions.

    Returns:
        Those that were computed.
    """
    known = {row.pk: row for row in rows}
    cells = _cells(known)
    stored = dict(
        StoredTrend.objects.filter(plant_indicator__in=known).values_list(
            "plant_indicator_id", "readings_sha256"
        )
    )
    done = []
    for key, row in known.items():
        points = [_point(cell, row.indicator.step) for cell in cells[key]]
        digest = series_seal(points, row.indicator.aggregation)
        if stored.get(key) != digest:
            _store(row, cells[key], points, digest)
            done.append(row)
    return done


def _cells(keys: Collection[int]) -> dict[int, list[FrameCell]]:
    """Return the readings that count by indicator of a plant, in order of time."""
    found: dict[int, list[FrameCell]] = {key: [] for key in keys}
    rows = Measurement.objects.filter(plant_indicator__in=list(keys), is_excluded=False)
    for key, frequency, period, value, elements in rows.order_by("period").values_list(
        *("plant_indicator_id", "plant_indicator__indicator__frequency"),
        *("period", "value", "elements"),
    ):
        place = position_of(period, PeriodStep(frequency))
        parts = {name: Decimal(text) for name, text in elements.items()} or None
        found[key].append(FrameCell(str(key), place, value, parts))
    return found


def _point(cell: FrameCell, step: PeriodStep) -> SeriesPoint:
    return SeriesPoint(cell.position, label_of(step)(cell.position), cell.value)


def _store(
    row: PlantIndicator, cells: list[FrameCell], points: list[SeriesPoint], digest: str
) -> None:
    indicator = row.indicator
    formula = "" if indicator.is_own else indicator.code
    made = (
        quarters(cells, indicator.aggregation, formula)
        if indicator.step is PeriodStep.MONTH
        else ()
    )
    StoredTrend.objects.update_or_create(
        plant_indicator=row,
        defaults={
            "quarters": quarters_data(made),
            "trend": trend_data(trend(points, PER_YEAR[indicator.step])),
            "readings_sha256": digest,
            "computed_at": clock.now(),
        },
    )


def refresh_groups(indicators: Iterable[Indicator]) -> None:
    """Store how the plants that follow definitions drift together, in three reads for all of them.

    Plants that count in another unit are left out; one plant is no group.
    """
    wanted = {one.pk: one for one in indicators}
    rows = PlantIndicator.objects.filter(indicator__in=wanted, is_active=True, unit={})
    of = dict(rows.order_by("pk").values_list("pk", "indicator_id"))
    told = StoredTrend.objects.filter(plant_indicator__in=of)
    verdicts = {one.plant_indicator_id: trend_from(one.trend) for one in told}
    series: dict[int, dict[str, list[SeriesPoint]]] = {key: {} for key in wanted}
    for key, cells in _cells(of).items():
        if cells and key in verdicts:
            step = wanted[of[key]].step
            series[of[key]][str(key)] = [_point(cell, step) for cell in cells]
    for key, found in series.items():
        _store_group(wanted[key], found, {name: verdicts[int(name)] for name in found})


def _store_group(
    indicator: Indicator,
    series: Mapping[str, list[SeriesPoint]],
    verdicts: Mapping[str, TrendVerdict],
) -> None:
    if len(series) < 2:
        GroupTrend.objects.filter(indicator=indicator).delete()
        return
    verdict = group_trend(series, verdicts)
    GroupTrend.objects.update_or_create(
        indicator=indicator,
        defaults={"verdict": group_data(verdict), "computed_at": clock.now()},
    )
