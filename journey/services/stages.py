"""Writes of the five stages: owner, date, tasks, signature."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.base import every_row, save_versioned
from core.errors import RuleError, StateError
from journey.domain.stages import STAGES, standard_tasks
from journey.models import PlantStage, StageTask
from organizations.models import Plant, User
from organizations.services import audit

SIGNED = ("signed_off_at", "signed_off_by", "signed_reason", "reopened_reason")
WRITTEN = ("title", "standard", "owner", "due_on", "translations")


def create_stages(*, plant: Plant) -> list[PlantStage]:
    """Make the five stages of a new plant with their standard tasks.

    The plant's own event records it; call it inside the transaction that makes the plant.
    """
    rows = every_row(PlantStage).bulk_create(
        [PlantStage(plant=plant, stage=number, owner=plant.owner) for number in STAGES]
    )
    every_row(StageTask).bulk_create(
        [
            StageTask(plant_stage=row, standard=task.code)
            for row in rows
            for task in standard_tasks(row.stage)
        ]
    )
    return rows


@transaction.atomic
def edit_stage(
    *, by: User, stage: PlantStage, version: int, owner: User | None, due_on: date | None
) -> PlantStage:
    """Change who answers for a stage and until when.

    Raises:
        StaleVersionError: somebody else changed it meanwhile.
        ValidationError: by field.
    """
    before = {"owner": _name(stage.owner), "due_on": stage.due_on}
    stage.owner, stage.due_on = owner, due_on
    stage.full_clean()
    save_versioned(stage, expected=version, fields=("owner", "due_on"))
    after = {"owner": _name(owner), "due_on": due_on}
    _record(by, "stage.edited", stage, audit.difference(before, after))
    return stage


@transaction.atomic
def add_task(
    *,
    by: User | None,
    stage: PlantStage,
    title: str,
    owner: User | None = None,
    due_on: date | None = None,
    translations: dict[str, Any] | None = None,
) -> StageTask:
    """Add a task in people's own words.

    Raises:
        StateError: the stage is signed off.
        ValidationError: by field.
    """
    _open(stage)
    task = StageTask(plant_stage=stage, title=title, owner=owner, due_on=due_on)
    task.translations = translations or {}
    task.full_clean()
    task.save()
    changes = {"title": title, "owner": _name(owner), "due_on": due_on}
    _record(by, "task.added", stage, changes)
    return task


@transaction.atomic
def edit_task(
    *,
    by: User,
    task: StageTask,
    version: int,
    title: str,
    owner: User | None,
    due_on: date | None,
    translations: dict[str, Any] | None = None,
) -> StageTask:
    """Change a task; a standard task whose words stay the same keeps both languages.

    Args:
        by: who acts.
        task: as stored.
        version: the version the editor saw; a tick in between is kept and is no conflict.
        title: the words as the editor sent them.
        owner: who does it.
        due_on: until when.
        translations: second languages of the words; left out, they stay.

    Raises:
        StateError: the stage is signed off.
        StaleVersionError: somebody else changed it meanwhile.
        ValidationError: by field.
    """
    _open(task.plant_stage)
    before = {"title": task.label.en, "owner": _name(task.owner), "due_on": task.due_on}
    if title not in {task.label.en, task.label.zh_hans}:
        task.title, task.standard = title, ""
    if translations is not None and not task.standard:
        task.translations = translations
    task.owner, task.due_on = owner, due_on
    task.full_clean()
    save_versioned(task, expected=version, fields=WRITTEN)
    after = {"title": task.label.en, "owner": _name(owner), "due_on": due_on}
    changes = {"stage": task.plant_stage.stage, **audit.difference(before, after)}
    plant = task.plant_stage.plant
    audit.record(by=by, verb="task.edited", target=task, plant=plant, changes=changes)
    return task


@transaction.atomic
def remove_task(*, by: User, task: StageTask) -> None:
    """Take a task out of an open stage.

    Raises:
        StateError: the stage is signed off.
    """
    _open(task.plant_stage)
    stage, words = task.plant_stage, task.label.en
    task.delete()
    _record(by, "task.removed", stage, {"title": [words, None]})


@transaction.atomic
def set_task_done(*, by: User | None, task: StageTask, done: bool) -> StageTask:
    """Tick a task or take the tick back; doing it twice changes nothing.

    Raises:
        StateError: the stage is signed off.
    """
    _open(task.plant_stage)
    if (task.done_at is not None) == done:
        return task
    task.done_at = clock.now() if done else None
    task.save(update_fields=["done_at", "updated_at"])
    verb = "task.done" if done else "task.reopened"
    _record(by, verb, task.plant_stage, {"title": task.label.en})
    return task


@transaction.atomic
def follow_task(*, plant: Plant, standard: str, done: bool, by: User | None) -> None:
    """Tick a standard task, or take its tick back, because of what happened to its subject.

    A stage that is signed off stays as it is, and so does a task that people have reworded.

    Args:
        plant: whose task.
        standard: code of the standard task.
        done: whether its subject is done now.
        by: who did it.
    """
    tasks = StageTask.objects.select_related("plant_stage__plant__organization").filter(
        plant_stage__plant=plant, plant_stage__signed_off_at__isnull=True, standard=standard
    )
    for task in tasks:
        set_task_done(by=by, task=task, done=done)


@transaction.atomic
def sign_off(*, by: User, stage: PlantStage, version: int, reason: str = "") -> PlantStage:
    """Sign a stage off with date and person; open tasks stay as they are.

    Args:
        by: who signs.
        stage: as stored.
        version: the version the person saw.
        reason: why it is signed while tasks are open; kept on the stage.

    Raises:
        RuleError: tasks are open, and no reason is given.
        StateError: it is signed off already, or an earlier stage is not.
        StaleVersionError: somebody else changed it meanwhile.
    """
    _open(stage)
    earlier = stage.plant.stages.filter(stage__lt=stage.stage, signed_off_at__isnull=True)
    if earlier.exists():
        raise StateError(_("Sign off the stages before this one first."))
    open_tasks = stage.tasks.filter(done_at__isnull=True).count()
    if open_tasks and not reason.strip():
        raise RuleError(_("Say why the stage is signed with open tasks."), field="reason")
    stage.signed_off_at, stage.signed_off_by, stage.reopened_reason = clock.now(), by, ""
    stage.signed_reason = reason.strip() if open_tasks else ""
    save_versioned(stage, expected=version, fields=SIGNED)
    changes: dict[str, Any] = {"open_tasks": open_tasks}
    if stage.signed_reason:
        changes["reason"] = stage.signed_reason
    _record(by, "stage.signed_off", stage, changes)
    return stage


@transaction.atomic
def reopen(*, by: User, stage: PlantStage, version: int, reason: str) -> PlantStage:
    """Take a signature back.

    Args:
        by: who acts.
        stage: as stored.
        version: the version the person saw.
        reason: why; kept on the stage until it is signed again, and in the audit trail.

    Raises:
        RuleError: no reason is given.
        StateError: the stage is not signed off, or a later one is.
        StaleVersionError: somebody else changed it meanwhile.
    """
    if not reason.strip():
        raise RuleError(_("Say why the stage is opened again."), field="reason")
    if stage.signed_off_at is None:
        raise StateError(_("This stage is not signed off."))
    later = stage.plant.stages.filter(stage__gt=stage.stage, signed_off_at__isnull=False)
    if later.exists():
        raise StateError(_("Reopen the later stages first."))
    signed = [stage.signed_off_at, _name(stage.signed_off_by)]
    stage.signed_off_at, stage.signed_off_by, stage.reopened_reason = None, None, reason.strip()
    stage.signed_reason = ""
    save_versioned(stage, expected=version, fields=SIGNED)
    _record(by, "stage.reopened", stage, {"reason": reason.strip(), "signed": signed})
    return stage


def _open(stage: PlantStage) -> None:
    if stage.signed_off_at is not None:
        raise StateError(_("This stage is signed off. Reopen it to change it."))


def _name(person: User | None) -> str | None:
    return person.name if person else None


def _record(by: User | None, verb: str, stage: PlantStage, changes: dict[str, Any]) -> None:
    changes = {"stage": stage.stage, **changes}
    audit.record(by=by, verb=verb, target=stage, plant=stage.plant, changes=changes)
