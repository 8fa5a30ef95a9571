"""Sheets of the plant that a plan hangs on: its milestones, its working week, its closures."""

from __future__ import annotations

from calendars.models import PlantClosure
from core.phrases import phrase, phrase_as
from interchange.exporters.columns.kinds import VERSION, YES_NO, PlanSheet, key, person
from sheets.columns import Column, choice, day, needed, text, told

OPEN = {"open": phrase_as("in a workbook", "open"), "closed": phrase("closed")}
WEEK = {
    "day_1": phrase("Monday"),
    "day_2": phrase("Tuesday"),
    "day_3": phrase("Wednesday"),
    "day_4": phrase("Thursday"),
    "day_5": phrase("Friday"),
    "day_6": phrase("Saturday"),
    "day_7": phrase("Sunday"),
}
CLOSURES_OF = {
    PlantClosure.Kind.SEASON.value: phrase("holiday season"),
    PlantClosure.Kind.MAINTENANCE.value: phrase("maintenance"),
    PlantClosure.Kind.FREEZE.value: phrase("freeze"),
    PlantClosure.Kind.SHORT_HOURS.value: phrase("shortened hours"),
    PlantClosure.Kind.OTHER.value: phrase("something else"),
}
PLANT_MILESTONES = PlanSheet(
    "plant_milestones",
    phrase("Plant milestones"),
    "S",
    (
        key("S"),
        VERSION,
        told("code", phrase("Name in the launch pack"), 12),
        needed(text("title", phrase("Plant milestone"), 160)),
        needed(day("planned_on", phrase("Planned day"))),
        choice("is_fixed", phrase_as("in a workbook", "Fixed"), YES_NO),
        day("reached_on", phrase_as("in a workbook", "Reached")),
        person("owner", phrase("Owner")),
        text("note", phrase("Note"), 2000),
    ),
    ("title", "planned_on"),
)
WORKING_WEEK = PlanSheet(
    "week",
    phrase("Working week"),
    "W",
    (
        key("W"),
        VERSION,
        *(choice(name, title, OPEN) for name, title in WEEK.items()),
        Column(
            "holiday_place",
            phrase("Public holidays of"),
            "text",
            phrase("a code of ISO 3166 such as HU or MY-01"),
            20,
            longest=10,
        ),
    ),
    ("day_1", "day_7"),
)
CLOSURES = PlanSheet(
    "closures",
    phrase("Closures"),
    "C",
    (
        key("C"),
        VERSION,
        needed(text("title", phrase("Closure"), 160)),
        choice("kind", phrase("Kind"), CLOSURES_OF),
        needed(day("starts_on", phrase("First closed day"))),
        needed(day("last_day", phrase("Last closed day"))),
    ),
    ("title", "starts_on", "last_day"),
)
