"""The story from the first plant to the first report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from core.base import tenant
from core.errors import StateError
from exchange.services.demo import (
    appraising,
    assessing,
    complying,
    dating,
    measuring,
    people,
    planning,
    translating,
)
from organizations.models import Organization
from organizations.services import delivery
from reports.services import jobs

FOLDER = Path(__file__).resolve().parents[2] / "data" / "demo"
PASSWORD = "landfall demo 2026"  # noqa: S105 -- the demo's public password, printed at the start


class DemoExistsError(StateError):
    """The demo organization is there already."""


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@transaction.atomic
def load() -> Organization:
    """Make the demo organization, all of it or nothing.

    Raises:
        DemoExistsError: it is there already; nothing is touched.
    """
    story = _read("organization")
    if Organization.objects.filter(slug=story["organization"]["slug"]).exists():
        message = "the demo organization is loaded already"
        raise DemoExistsError(message)
    stage = people.found_group(story, PASSWORD)
    plan = _read("roadmap")
    with tenant(stage.organization.pk):
        for run in _read("assessments")["runs"]:
            assessing.add_run(stage, run)
        assessing.add_systems(stage, _read("systems")["systems"])
        measuring.add_readings(stage, plan, FOLDER)
        for row in _read("calendars")["plants"]:
            dating.keep_dates(stage, row)
        planning.set_goals(stage, plan["goals"])
        for row in plan["plans"]:
            planning.add_plan(stage, row)
        for row in _read("cases")["cases"]:
            appraising.add_case(stage, row)
        for row in _read("compliance")["plants"]:
            complying.add_duties(stage, row)
        people.pass_stages(stage, plan["stages"])
        translating.add_second_language(stage, _read("translations")["texts"])
        for row in plan["reports"]:
            jobs.request(
                plant=stage.plants[row["plant"]],
                kind=row["kind"],
                language=row["language"],
                by=stage.owner(row["plant"]),
            )
        delivery.deliver(stage.organization.pk)  # nothing waits for a worker after the story
    return stage.organization
