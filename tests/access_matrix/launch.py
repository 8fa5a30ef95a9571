"""Who may see and set what leads to the start of production."""

from __future__ import annotations

from datetime import date

from calendars.models import PlantMilestone
from launch.selectors.plants import plant_launch
from tests.access_matrix.roadmap import READ, _editors, _get, _plant, _post, _with_plan
from tests.factories.launch import launch_pack

START = date(2027, 11, 15)


def _pack(cast):
    launch_pack()
    return _plant(cast)


def _day(cast):
    cast.plant.start_of_production = START
    cast.plant.save()
    return _pack(cast)


def _dated(cast):
    launch_pack()
    known = {"title": "Start of production", "planned_on": START}
    PlantMilestone.objects.get_or_create(plant=cast.plant, key="M16", defaults=known)
    return _plant(cast)


def _slip(cast):
    return {"weeks": 6, "version": plant_launch(cast.plant).version}


def _planned(cast):
    launch_pack()
    return {**_with_plan(cast), "need": "K-19"}


EVERYBODY = {**dict.fromkeys(READ, 200), "anonymous": 302}
MATRIX = {
    "launch:launch-detail": _get(_pack, READ),
    "launch:start-edit": _get(_day, _editors(200)),
    "launch:start-move": {**_post(_dated, 302), "data": _slip},
    "launch:bar-create": _get(_planned, _editors(200)),
    "launch:start-list": _get({}, EVERYBODY),
}
