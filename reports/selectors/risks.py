"""Risks and next steps, gathered from plan, duties, stages and goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from compliance.domain.status import Status
from compliance.selectors.duties import Duty
from core.text import LocalizedText
from journey.domain.stages import StageState
from journey.models import StageTask
from journey.selectors.stages import stage_track
from organizations.models import Plant
from packs.schema import InitiativeCatalog
from reports.domain.blueprint import RiskLine, StepLine
from reports.domain.plan import PlanChapter
from reports.selectors.words import same
from roadmap.models import Initiative
from roadmap.selectors.plan import Plan

HORIZON = timedelta(days=90)
MOST_RISKS = 14
MOST_EACH = 4
DUTY_IMPACT = {"high": 5, "medium": 3, "low": 2}
DUTY_PROBABILITY = 4
PLAN_PROBABILITY, PLAN_IMPACT = 4, 3


def risk_lines(
    plan: Plan | None, chapter: PlanChapter | None, duties: Iterable[Duty], today: date
) -> tuple[RiskLine, ...]:
    """Return the risks by score: of planned initiatives, overdue duties and broken rules.

    Catalog risks come with their starting values; an overdue duty counts as likely (4) with an
    impact by its own risk (5, 3, 2), a broken rule of the plan as 4 by 3.
    Source: docs/method.md#risk-score.
    """
    lines = [*_overdue(duties, today), *_broken(chapter), *_catalog(plan, chapter)]
    ordered = sorted(lines, key=lambda line: (-line.score, -line.impact, line.title.en))
    return tuple(ordered[:MOST_RISKS])


def _overdue(duties: Iterable[Duty], today: date) -> list[RiskLine]:
    lines = []
    for duty in duties:
        if duty.effective is not Status.OVERDUE or duty.row.due_on is None:
            continue
        late = (today - duty.row.due_on).days
        owner = duty.row.owner.name if duty.row.owner else ""
        who = (
            LocalizedText(f", owner {owner}", f"，责任人{owner}")
            if owner
            else LocalizedText("", "")
        )
        text = duty.obligation.text
        lines.append(
            RiskLine(
                title=LocalizedText(f"Duty not met: {text.en}", f"义务未履行：{text.zh_hans}"),
                answer=LocalizedText(
                    f"{late} days overdue{who.en}", f"已逾期{late}天{who.zh_hans}"
                ),
                probability=DUTY_PROBABILITY,
                impact=DUTY_IMPACT.get(duty.row.risk, DUTY_IMPACT["medium"]),
                concerns=duty.row.jurisdiction,
            )
        )
    return lines


def _broken(chapter: PlanChapter | None) -> list[RiskLine]:
    answer = LocalizedText(
        "Move the start or the limit before approval", "批准前调整开始日期或预算上限"
    )
    return [
        RiskLine(text, answer, PLAN_PROBABILITY, PLAN_IMPACT, "")
        for text in (chapter.violations if chapter else ())
    ]


def _catalog(plan: Plan | None, chapter: PlanChapter | None) -> list[RiskLine]:
    if plan is None or chapter is None:
        return []
    keys = {line.id: line.key for line in chapter.initiatives}
    catalog = plan.roadmap.catalog.read(InitiativeCatalog)
    known = {item.id: item for item in catalog.initiatives}
    over = (Initiative.Status.DONE, Initiative.Status.STOPPED)
    concerned: dict[str, list[str]] = defaultdict(list)
    for row in plan.initiatives:
        item = known.get(row.catalog_id)
        if item is None or row.status in over:
            continue
        for name in item.risks:
            concerned[name].append(keys[str(row.pk)])
    return [
        RiskLine(risk.title, risk.mitigation, risk.probability, risk.impact, _few(named))
        for risk in catalog.risks
        if (named := concerned.get(risk.id))
    ]


def _few(names: list[str]) -> str:
    shown = ", ".join(names[:MOST_EACH])
    return shown if len(names) <= MOST_EACH else f"{shown} +{len(names) - MOST_EACH}"


def step_lines(
    plant: Plant, chapter: PlanChapter | None, duties: Iterable[Duty], today: date
) -> tuple[StepLine, ...]:
    """Return what comes next, by date: late and near duties, milestones, tasks of the stage."""
    near = today + HORIZON
    steps = [
        StepLine(
            text=duty.obligation.text,
            owner=duty.row.owner.name if duty.row.owner else "",
            due=duty.row.due_on,
            is_late=duty.effective is Status.OVERDUE,
        )
        for duty in sorted(duties, key=lambda duty: duty.row.due_on or date.max)
        if duty.effective in (Status.OVERDUE, Status.IN_PROGRESS, Status.NOT_STARTED)
        and duty.row.due_on is not None
        and duty.row.due_on <= near
    ][:MOST_EACH]
    steps += _milestones(chapter, today)
    steps += _tasks(plant, today)
    return tuple(sorted(steps, key=lambda step: (step.due or date.max, step.text.en)))


def _milestones(chapter: PlanChapter | None, today: date) -> list[StepLine]:
    open_ones = [
        (stone.due, StepLine(same(stone.title), row.owner, stone.due, stone.due < today))
        for row in (chapter.initiatives if chapter else ())
        for stone in row.milestones
        if stone.reached is None and row.status not in ("stopped", "done")
    ]
    return [step for _due, step in sorted(open_ones, key=lambda pair: pair[0])[:MOST_EACH]]


def _tasks(plant: Plant, today: date) -> list[StepLine]:
    now = [stage.stage for stage in stage_track(plant) if stage.state is StageState.CURRENT]
    rows = StageTask.objects.filter(
        plant_stage__plant=plant, plant_stage__stage__in=now, done_at=None
    )
    return [
        StepLine(
            text=task.label,
            owner=task.owner.name if task.owner else "",
            due=task.due_on,
            is_late=bool(task.due_on and task.due_on < today),
        )
        for task in rows.select_related("owner").order_by("due_on", "pk")[:MOST_EACH]
    ]
