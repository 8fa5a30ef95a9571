"""Who may open and change calendars, closures and milestones of a plant."""

from __future__ import annotations

from datetime import date

from calendars.models import PlantCalendar, PlantClosure, PlantMilestone
from tests.access_matrix.roadmap import READ, _editors, _get, _plant, _post


def _calendar(cast):
    PlantCalendar.objects.get_or_create(plant=cast.plant, defaults={"weekend": [6, 7]})
    return _plant(cast)


def _closure(cast):
    days = {"starts_on": date(2027, 2, 5), "opens_on": date(2027, 2, 15)}
    row = PlantClosure.objects.create(plant=cast.plant, title="C", **days)
    return {**_plant(cast), "pk": row.pk}


def _stone(cast):
    planned = date(2027, 6, 1)
    row = PlantMilestone.objects.create(plant=cast.plant, title="M", planned_on=planned)
    return {**_plant(cast), "pk": row.pk}


MATRIX = {
    "calendars:calendar-detail": _get(_plant, READ),
    "calendars:calendar-create": _get(_plant, _editors(200)),
    "calendars:calendar-edit": _get(_calendar, _editors(200)),
    "calendars:closure-create": _get(_plant, _editors(200)),
    "calendars:closure-edit": _get(_closure, _editors(200)),
    "calendars:closure-delete": _post(_closure, 302, version=1),
    "calendars:milestone-create": _get(_plant, _editors(200)),
    "calendars:milestone-edit": _get(_stone, _editors(200)),
    "calendars:milestone-reach": _post(_stone, 302, version=1, reached_on="2026-03-01"),
    "calendars:milestone-delete": _post(_stone, 302, version=1),
}
