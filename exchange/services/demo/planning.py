"""Goals, roadmaps, links and milestones."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from advice.services import accepting
from advice.services.in_place import state_in_place
from assessment.selectors.runs import framework_of
from capability.selectors import plant_runs
from exchange.services.demo.clock import at
from exchange.services.demo.people import DemoCast
from goals.models import Goal
from goals.services import goals
from goals.services.goals import FIELDS
from goals.services.indicators import add_indicator
from launch.domain.bars import bar_span
from launch.domain.outlook import rows
from launch.selectors.plants import plant_launch
from launch.services.bars import plan_need
from needs.models import Requirement
from organizations.models import Plant, User
from packs.schema import InitiativeCatalog
from readings.models import PlantIndicator
from roadmap.models import Initiative, Milestone, Roadmap
from roadmap.services import initiatives, links, milestones, planning

IN_PLACE = "Approved in the plant's founding plan; network handed over with the building."


def _indicator(plant: Plant, code: str | None) -> PlantIndicator | None:
    if code is None:
        return None
    return PlantIndicator.objects.get(plant=plant, indicator__code=code)


def set_goals(stage: DemoCast, rows: list[dict[str, Any]]) -> None:
    """Set the goals of the plants, each after the one it serves."""
    for row in rows:
        plant = stage.plants[row["plant"]]
        values = {key: value for key, value in row.items() if key in FIELDS}
        values["owner"] = stage.people[row["owner"]]
        if "serves" in row:
            values["parent"] = Goal.objects.get(plant=plant, title=row["serves"])
        if "expected_return_amount" in row:
            values["expected_return_amount"] = Decimal(row["expected_return_amount"])
        values["requirements"] = list(
            Requirement.objects.filter(plant=plant, dimension__in=row["dimensions"])[:3]
        )
        with at(row["set_on"], zone=plant.time_zone):
            goal = goals.create_goal(plant=plant, values=values, by=stage.owner(row["plant"]))
            for figures in row.get("figures", ()):
                _measure(goal, figures, stage.owner(row["plant"]))


def _measure(goal: Goal, row: dict[str, Any], owner: User) -> None:
    values = {
        "plant_indicator": _indicator(goal.plant, row["indicator"]),
        "baseline_value": Decimal(row["from"]),
        "target_value": Decimal(row["to"]),
        "target_on": row.get("until", goal.due_on),
    }
    add_indicator(goal=goal, values=values, by=owner)


def add_plan(stage: DemoCast, row: dict[str, Any]) -> None:
    """Make a plan: bar by bar as written, or by accepting what the product advises."""
    plant, owner = stage.plants[row["plant"]], stage.owner(row["plant"])
    day = row.get("accepted_on", row["starts_on"] + dt.timedelta(days=8))
    with at(min(day, dt.date(2026, 11, 16)), zone=plant.time_zone):
        roadmap = planning.create_roadmap(
            plant=plant,
            starts_on=row["starts_on"],
            limits={year: Decimal(amount) for year, amount in row["budget"].items()},
            by=owner,
        )
        if "launch" in row:
            _plan_launch(stage, roadmap, row["launch"], owner)
            return
        if "accept" in row:
            _accept(plant, row["accept"], owner)
        made = {
            item["key"]: _initiative(stage, plant, roadmap, item, owner)
            for item in row.get("initiatives", ())
        }
        for link in row.get("links", ()):
            links.add_link(
                roadmap=roadmap,
                before=made[link["from"]],
                after=made[link["to"]],
                kind=link["kind"],
                lag_days=link["lag_days"],
                by=owner,
            )
        dated = row.get("milestones", ())
        stones = [_milestone(made[item["initiative"]], item, owner) for item in dated]
    for stone, item in zip(stones, dated, strict=True):
        if "reached_on" in item:
            _reach(stone, item["reached_on"], owner)


def _accept(plant: Plant, names: list[str], owner: User) -> None:
    state_in_place(plant=plant, catalog_ids=["D03", "D05"], reason=IN_PLACE, by=owner)
    accepting.accept(plant=plant, catalog_ids=names, by=owner)


def _plan_launch(
    stage: DemoCast, roadmap: Roadmap, items: list[dict[str, Any]], owner: User
) -> None:
    """Plan needs of the launch on the days that the product proposes, or on those that are said."""
    one = plant_launch(roadmap.plant)
    if one is None or one.outlook is None:
        raise ValueError("the demo needs the launch pack")
    spans = {row.entry.need.id: bar_span(row) for row in rows(one.outlook)}
    needs = {entry.need.id: entry.need for entry in one.case.needs}
    for item in items:
        span = spans[item["need"]]
        bar = plan_need(
            roadmap=roadmap,
            pack=one.case.pack,
            release=one.release,
            need=needs[item["need"]],
            initiative=item["initiative"],
            starts_on=item.get("starts_on", span.start),
            ends_on=item.get("ends_on", span.end - dt.timedelta(days=1)),
            one_off=Decimal(item["one_off"]),
            by=owner,
        )
        values = {"owner": stage.people[item["owner"]]}
        values |= {name: item[name] for name in ("status", "progress") if name in item}
        initiatives.edit_initiative(initiative=bar, version=bar.version, values=values, by=owner)


def _initiative(
    stage: DemoCast, plant: Plant, roadmap: Roadmap, row: dict[str, Any], owner: User
) -> Initiative:
    catalog = {item.id: item for item in roadmap.catalog.read(InitiativeCatalog).initiatives}
    item = catalog.get(row.get("catalog", ""))
    codes = row.get("indicators", [])
    questions = row.get("questions") or _questions_of(plant, row.get("catalog", ""))
    values = {
        "catalog_id": row.get("catalog", ""),
        "title": row["title"],
        "phase": row["phase"],
        "starts_on": row["starts_on"],
        "ends_on": row["ends_on"],
        "one_off_amount": Decimal(row["one_off"]),
        "yearly_amount": Decimal(row["yearly"]) if "yearly" in row else None,
        "spent_amount": Decimal(row["spent"]) if "spent" in row else None,
        "owner": stage.people[row["owner"]],
        "status": row["status"],
        "progress": row["progress"],
        "lifts": {key: str(value) for key, value in item.lifts.items()} if item else {},
        "reason": {"questions": questions},
        "requirements": list(Requirement.objects.filter(plant=plant, question__in=questions)),
        "goals": list(Goal.objects.filter(plant=plant, title__in=row.get("goals", ()))),
        "indicators": [indicator for code in codes if (indicator := _indicator(plant, code))],
    }
    return initiatives.create_initiative(roadmap=roadmap, values=values, by=owner)


def _questions_of(plant: Plant, catalog_id: str) -> list[str]:
    framework = framework_of(plant_runs(plant)[0].framework)
    return [
        name
        for name, question in framework.questions_by_id.items()
        if catalog_id and catalog_id in question.initiatives
    ]


def _milestone(initiative: Initiative, row: dict[str, Any], owner: User) -> Milestone:
    values = {"title": row["title"], "due_on": row["due_on"], "acceptance": row["acceptance"]}
    return milestones.add_milestone(initiative=initiative, values=values, by=owner)


def _reach(stone: Milestone, day: dt.date, owner: User) -> None:
    with at(day, zone=stone.initiative.roadmap.plant.time_zone, hour=16):
        milestones.reach_milestone(milestone=stone, version=stone.version, reached_on=day, by=owner)
