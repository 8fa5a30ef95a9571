"""The group, its people and plants."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password

from core.base import tenant
from exchange.services.demo.clock import at
from journey.services import stages
from organizations.models import Organization, Plant, User
from organizations.services import membership, organizations, plants

FOUNDED = dt.date(2025, 10, 6)


@dataclass(slots=True)
class DemoCast:
    """Everybody and everything that later chapters refer to by key."""

    organization: Organization
    people: dict[str, User] = field(default_factory=dict)
    plants: dict[str, Plant] = field(default_factory=dict)

    def owner(self, plant: str) -> User:
        """Return the project owner of a plant."""
        owner = self.plants[plant].owner
        if owner is None:
            message = f"{plant} has no owner"
            raise ValueError(message)
        return owner


def found_group(story: dict[str, Any], password: str) -> DemoCast:
    """Make the organization, its rates, people, plants and roles."""
    with at(FOUNDED, zone="Asia/Shanghai"):
        organization = organizations.create_organization(by=None, **story["organization"])
    stage = DemoCast(organization)
    with tenant(organization.pk):
        _welcome(stage, story["people"], password)
        cio = stage.people["zhen"]
        for row in story["rates"]:
            with at(row["dated_on"], zone="Asia/Shanghai"):
                organizations.add_rate(
                    by=cio, organization=organization, **{**row, "rate": Decimal(row["rate"])}
                )
        for row in story["plants"]:
            _open_plant(stage, dict(row))
        _give_roles(stage, story["people"])
    return stage


def _welcome(stage: DemoCast, people: list[dict[str, Any]], password: str) -> None:
    """Make the people; they share one password, so that it is hashed once."""
    for person in people:
        stage.people[person["key"]] = User.objects.create_user(
            person["email"],
            name=person["name"],
            language=person["language"],
            time_zone=person["time_zone"],
        )
    hashed = make_password(password)
    keys = [user.pk for user in stage.people.values()]
    User.objects.filter(pk__in=keys).update(password=hashed)
    for user in stage.people.values():
        user.password = hashed


def _open_plant(stage: DemoCast, row: dict[str, Any]) -> None:
    facts, slug = row.pop("facts"), row.pop("slug")
    row["owner"] = stage.people[row["owner"]]
    row["annual_revenue"] = Decimal(row["annual_revenue"])
    with at(FOUNDED, zone=row["time_zone"]):
        stage.plants[slug] = plants.create_plant(
            by=stage.people["zhen"],
            organization=stage.organization,
            values={**row, **facts},
            slug=slug,
        )


def _give_roles(stage: DemoCast, people: list[dict[str, Any]]) -> None:
    with at(FOUNDED, zone="Asia/Shanghai", hour=10):
        for person in people:
            for role in person["roles"]:
                membership.add_membership(
                    by=None,
                    organization=stage.organization,
                    user=stage.people[person["key"]],
                    role=role["role"],
                    plant=stage.plants[role["plant"]] if "plant" in role else None,
                )


def pass_stages(stage: DemoCast, rows: list[dict[str, Any]]) -> None:
    """Tick tasks and sign off the stages that are behind each plant."""
    for row in rows:
        plant = stage.plants[row["plant"]]
        owner = stage.people[row["owner"]]
        place = plant.stages.get(stage=row["stage"])
        day = row.get("signed_off_on") or dt.date(2026, 11, 13)
        with at(day, zone=plant.time_zone, hour=16):
            place = stages.edit_stage(
                by=owner,
                stage=place,
                version=place.version,
                owner=owner,
                due_on=row.get("due_on", row.get("signed_off_on")),
            )
            tasks = list(place.tasks.order_by("pk"))
            for task in tasks[: row.get("tasks_done", len(tasks))]:
                stages.set_task_done(by=owner, task=task, done=True)
            if "signed_off_on" in row:
                stages.sign_off(by=stage.people["zhen"], stage=place, version=place.version)
