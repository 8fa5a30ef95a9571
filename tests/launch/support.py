"""Milestones as they are stored, pages as they are read."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from calendars.models import PlantMilestone
from launch.selectors.plants import plant_launch
from launch.services.starts import set_start
from tests.launch.domain.cases import SOP, days
from tests.markup import text_of

HOME = "launch-detail"


def url(name: str, *args: object, slug: str = "johor-bahru") -> str:
    return reverse(f"launch:{name}", args=[slug, *args])


def words(response) -> str:
    return text_of(response.content.decode())


def set_days(plant, by, start: date = SOP, **more: date) -> None:
    version = plant_launch(plant).version
    set_start(plant=plant, days={**days(start=start), **more}, version=version, by=by)


def day_of(plant, key: str) -> date:
    return PlantMilestone.objects.get(plant=plant, key=key).planned_on
