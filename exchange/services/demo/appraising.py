"""What the plans bring, what is committed for them, by what they are appraised, what is promised."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from exchange.services.demo.clock import at
from exchange.services.demo.people import DemoCast
from goals.models import Goal
from organizations.models import User
from readings.models import PlantIndicator
from returns.models import Effect
from returns.selectors.promises import current_pledge
from returns.services.cases import set_case, set_settings
from returns.services.effects import add_effect
from returns.services.promises import digest_of, promise_effect
from roadmap.models import Initiative


def add_case(stage: DemoCast, row: dict[str, Any]) -> None:
    """Say what a plan brings and by what it is appraised."""
    plant, owner = stage.plants[row["plant"]], stage.owner(row["plant"])
    signed: list[tuple[Effect, dict[str, Any]]] = []
    with at(row["said_on"], zone=plant.time_zone):
        values = _numbers(row["settings"])
        set_settings(plant=plant, version=None, values=values, by=owner)
        for entry in row["initiatives"]:
            initiative = Initiative.objects.get(roadmap__plant=plant, title__en=entry["initiative"])
            if "ends" in entry:
                ends = _numbers(entry["ends"])
                set_case(initiative=initiative, version=None, values=ends, by=owner)
            made = [(_effect(initiative, one, owner), one) for one in entry.get("effects", ())]
            signed += [(effect, one["promised"]) for effect, one in made if "promised" in one]
    for effect, told in signed:
        _promise(stage, effect, told)


def _promise(stage: DemoCast, effect: Effect, told: dict[str, Any]) -> None:
    plant = effect.initiative.roadmap.plant
    with at(told["signed_on"], zone=plant.time_zone, hour=15):
        pledge = current_pledge(effect, told["signed_on"])
        if pledge is None:
            message = f"{effect}: cannot be promised"
            raise ValueError(message)
        promise_effect(effect=effect, digest=digest_of(pledge), by=stage.people[told["by"]])


def _effect(initiative: Initiative, row: dict[str, Any], owner: User) -> Effect:
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
    return add_effect(initiative=initiative, values=values, by=owner)


def _numbers(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: Decimal(value) if isinstance(value, str) else value for name, value in row.items()
    }
