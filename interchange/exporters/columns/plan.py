"""Sheets of the plan itself: initiatives, links, milestones, limits of its years, gates."""

from __future__ import annotations

from core.phrases import phrase, phrase_as
from core.text import LocalizedText
from interchange.exporters.columns.kinds import CURRENCY, VERSION, PlanSheet, end, key, person
from planning.domain.lengths import DAYS_MAX
from roadmap.models import BUFFER_MAX, Dependency, GateCondition, Initiative
from sheets.columns import (
    ANY_TEXT,
    Column,
    choice,
    day,
    money,
    needed,
    number,
    text,
    told,
    whole,
)

WORK = phrase("an initiative of this plan")
STONE = phrase("a milestone of this plant")
PHASES = {
    Initiative.Phase.DIGITIZE.value: phrase("digitize"),
    Initiative.Phase.INTEGRATE.value: phrase("integrate"),
    Initiative.Phase.OPTIMIZE.value: phrase("optimize"),
}
STATES = {
    Initiative.Status.PLANNED.value: phrase_as("in a workbook", "planned"),
    Initiative.Status.ACTIVE.value: phrase("under way"),
    Initiative.Status.DONE.value: phrase("done"),
    Initiative.Status.STOPPED.value: phrase("stopped"),
}
UNITS = {
    Initiative.Unit.WORKING.value: phrase_as("in a workbook", "working days"),
    Initiative.Unit.CALENDAR.value: phrase("calendar days"),
    Initiative.Unit.MONTHS.value: phrase("months"),
}
KINDS = {
    Dependency.Kind.FINISH_START.value: phrase("finish to start"),
    Dependency.Kind.START_START.value: phrase("start to start"),
    Dependency.Kind.FINISH_FINISH.value: phrase("finish to finish"),
}

BEHIND = {key: PHASES[key] for key in GateCondition.Phase.values}
SIDES = {
    GateCondition.Side.AT_LEAST.value: phrase("at least"),
    GateCondition.Side.AT_MOST.value: phrase("at most"),
}


def _work(field: str, title: LocalizedText) -> Column:
    return end(field, title, "I", WORK, is_needed=True)


INITIATIVES = PlanSheet(
    "initiatives",
    phrase("Initiatives"),
    "I",
    (
        key("I"),
        VERSION,
        needed(text("title_en", phrase("Title (English)"))),
        text("title_zh", phrase("Title (Chinese)"), width=30),
        needed(choice("phase", phrase("Phase"), PHASES)),
        needed(day("starts_on", phrase("Start"))),
        needed(day("ends_on", phrase("End"))),
        whole(
            "duration",
            phrase("Duration"),
            (1, DAYS_MAX),
            phrase(
                "a whole number from 1 to {most}; empty where start and end decide", most=DAYS_MAX
            ),
        ),
        choice("duration_unit", phrase("Duration in"), UNITS),
        needed(money("one_off_amount", phrase("One-off cost"))),
        money("yearly_amount", phrase("Yearly cost after the end")),
        money("spent_amount", phrase("Spent so far")),
        CURRENCY,
        person("owner", phrase("Owner")),
        choice("status", phrase("Status"), STATES),
        whole(
            "progress",
            phrase_as("in a workbook", "Progress, %"),
            (0, 100),
            phrase("a whole number from 0 to 100"),
        ),
        end("due_milestone", phrase("Must stand at"), "S", STONE),
        told("due_title", phrase("Milestone it must stand at"), 26),
        whole(
            "buffer_days",
            phrase_as("in a workbook", "Buffer, days"),
            (0, BUFFER_MAX),
            phrase("a whole number from 0 to {most}", most=BUFFER_MAX),
        ),
        end("enabling_milestone", phrase("Cannot begin before"), "S", STONE),
        told("enabling_title", phrase("Milestone it waits for"), 26),
        told("need", phrase("Part for the launch"), 12),
        told("goals", phrase("Goals it serves"), 30),
        text("note", phrase("Note"), 4000),
    ),
    ("title_en", "starts_on", "ends_on"),
)
LINKS = PlanSheet(
    "links",
    phrase("Links"),
    "L",
    (
        key("L"),
        VERSION,
        _work("predecessor", phrase_as("in a workbook", "Before")),
        told("predecessor_title", phrase("Initiative before")),
        _work("successor", phrase("After")),
        told("successor_title", phrase("Initiative after")),
        choice("kind", phrase("Kind"), KINDS),
        whole(
            "lag_days",
            phrase("Lag in days"),
            (-10_000, 10_000),
            phrase("whole days from −730 to 730"),
        ),
    ),
    ("predecessor", "successor"),
)
MILESTONES = PlanSheet(
    "milestones",
    phrase("Milestones"),
    "M",
    (
        key("M"),
        VERSION,
        _work("initiative", phrase_as("in a workbook", "Initiative")),
        told("initiative_title", phrase("Title of the initiative")),
        needed(text("title", phrase("Milestone"), 160, width=34)),
        needed(day("due_on", phrase_as("in a workbook", "Due"))),
        day("reached_on", phrase_as("in a workbook", "Reached")),
        Column(
            "acceptance",
            phrase("Acceptance criteria"),
            "text",
            ANY_TEXT,
            60,
            longest=2000,
        ),
        told("signed_business", phrase("Signed by business"), 24),
        told("signed_it", phrase("Signed by IT"), 24),
    ),
    ("title", "due_on"),
)
LIMITS = PlanSheet(
    "limits",
    phrase("Budget limits"),
    "",
    (
        needed(
            whole(
                "year",
                phrase_as("in a workbook", "Year"),
                (-10_000, 10_000),
                phrase("a year of the plan, once"),
            )
        ),
        VERSION,
        money("limit_amount", phrase("Limit")),
        CURRENCY,
    ),
    ("year", "limit_amount"),
)
GATE_CONDITIONS = PlanSheet(
    "gate_conditions",
    phrase("Gate conditions"),
    "P",
    (
        key("P"),
        VERSION,
        needed(choice("phase", phrase("Gate before the phase"), BEHIND)),
        needed(text("indicator", phrase_as("in a workbook", "Indicator"), 20, width=14)),
        told("indicator_title", phrase("Title of the indicator")),
        told("unit", phrase("Unit"), 12),
        choice("side", phrase("Reached when"), SIDES),
        needed(number("bound_value", phrase("Value to reach"))),
    ),
    ("phase", "indicator", "bound_value"),
)
