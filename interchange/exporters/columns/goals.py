"""Sheets of the goals of a plant and of the figures that show them."""

from __future__ import annotations

from core.phrases import phrase, phrase_as
from goals.models import Goal
from interchange.exporters.columns.kinds import CURRENCY, VERSION, PlanSheet, end, key, person
from sheets.columns import choice, day, money, needed, number, text, told

GOAL = phrase("a goal of this plant")
HORIZONS = {
    Goal.Horizon.SHORT.value: phrase("short term"),
    Goal.Horizon.MID.value: phrase("mid term"),
    Goal.Horizon.LONG.value: phrase("long term"),
}
DRIVERS = {
    Goal.ValueDriver.RESPONSE.value: phrase("response to the local market"),
    Goal.ValueDriver.COST.value: phrase("operating and management cost"),
    Goal.ValueDriver.COMPLIANCE.value: phrase("compliance and risk"),
    Goal.ValueDriver.SCHEDULING.value: phrase("global resource scheduling"),
    Goal.ValueDriver.DECISIONS.value: phrase("decisions on data"),
}
GOALS = PlanSheet(
    "goals",
    phrase("Goals"),
    "G",
    (
        key("G"),
        VERSION,
        needed(text("title", phrase("Goal"), 200)),
        needed(choice("horizon", phrase("Horizon"), HORIZONS)),
        needed(choice("value_driver", phrase("Value driver"), DRIVERS)),
        needed(day("due_on", phrase_as("in a workbook", "Due"))),
        text("baseline_text", phrase("Baseline"), 80, width=20),
        needed(text("target_text", phrase("Target"), 80, width=20)),
        money("expected_return_amount", phrase("Expected return a year")),
        CURRENCY,
        person("owner", phrase("Owner")),
        end("parent", phrase("Serves"), "G", GOAL),
        told("parent_title", phrase("Goal it serves")),
    ),
    ("title", "horizon", "value_driver"),
)
FIGURES = PlanSheet(
    "figures",
    phrase("Goal indicators"),
    "F",
    (
        key("F"),
        VERSION,
        end("goal", phrase("Goal key"), "G", GOAL, is_needed=True),
        told("goal_title", phrase("Title of the goal")),
        needed(text("indicator", phrase_as("in a workbook", "Indicator"), 20, width=14)),
        told("indicator_title", phrase("Title of the indicator")),
        told("unit", phrase("Unit"), 12),
        number("baseline_value", phrase("Baseline value")),
        number("target_value", phrase("Target value")),
        day("target_on", phrase("Target date")),
    ),
    ("goal", "indicator", "target_value"),
)
