"""A plant's indicators as the rules take them, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from core.text import LocalizedText
from core.wording.texts import lt
from indicators.domain.series import (
    IndicatorSeries,
    PlantSummary,
    Reading,
    Target,
    Version,
    summarize,
)
from indicators.domain.snapshot import from_data
from indicators.domain.targets import Direction
from indicators.models import IndicatorBaseline
from organizations.models import Plant
from organizations.selectors.places import plant_today
from readings.models import Measurement, PlantIndicator

LOADED = ("loaded_readings", "loaded_baselines")


def _parts() -> tuple[Prefetch[str], Prefetch[str]]:
    readings = Measurement.objects.select_related("reading_import").order_by("period")
    baselines = IndicatorBaseline.objects.select_related("made_by").order_by("-number")
    return (
        Prefetch("measurements", readings, LOADED[0]),
        Prefetch("baselines", baselines, LOADED[1]),
    )


def plant_rows(plants: Iterable[Plant]) -> QuerySet[PlantIndicator]:
    """Return the followed indicators of plants with everything a series needs, in three queries."""
    return (
        PlantIndicator.objects.filter(plant__in=list(plants), is_active=True)
        .select_related("indicator", "owner", "plant")
        .prefetch_related(*_parts())
        .order_by("indicator__code")
    )


def stored_series(row: PlantIndicator) -> IndicatorSeries:
    """Return one indicator as it is stored now, whatever was read before; for services."""
    for name in LOADED:
        row.__dict__.pop(name, None)
    return indicator_series(row)


def indicator_series(row: PlantIndicator, today: dt.date | None = None) -> IndicatorSeries:
    """Return one indicator of a plant; a row of `plant_rows` costs no further query.

    Args:
        row: the plant's indicator.
        today: the day from which freshness is judged; by default the plant's own today.
    """
    if not hasattr(row, LOADED[0]):
        prefetch_related_objects([row], *_parts())
    indicator = row.indicator
    return IndicatorSeries(
        key=row.pk,
        code=indicator.code,
        title=LocalizedText.from_dict(indicator.title),
        unit=LocalizedText.from_dict(row.unit_text or {"en": "", "zh-hans": ""}),
        unit_kind=indicator.unit_kind,
        direction=Direction(indicator.direction),
        step=indicator.step,
        readings=tuple(_reading(item) for item in _loaded(row, LOADED[0])),
        bounds=row.bounds,
        baselines=tuple(_version(item) for item in _loaded(row, LOADED[1])),
        target=_target(row),
        today=today or plant_today(row.plant),
    )


def _loaded(row: PlantIndicator, name: str) -> list[Any]:
    rows: list[Any] = getattr(row, name)
    return rows


def _reading(item: Measurement) -> Reading:
    return Reading(
        period=item.period,
        value=item.value,
        is_excluded=item.is_excluded,
        cause=lt(item.both("cause")),
        quality=item.quality,
        origin=item.origin,
        import_name=item.reading_import.file_name if item.reading_import else "",
        recorded_on=timezone.localtime(item.created_at).date(),
        key=item.pk,
        version=item.version,
    )


def _version(item: IndicatorBaseline) -> Version:
    return Version(
        number=item.number,
        first=item.period_from,
        last=item.period_to,
        statistics=from_data(item.statistics),
        sha256=item.sha256,
        made_at=item.made_at,
        made_by=item.made_by.name if item.made_by else "",
        note=item.note,
    )


def _target(row: PlantIndicator) -> Target | None:
    if row.target_value is None or row.target_on is None:
        return None
    return Target(
        value=row.target_value,
        on=row.target_on,
        kind=row.target_kind or "value",
        change=row.target_change,
        base=row.target_base,
        reason=lt(row.both("target_reason")),
        driver=lt(row.both("value_driver")),
    )


def plant_indicators(plant: Plant, *, today: dt.date | None = None) -> list[IndicatorSeries]:
    """Return every followed indicator of a plant with readings, baselines and target.

    For pages, the plant overview and the KPI baseline report; three queries.
    """
    day = today or plant_today(plant)
    return [indicator_series(row, day) for row in plant_rows([plant])]


def plant_summary(plant: Plant, *, today: dt.date | None = None) -> PlantSummary:
    """Return how many indicators are on or ahead of their path, behind, or without readings."""
    return summarize(plant_indicators(plant, today=today))
