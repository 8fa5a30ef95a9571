"""The five stages of a plant's way with the tasks every plant starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.phrases import phrase
from core.text import LocalizedText


class StageState(StrEnum):
    """Where a stage stands."""

    DONE = "done"
    CURRENT = "current"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class StandardTask:
    """A task the product proposes; `code` never changes, so that both languages stay in step."""

    code: str
    stage: int
    title: LocalizedText


def _task(code: str, stage: int, title: LocalizedText) -> StandardTask:
    return StandardTask(code=code, stage=stage, title=title)


# Source: the method's stage table (current state, goals, solution, pilot, roll-out) in own words.
_TASKS = (
    _task("team", 1, phrase("Name the joint business and IT project team")),
    _task("systems", 1, phrase("List the IT systems and say what happens to each")),
    _task("processes", 1, phrase("Map the processes from purchase to sales")),
    _task(
        "interviews",
        1,
        phrase("Interview management, key users and local IT"),
    ),
    _task(
        "questionnaire",
        1,
        phrase("Answer and sign off the readiness questionnaire"),
    ),
    _task("findings", 1, phrase("Agree the list of issues and requirements")),
    _task("goals", 2, phrase("Set goals for one, three and five years")),
    _task("targets", 2, phrase("Set target levels for every capability")),
    _task("baseline", 2, phrase("Collect readings and fix the KPI baseline")),
    _task("budget", 2, phrase("Agree the budget plan with finance")),
    _task("blueprint", 2, phrase("Have the strategy blueprint approved")),
    _task("criteria", 3, phrase("Weigh the selection criteria")),
    _task("scoring", 3, phrase("Let business and IT score the products")),
    _task("compliance", 3, phrase("Check the solution against local duties")),
    _task(
        "integration",
        3,
        phrase("Design interfaces and master data with headquarters"),
    ),
    _task("roadmap", 3, phrase("Agree the three-year roadmap")),
    _task("scope", 4, phrase("Choose the pilot line and say what it must prove")),
    _task("key-users", 4, phrase("Train the key users of the pilot")),
    _task("run", 4, phrase("Run the pilot and collect feedback every week")),
    _task("effect", 4, phrase("Compare the KPIs before and after")),
    _task("decision", 4, phrase("Decide on the pilot: go on, adjust or stop")),
    _task("template", 5, phrase("Turn the proven pilot into a template")),
    _task("rollout", 5, phrase("Roll out to the remaining lines and processes")),
    _task("training", 5, phrase("Train everyone concerned and record attendance")),
    _task("operations", 5, phrase("Hand over to operations with named owners")),
    _task("summary", 5, phrase("Close the project with a summary and lessons")),
)
STANDARD_TASKS = {task.code: task for task in _TASKS}
STAGES = (1, 2, 3, 4, 5)


def standard_tasks(stage: int) -> tuple[StandardTask, ...]:
    """Return the tasks a new plant gets in a stage.

    Args:
        stage: 1 to 5.
    """
    return tuple(task for task in _TASKS if task.stage == stage)


@dataclass(frozen=True, slots=True)
class StageSummary:
    """One stage of the track.

    Attributes:
        stage: 1 to 5.
        name: the stage's name in both languages.
        state: done (signed off), current (the first not signed off), or next.
        tasks_done: ticked tasks.
        tasks_total: all tasks.
        due_on: last day, if set.
        owner: name of the owner; empty if nobody.
        signed_off_at: when it was signed off.
        signed_off_by: name of who signed; empty if nobody.
    """

    stage: int
    name: LocalizedText
    state: StageState
    tasks_done: int
    tasks_total: int
    due_on: date | None
    owner: str
    signed_off_at: datetime | None
    signed_off_by: str

    def is_late(self, today: date) -> bool:
        """Whether its last day has passed without a signature."""
        return self.signed_off_at is None and self.due_on is not None and self.due_on < today

    @property
    def percent(self) -> int:
        """Share of the tasks done, 0 to 100; 0 without tasks."""
        return 100 * self.tasks_done // self.tasks_total if self.tasks_total else 0


STAGE_NAMES = {
    1: phrase("Current state"),
    2: phrase("Goals"),
    3: phrase("Solution and selection"),
    4: phrase("Pilot and iterate"),
    5: phrase("Roll-out and enablement"),
}


def states(signed: Sequence[bool]) -> tuple[StageState, ...]:
    """Return the state of each stage from what is signed off.

    Args:
        signed: one truth per stage, in order.

    Returns:
        Signed stages are done, the first other one is current, the rest are next.
    """
    track: list[StageState] = []
    for is_signed in signed:
        if is_signed:
            track.append(StageState.DONE)
        elif StageState.CURRENT in track:
            track.append(StageState.NEXT)
        else:
            track.append(StageState.CURRENT)
    return tuple(track)
