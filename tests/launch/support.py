"""Milestones as they are stored."""

from __future__ import annotations

from datetime import date

from calendars.models import PlantMilestone
from launch.selectors.plants import plant_launch
from launch.services.starts import set_start
from tests.launch.domain.cases import SOP, days


def set_days(plant, by, start: date = SOP, **more: date) -> None:
    version = plant_launch(plant).version
    set_start(plant=plant, days={**days(start=start), **more}, version=version, by=by)


def day_of(plant, key: str) -> date:
    return PlantMilestone.objects.get(plant=plant, key=key).planned_on
