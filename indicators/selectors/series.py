"""A plant's indicators as the rules take them, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import JSONField, OuterRef, QuerySet, Subquery
from django.utils import timezone

from core.text import LocalizedText, localized
from core.wording.texts import lt
from indicators.domain.series import (
    IndicatorSeries,
    PathCounts,
    Reading,
    Target,
    Version,
    count_paths,
)
from indicators.domain.snapshot import from_data
from indicators.domain.targets import Direction
from indicators.models import IndicatorBaseline
from organizations.models import Plant
from organizations.selectors.places import plant_today
from readings.domain.periods import PeriodStep
from readings.models import Measurement, PlantIndicator

_UNNAMED = LocalizedText.of("", "")


def plant_rows(plants: Iterable[Plant]) -> QuerySet[PlantIndicator]:
    """Return the followed indicators of plants by code, each with its definition and owner."""
    return (
        PlantIndicator.objects.filter(plant__in=list(plants), is_active=True)
        .select_related("indicator", "owner", "plant")
        .order_by("indicator__code")
    )


def rows_of(plant: Plant) -> list[PlantIndicator]:
    """Return the followed indicators of one plant by code; they share the plant."""
    rows = list(plant_rows([plant]).select_related(None).select_related("indicator", "owner"))
    for row in rows:
        row.plant = plant
    return rows


def indicator_series(row: PlantIndicator, today: dt.date | None = None) -> IndicatorSeries:
    """Return one indicator of a plant as it is stored now, in two queries.

    Args:
        row: the plant's indicator.
        today: the day from which freshness is judged; by default the plant's own today.
    """
    return series_of([row], today or plant_today(row.plant))[0]


def series_of(
    rows: Sequence[PlantIndicator], today: dt.date, *, brief: bool = False
) -> list[IndicatorSeries]:
    """Return indicators with their readings and baselines, in two queries.

    Args:
        rows: of any plants.
        today: the day from which freshness is judged.
        brief: of each reading only what standing and state rest on, for lists; `quality` needs
            the whole.
    """
    keys = [row.pk for row in rows]
    readings = _brief_readings(keys) if brief else _readings(keys)
    baselines = _baselines(keys)
    return [_series(row, readings[row.pk], baselines[row.pk], today) for row in rows]


def _series(
    row: PlantIndicator,
    readings: Sequence[Reading],
    baselines: Sequence[Version],
    today: dt.date,
) -> IndicatorSeries:
    indicator = row.indicator
    return IndicatorSeries(
        key=row.pk,
        code=indicator.code,
        title=LocalizedText.from_dict(indicator.title),
        unit=LocalizedText.from_dict(row.unit_text or {"en": "", "zh-hans": ""}),
        unit_kind=indicator.unit_kind,
        direction=Direction(indicator.direction),
        step=indicator.step,
        readings=tuple(readings),
        bounds=row.bounds,
        baselines=tuple(baselines),
        target=_target(row),
        today=today,
        followed_on=timezone.localtime(row.created_at).date(),
    )


def _brief_readings(keys: Sequence[int]) -> dict[int, list[Reading]]:
    found: dict[int, list[Reading]] = {key: [] for key in keys}
    rows = Measurement.objects.filter(plant_indicator__in=keys).order_by("period")
    for key, pk, period, value, excluded, cause in rows.values_list(
        "plant_indicator_id", "pk", "period", "value", "is_excluded", "cause"
    ):
        found[key].append(Reading(period, value, excluded, cause, key=pk))
    return found


def _readings(keys: Sequence[int]) -> dict[int, list[Reading]]:
    """Return readings in order of time by indicator; as plain columns, for there are many."""
    found: dict[int, list[Reading]] = {key: [] for key in keys}
    rows = Measurement.objects.filter(plant_indicator__in=keys).order_by("period")
    local = timezone.localtime
    for (
        key,
        period,
        value,
        excluded,
        cause,
        words,
        quality,
        origin,
        file,
        made_at,
        pk,
        version,
    ) in rows.values_list(
        "plant_indicator_id",
        "period",
        "value",
        "is_excluded",
        "cause",
        "translations",
        "quality",
        "origin",
        "reading_import__file_name",
        "created_at",
        "pk",
        "version",
    ):
        found[key].append(
            Reading(
                period,
                value,
                excluded,
                lt(localized(cause, words.get("cause", {}))),
                quality,
                origin,
                file or "",
                local(made_at).date(),
                pk,
                version,
            )
        )
    return found


def _baselines(keys: Sequence[int]) -> dict[int, list[Version]]:
    found: dict[int, list[Version]] = {key: [] for key in keys}
    rows = IndicatorBaseline.objects.filter(plant_indicator__in=keys).order_by("-number")
    for item in rows.select_related("made_by").defer("readings"):
        found[item.plant_indicator_id].append(_version(item))
    return found


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

    For pages and the KPI baseline report; three queries.
    """
    return series_of(rows_of(plant), today or plant_today(plant))


def path_counts(plant: Plant, *, today: dt.date) -> PathCounts:
    """Return how many indicators are on or ahead of their path, behind, or without readings.

    One query: of each indicator it reads the newest baseline, the newest reading, and the newest
    one that counts, of which its standing is.
    """
    readings = Measurement.objects.filter(plant_indicator=OuterRef("pk")).order_by("-period")
    counted = readings.filter(is_excluded=False)
    baselines = IndicatorBaseline.objects.filter(plant_indicator=OuterRef("pk")).order_by("-number")
    rows = PlantIndicator.objects.filter(plant=plant, is_active=True).annotate(
        newest=Subquery(readings.values("period")[:1]),
        period=Subquery(counted.values("period")[:1]),
        value=Subquery(counted.values("value")[:1]),
        first=Subquery(baselines.values("period_from")[:1]),
        last=Subquery(baselines.values("period_to")[:1]),
        statistics=Subquery(baselines.values("statistics")[:1], output_field=JSONField()),
    )
    own = ("pk", "created_at", "target_value", "target_on")
    fields = (*own, "indicator__direction", "indicator__frequency")
    names = ("newest", "period", "value", "first", "last", "statistics")
    return count_paths([_newest(row, today) for row in rows.values(*fields, *names)])


def _newest(row: dict[str, Any], today: dt.date) -> IndicatorSeries:
    """Return an indicator with no more of its readings than its standing asks for."""
    readings = []
    if row["period"] is not None:
        readings.append(Reading(row["period"], row["value"]))
    if row["newest"] != row["period"]:
        readings.append(Reading(row["newest"], Decimal(0), is_excluded=True))
    aim = row["target_value"]
    baselines: tuple[Version, ...] = ()
    if row["statistics"] is not None:
        baselines = (Version(0, row["first"], row["last"], from_data(row["statistics"])),)
    return IndicatorSeries(
        key=row["pk"],
        code="",
        title=_UNNAMED,
        unit=_UNNAMED,
        unit_kind="",
        direction=Direction(row["indicator__direction"]),
        step=PeriodStep(row["indicator__frequency"]),
        readings=tuple(readings),
        baselines=baselines,
        target=None if aim is None else Target(aim, row["target_on"]),
        today=today,
        followed_on=timezone.localtime(row["created_at"]).date(),
    )
