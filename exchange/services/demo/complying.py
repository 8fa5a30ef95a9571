"""Duties: who answers for them, how far they are, what proves them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from compliance.selectors.duties import Duty, list_duties
from compliance.services import duties, evidence, tracking
from exchange.services.demo.clock import at
from exchange.services.demo.people import DemoCast
from organizations.models import Plant

TODAY = dt.date(2026, 11, 18)


def add_duties(stage: DemoCast, row: dict[str, Any]) -> None:
    """Let the owner check a plant's facts and bring its duties to the state of the story."""
    plant, owner = stage.plants[row["plant"]], stage.owner(row["plant"])
    with at(row["tracked_on"], zone=plant.time_zone):
        tracking.refresh(plant=plant, by=owner)
    known = [duty for duty in list_duties(plant, TODAY) if duty.row.applies == "yes"]
    for number, duty in enumerate(known):
        special = row.get("duties", {}).get(duty.row.obligation)
        if special:
            _set(stage, plant, duty, special)
        elif not duty.is_question:
            _set(stage, plant, duty, _usual(row, duty, number, len(known)))


def _usual(row: dict[str, Any], duty: Duty, number: int, total: int) -> dict[str, Any]:
    """Return the state of a duty that the story does not name, by its place in the list.

    The places are spread evenly, so that each topic has a share of each state.
    """
    place = number * 37 % total / total
    owner = row["owners"][duty.row.topic]
    if place < row["met"]:
        day = row["tracked_on"] + dt.timedelta(days=30 + number * 3 % 200)
        met_on = min(day, TODAY - dt.timedelta(days=3))
        return {"state": "met", "owner": owner, "met_on": met_on, "is_proven": number % 8 != 5}
    if place < row["met"] + row["in_progress"]:
        return {
            "state": "in_progress",
            "owner": owner,
            "due_on": TODAY + dt.timedelta(days=17 + number % 60),
        }
    if place < row["met"] + row["in_progress"] + row.get("late", 0):
        return {"state": "not_started", "owner": owner, "due_on": TODAY - dt.timedelta(days=12)}
    return {
        "state": "not_started",
        "owner": owner,
        "due_on": TODAY + dt.timedelta(days=40 + number % 90),
    }


def _set(stage: DemoCast, plant: Plant, duty: Duty, wanted: dict[str, Any]) -> None:
    person = stage.people[wanted["owner"]]
    day = wanted.get("met_on") or dt.date(2026, 10, 12)
    with at(day, zone=plant.time_zone, hour=11):
        if wanted["state"] == "met" and wanted.get("is_proven", True):
            evidence.add_evidence(
                row=duty.row,
                url=f"https://files.qinghe.example/{plant.slug}/duties/{duty.row.obligation}",
                title=duty.obligation.met_when.in_language(person.language)[:150],
                key=f"{plant.slug}-{duty.row.pk}",
                by=person,
            )
        duties.update_duty(
            duty=duty,
            expected=duty.row.version,
            values={
                "state": wanted["state"],
                "owner": person,
                "due_on": wanted.get("due_on"),
                "note": wanted.get("note", ""),
            },
            by=person,
        )
