"""The five stages of a plant's way with the tasks every plant starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

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


def _task(code: str, stage: int, en: str, zh: str) -> StandardTask:
    return StandardTask(code=code, stage=stage, title=LocalizedText(en=en, zh_hans=zh))


# Source: the method's stage table (current state, goals, solution, pilot, roll-out) in own words.
_TASKS = (
    _task("team", 1, "Name the joint business and IT project team", "组建业务与IT联合项目组"),
    _task(
        "systems", 1, "List the IT systems and say what happens to each", "盘点信息系统并确定处置"
    ),
    _task("processes", 1, "Map the processes from purchase to sales", "梳理从采购到销售的业务流程"),
    _task(
        "interviews",
        1,
        "Interview management, key users and local IT",
        "访谈管理层、业务骨干与本地IT",
    ),
    _task(
        "questionnaire",
        1,
        "Answer and sign off the readiness questionnaire",
        "完成并签核就绪度问卷",
    ),
    _task("findings", 1, "Agree the list of issues and requirements", "确认问题清单与需求矩阵"),
    _task("goals", 2, "Set goals for one, three and five years", "制定一年、三年、五年战略目标"),
    _task("targets", 2, "Set target levels for every capability", "为各项能力设定目标等级"),
    _task("baseline", 2, "Collect readings and fix the KPI baseline", "采集数据并确定KPI基线"),
    _task("budget", 2, "Agree the budget plan with finance", "与财务确认预算计划"),
    _task("blueprint", 2, "Have the strategy blueprint approved", "审批信息化战略蓝图"),
    _task("criteria", 3, "Weigh the selection criteria", "确定选型标准与权重"),
    _task("scoring", 3, "Let business and IT score the products", "业务与IT共同为产品评分"),
    _task("compliance", 3, "Check the solution against local duties", "核对方案与当地合规义务"),
    _task(
        "integration",
        3,
        "Design interfaces and master data with headquarters",
        "与总部共同设计接口与主数据",
    ),
    _task("roadmap", 3, "Agree the three-year roadmap", "确认三年实施路线图"),
    _task(
        "scope", 4, "Choose the pilot line and say what it must prove", "选定试点产线并明确验证目标"
    ),
    _task("key-users", 4, "Train the key users of the pilot", "培训试点关键用户"),
    _task("run", 4, "Run the pilot and collect feedback every week", "运行试点并每周收集反馈"),
    _task("effect", 4, "Compare the KPIs before and after", "对比试点前后的KPI"),
    _task(
        "decision", 4, "Decide on the pilot: go on, adjust or stop", "试点决策：推广、调整或终止"
    ),
    _task("template", 5, "Turn the proven pilot into a template", "将成功试点固化为模板"),
    _task("rollout", 5, "Roll out to the remaining lines and processes", "推广到其余产线与流程"),
    _task(
        "training", 5, "Train everyone concerned and record attendance", "开展全员培训并记录出勤"
    ),
    _task("operations", 5, "Hand over to operations with named owners", "明确责任人并移交运营"),
    _task("summary", 5, "Close the project with a summary and lessons", "完成项目总结与经验复盘"),
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
    1: LocalizedText(en="Current state", zh_hans="现状评估"),
    2: LocalizedText(en="Goals", zh_hans="战略目标"),
    3: LocalizedText(en="Solution and selection", zh_hans="方案选型"),
    4: LocalizedText(en="Pilot and iterate", zh_hans="试点迭代"),
    5: LocalizedText(en="Roll-out and enablement", zh_hans="全面推广"),
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
