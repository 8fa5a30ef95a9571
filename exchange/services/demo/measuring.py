"""Indicators: the plants' sets, their readings from files, baselines, targets."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

from exchange.services.demo.clock import at
from exchange.services.demo.people import DemoCast
from indicators.selectors.series import plant_rows
from indicators.services import aims, plant_set
from readings.importers.drafts import read_readings
from readings.models import Measurement, PlantIndicator
from readings.services import readings

BASELINED = dt.date(2026, 1, 26)
READ = dt.date(2026, 11, 5)
# The plant's people who answer for an indicator; the project owner answers for the others.
LOCAL_UNITS: dict[str, dict[str, Any]] = {
    "SC-12": {
        "unit": {"en": "h per line and month", "zh-hans": "小时/线·月"},
        "deviation": "Counted in hours per line and month instead of a share of busy time.",
    }
}
OWNERS = {"johor-bahru": {"SC-12": "ravi", "ISO-06": "ravi", "ISO-15": "farah", "FIN-01": "lim"}}


def _month(text: str) -> dt.date:
    return dt.date.fromisoformat(f"{text}-01")


def add_readings(stage: DemoCast, story: dict[str, Any], folder: Path) -> None:
    """Choose the indicators, import the files, set baselines and targets."""
    for row in story["readings"]:
        _import(stage, row, folder)
    for row in story["targets"]:
        _aim(stage, row)
    for row in story["explained"]:
        _explain(stage, row)


def _use(stage: DemoCast, plant: str, code: str) -> PlantIndicator:
    return PlantIndicator.objects.select_related("plant__organization", "indicator").get(
        plant=stage.plants[plant], indicator__code=code
    )


def _import(stage: DemoCast, row: dict[str, Any], folder: Path) -> None:
    plant, owner = stage.plants[row["plant"]], stage.owner(row["plant"])
    data = (folder / row["file"]).read_bytes()
    codes = dict.fromkeys(line.split(",")[0] for line in data.decode().splitlines()[1:])
    with at(dt.date(2026, 1, 12), zone=plant.time_zone):
        plant_set.choose_indicators(plant=plant, codes=list(codes), by=owner)
    with at(READ, zone=plant.time_zone):
        for use in plant_rows([plant]):
            key = OWNERS.get(plant.slug, {}).get(use.indicator.code)
            values: dict[str, Any] = {
                "owner": stage.people[key] if key else owner,
                "source": row["source"],
                **LOCAL_UNITS.get(use.indicator.code, {}),
            }
            plant_set.edit_use(row=use, expected=use.version, values=values, by=owner)
        draft = read_readings(data, rows=list(plant_rows([plant])), today=READ, name=row["file"])
        if not draft.is_sound:
            message = f"{row['file']}: {draft.problems}"
            raise ValueError(message)
        readings.import_readings(
            plant=plant,
            entries=[line.entry for line in draft.lines],
            by=owner,
            file_name=row["file"],
            sha256=hashlib.sha256(data).hexdigest(),
        )


def _aim(stage: DemoCast, row: dict[str, Any]) -> None:
    plant, owner = stage.plants[row["plant"]], stage.owner(row["plant"])
    with at(BASELINED, zone=plant.time_zone):
        use = _use(stage, row["plant"], row["indicator"])
        first, last = (_month(text) for text in row["baseline"])
        aims.make_baseline(row=use, first=first, last=last, by=owner)
        use.refresh_from_db()
        aims.set_target(
            row=use,
            expected=use.version,
            values={
                "target_value": Decimal(row["value"]),
                "target_on": row["until"],
                "target_reason": row["reason"],
                "value_driver": row["driver"],
            },
            by=owner,
        )


def _explain(stage: DemoCast, row: dict[str, Any]) -> None:
    plant = stage.plants[row["plant"]]
    reading = Measurement.objects.select_related("plant_indicator__plant__organization").get(
        plant_indicator__plant=plant,
        plant_indicator__indicator__code=row["indicator"],
        period=_month(row["period"]),
    )
    with at(dt.date(2026, 11, 6), zone=plant.time_zone):
        readings.explain_reading(
            reading=reading,
            expected=reading.version,
            cause=row["cause"],
            is_excluded=row["excluded"],
            by=stage.owner(row["plant"]),
        )
