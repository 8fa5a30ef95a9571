"""Next steps, gathered from duties, milestones and the tasks of the stage."""

from __future__ import annotations

from datetime import date, timedelta

from compliance.domain.status import Status
from journey.domain.stages import StageState
from journey.models import StageTask
from journey.selectors.stages import stage_track
from organizations.models import Plant
from reports.domain.decision import APPROVE, decide
from reports.domain.starts import start_steps
from reports.sections.steps.content import StepChapter, StepLine, without_doubles
from reports.selectors.record import PlantRecord
from roadmap.selectors.plan import Plan

HORIZON = timedelta(days=90)
MOST_EACH = 4
# no steps, or steps with a day of their own
LISTED = (APPROVE, "draft", "overdue", "start_lacks", "start_binds", "start_late", "start")
MOST_TASKS = 10  # a stage has five of its own, and people add some


def collect(record: PlantRecord) -> StepChapter:
    """Return what the decision leads to, then by date: late and near duties, milestones, tasks."""
    milestones = _milestones(record.plan, record.today) if record.plan is not None else []
    tasks = without_doubles(_tasks(record.plant, record.today), milestones)
    steps = [*_starting(record), *_duties(record), *milestones[:MOST_EACH], *tasks]
    dated = sorted(steps, key=lambda step: (step.due or date.max, step.text.en))
    return StepChapter((*_asked(record), *dated))


def _asked(record: PlantRecord) -> list[StepLine]:
    """Return what the board is asked for besides its approval; overdue duties stand by themselves."""
    owner = _project_owner(record.plant)
    return [
        StepLine(ask.text, owner, None, is_late=False, is_asked=True)
        for ask in decide(record.state).asks
        if ask.code not in LISTED
    ]


def _starting(record: PlantRecord) -> list[StepLine]:
    """Return what a start of production asks for, each with its last responsible start."""
    if record.state.start is None:
        return []
    owner = _project_owner(record.plant)
    return [
        StepLine(text, owner, due, is_late=bool(due and due < record.today))
        for text, due in start_steps(record.state.start, MOST_EACH)
    ]


def _project_owner(plant: Plant) -> str:
    return plant.owner.name if plant.owner else ""


def _duties(record: PlantRecord) -> list[StepLine]:
    near = record.today + HORIZON
    return [
        StepLine(
            text=duty.obligation.text,
            owner=duty.row.owner.name if duty.row.owner else "",
            due=duty.row.due_on,
            is_late=duty.effective is Status.OVERDUE,
        )
        for duty in sorted(record.duties, key=lambda duty: duty.row.due_on or date.max)
        if duty.effective in (Status.OVERDUE, Status.IN_PROGRESS, Status.NOT_STARTED)
        and duty.row.due_on is not None
        and duty.row.due_on <= near
    ][:MOST_EACH]


def _milestones(plan: Plan, today: date) -> list[StepLine]:
    open_ones = [
        StepLine(
            stone.both("title"),
            row.owner.name if row.owner else "",
            stone.due_on,
            stone.due_on < today,
        )
        for row in plan.initiatives
        for stone in plan.milestones
        if stone.initiative_id == row.pk
        and stone.reached_on is None
        and row.status not in ("stopped", "done")
    ]
    return sorted(open_ones, key=lambda step: step.due or date.max)


def _tasks(plant: Plant, today: date) -> list[StepLine]:
    now = [stage.stage for stage in stage_track(plant) if stage.state is StageState.CURRENT]
    rows = StageTask.objects.filter(
        plant_stage__plant=plant, plant_stage__stage__in=now, done_at=None
    )
    return [
        StepLine(
            text=task.label,
            owner=task.owner.name if task.owner else _project_owner(plant),
            due=task.due_on,
            is_late=bool(task.due_on and task.due_on < today),
        )
        for task in rows.select_related("owner").order_by("due_on", "pk")[:MOST_TASKS]
    ]
