"""A plant that measures: the catalog, a followed indicator, readings, baseline and target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from indicators.models import IndicatorBaseline
from indicators.services import aims, plant_set
from organizations.models import Plant, User
from packs.loader import DATA_DIR
from packs.models import PackRelease
from packs.services import load_folder
from readings.domain.periods import add_months, month_position
from readings.models import Measurement, PlantIndicator

# The readings of the picture: twelve months of 2025, then ten of 2026 with October outside.
YEAR_2025 = (39, 42, 40, 43, 41, 45, 42, 39, 41, 38, 42, 40)
YEAR_2026 = ("40", "38.5", "41", "37.2", "39.4", "36.1", "37.9", "35.2", "36.6", "52.8")
JAN_2025, DEC_2025 = dt.date(2025, 1, 1), dt.date(2025, 12, 1)
PICTURE = (*YEAR_2025, *YEAR_2026)


def catalog() -> PackRelease:
    return load_folder(DATA_DIR / "indicators" / "1.0.0").release


def follow(plant: Plant, *codes: str, by: User) -> list[PlantIndicator]:
    """Let the plant follow these indicators, and nothing else; in the order asked for."""
    catalog()
    rows = plant_set.choose_indicators(plant=plant, codes=codes, by=by)
    found = {row.indicator.code: row for row in rows}
    return [found[code] for code in codes]


def record(
    row: PlantIndicator, values: Sequence[float | str | None], start: dt.date = JAN_2025
) -> list[Measurement]:
    """Store readings of successive months; None leaves one out."""
    return Measurement.objects.bulk_create(
        Measurement(plant_indicator=row, period=add_months(start, n), value=Decimal(str(value)))
        for n, value in enumerate(values)
        if value is not None
    )


def make_baseline(
    row: PlantIndicator, by: User, first: dt.date = JAN_2025, last: dt.date = DEC_2025
) -> IndicatorBaseline:
    return aims.make_baseline(row=row, first=first, last=last, by=by)


def measured(
    plant: Plant, by: User, code: str = "SC-12", *, target: str | None = "32.8"
) -> PlantIndicator:
    """Return the indicator of the picture: readings, baseline 2025, target December 2027."""
    kept = PlantIndicator.objects.filter(plant=plant, is_active=True)
    codes = {*kept.values_list("indicator__code", flat=True), code}
    (row,) = (row for row in follow(plant, *codes, by=by) if row.indicator.code == code)
    record(row, PICTURE)
    make_baseline(row, by)
    if target is not None:
        values = {
            "target_value": Decimal(target),
            "target_on": dt.date(2027, 12, 1),
            "target_kind": "percent",
            "target_change": Decimal(-20),
            "target_base": Decimal(41),
            "target_reason": "",
            "value_driver": "capacity",
        }
        aims.set_target(row=row, expected=row.version, values=values, by=by)
    return PlantIndicator.objects.select_related("indicator", "plant__organization").get(pk=row.pk)


def position(text: str) -> int:
    """Return the place of a month written as 2026-10."""
    return month_position(dt.date.fromisoformat(f"{text}-01"))
