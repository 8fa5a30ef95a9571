"""Working calendars, closures and milestones of the plants."""

from __future__ import annotations

from typing import Any

from calendars.models import PlantMilestone
from calendars.services import milestones
from calendars.services.calendars import set_calendar
from calendars.services.closures import add_closure
from core.text import LocalizedText
from exchange.services.demo.clock import at
from exchange.services.demo.people import DemoCast
from organizations.models import User
from planning.domain.calendars import ONE_DAY


def keep_dates(stage: DemoCast, row: dict[str, Any]) -> None:
    """Say when a plant works and which days its plans hang on."""
    plant, owner = stage.plants[row["plant"]], stage.owner(row["plant"])
    with at(row["said_on"], zone=plant.time_zone):
        set_calendar(
            plant=plant,
            version=None,
            weekend=row["weekend"],
            holiday_place=row["holidays"],
            by=owner,
        )
        for closure in row["closures"]:
            values = {**closure, **_titled(closure["title"])}
            add_closure(plant=plant, values=values, by=owner)
        entries = [
            milestones.MilestoneEntry(
                stone["key"],
                LocalizedText.from_dict(stone["title"]),
                stone["planned_on"],
                is_fixed=stone.get("is_fixed", False),
            )
            for stone in row["milestones"]
            if "key" in stone
        ]
        stored = milestones.set_milestones(plant=plant, entries=entries, by=owner)
        for stone in row["milestones"]:
            if "key" not in stone:
                values = {**stone, **_titled(stone["title"])}
                milestones.add_milestone(plant=plant, values=values, by=owner)

    _reach(stored, row["milestones"], owner)


def _reach(stored: list[PlantMilestone], rows: list[dict[str, Any]], owner: User) -> None:
    """Record which milestones were reached, on the day after."""
    days = {stone["key"]: stone["reached_on"] for stone in rows if "reached_on" in stone}
    for stone in stored:
        if day := days.get(stone.key):
            with at(day + ONE_DAY, zone=stone.plant.time_zone):
                milestones.edit_milestone(
                    milestone=stone, version=stone.version, values={"reached_on": day}, by=owner
                )


def _titled(title: dict[str, str]) -> dict[str, Any]:
    return {"title": title["en"], "translations": {"title": title}}
