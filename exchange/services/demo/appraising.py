"""What the plans bring, what is committed for them, and by what they are appraised."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from exchange.services.demo.clock import at
from exchange.services.demo.people import DemoCast
from goals.models import Goal
from organizations.models import User
from readings.models import PlantIndicator
from returns.services.cases import set_case, set_settings
from returns.services.effects import add_effect
from roadmap.models import Initiative


def add_case(stage: DemoCast, row: dict[str, Any]) -> None:
    """Say what a plan brings and by what it is appraised."""
    plant, owner = stage.plants[row["plant"]], stage.owner(row["plant"])
    with at(row["said_on"], zone=plant.time_zone):
        values = _numbers(row["settings"])
        set_settings(plant=plant, version=None, values=values, by=owner)
        for entry in row["initiatives"]:
            initiative = Initiative.objects.get(roadmap__plant=plant, title__en=entry["initiative"])
            if "ends" in entry:
                ends = _numbers(entry["ends"])
                set_case(initiative=initiative, version=None, values=ends, by=owner)
            for effect in entry.get("effects", ()):
                _effect(initiative, effect, owner)


def _effect(initiative: Initiative, row: dict[str, Any], owner: User) -> None:
    plant, title = initiative.roadmap.plant, row["title"]
    values: dict[str, Any] = {
        "title": title["en"],
        "translations": {"title": title},
        "kind": row["kind"],
        "evidence": row["evidence"],
        "ramp_months": row["ramp_months"],
        "benefit_amount": Decimal(row["amount"]),
    }
    for name in ("low", "high"):
        if name in row:
            values[f"benefit_{name}"] = Decimal(row[name])
    if "indicator" in row:
        indicator = PlantIndicator.objects.get(plant=plant, indicator__code=row["indicator"])
        values |= {"plant_indicator": indicator, "change": Decimal(row["change"])}
    if "goal" in row:
        values["goal"] = Goal.objects.get(plant=plant, title=row["goal"])
    add_effect(initiative=initiative, values=values, by=owner)


def _numbers(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: Decimal(value) if isinstance(value, str) else value for name, value in row.items()
    }
