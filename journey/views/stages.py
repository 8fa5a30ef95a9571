"""A stage of a plant: its tasks, its owner, its signature."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.editing import edited, page_of
from core.errors import RuleError, StaleVersionError
from core.htmx import CONFLICT, UNPROCESSABLE, is_htmx, page_or_partial
from journey.forms.stages import ReopenForm, SignForm, StageForm, TaskForm, TickForm, task_values
from journey.models import PlantStage, StageTask
from journey.selectors.stages import stage_track
from journey.services import stages as service
from organizations.access import get_plant, may, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.editors import by_now
from organizations.selectors.places import plant_people
from organizations.services.once import once

DETAIL, EDIT = "journey/stage_detail.html", "journey/stage_edit.html"
TASK = "journey/task_edit.html"


def _stage(plant: Plant, number: int) -> PlantStage:
    rows = PlantStage.objects.select_related("plant__organization", "owner", "signed_off_by")
    return get_object_or_404(rows, plant=plant, stage=number)


def _task(plant: Plant, pk: int) -> StageTask:
    rows = StageTask.objects.select_related("plant_stage__plant__organization", "owner")
    return get_object_or_404(rows, plant_stage__plant=plant, pk=pk)


def _page(request: HttpRequest, plant: Plant, number: int) -> dict[str, Any]:
    stage = _stage(plant, number)
    tasks = list(stage.tasks.select_related("owner"))
    may_edit = may(request, plant, Permission.PLANT_EDIT)
    is_open = stage.signed_off_at is None
    own = person(request).pk
    track = stage_track(plant)
    return {
        "plant": plant,
        "area": "overview",
        "stage": stage,
        "tasks": [
            {"task": task, "may_tick": is_open and (may_edit or task.owner_id == own)}
            for task in tasks
        ],
        "done": sum(1 for task in tasks if task.done_at),
        "open_tasks": [task for task in tasks if not task.done_at],
        "track": track,
        "is_open": is_open,
        "may_edit": may_edit,
        "may_sign": may(request, plant, Permission.STAGE_SIGN),
        "waits_for": next((row for row in track if not row.signed_off_at), None),
        "later_signed": any(row.signed_off_at for row in track if row.stage > number),
    }


@login_required
@require_safe
def stage_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a stage with its tasks and its signature."""
    plant = get_plant(request, slug, Permission.PLANT_VIEW)
    return render(request, DETAIL, _page(request, plant, number))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stage_edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change who answers for a stage and until when."""
    plant = get_plant(request, slug, Permission.PLANT_EDIT)
    stage = _stage(plant, number)
    form = StageForm(request.POST or None, stage=stage, people=plant_people(plant))
    context = {"plant": plant, "area": "overview", "stage": stage, "form": form}

    def save() -> str:
        service.edit_stage(by=person(request), stage=_stage(plant, number), **form.cleaned_data)
        return _("The stage is saved.")

    return edited(
        request,
        form,
        save=save,
        show=page_of(request, EDIT, context),
        back=_address(stage),
        now=lambda: by_now(stage),
    )


@login_required
@require_POST
def stage_sign(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Sign a stage off."""
    plant = get_plant(request, slug, Permission.STAGE_SIGN)
    stage = _stage(plant, number)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _refused(request, plant, number, _("Reload the page and sign again."), UNPROCESSABLE)
    try:
        service.sign_off(by=person(request), stage=stage, **form.cleaned_data)
    except StaleVersionError:
        text = _("Somebody changed this stage while you read it. Look again, then sign.")
        return _refused(request, plant, number, text, CONFLICT)
    except RuleError as error:
        return _refused(request, plant, number, error.message, UNPROCESSABLE)
    messages.success(request, _("The stage is signed off."))
    return _back(stage)


@login_required
@require_POST
def stage_reopen(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a signature back, with a reason."""
    plant = get_plant(request, slug, Permission.STAGE_SIGN)
    stage = _stage(plant, number)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        text = _("Say why the stage is opened again.")
        return _refused(request, plant, number, text, UNPROCESSABLE)
    try:
        service.reopen(by=person(request), stage=stage, **form.cleaned_data)
    except StaleVersionError:
        text = _("Somebody changed this stage while you read it. Look again.")
        return _refused(request, plant, number, text, CONFLICT)
    except RuleError as error:
        return _refused(request, plant, number, error.message, UNPROCESSABLE)
    messages.success(request, _("The stage is open again."))
    return _back(stage)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def task_create(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Add a task to a stage."""
    plant = get_plant(request, slug, Permission.PLANT_EDIT)
    stage = _stage(plant, number)
    form = TaskForm(request.POST or None, people=plant_people(plant))
    context = {"plant": plant, "area": "overview", "stage": stage, "form": form}

    def save() -> str:
        once(
            by=person(request),
            key=form.cleaned_data["key"],
            make=lambda: service.add_task(by=person(request), stage=stage, **form.values()),
            model=StageTask,
        )
        return ""

    show = page_of(request, TASK, context)
    return edited(request, form, save=save, show=show, back=_address(stage))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def task_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a task's words, owner and date."""
    plant = get_plant(request, slug, Permission.PLANT_EDIT)
    task = _task(plant, pk)
    stage = task.plant_stage
    form = TaskForm(request.POST or None, people=plant_people(plant), task=task)
    context = {"plant": plant, "area": "overview", "stage": stage, "task": task, "form": form}

    def save() -> str:
        version = form.cleaned_data["version"]
        service.edit_task(by=person(request), task=task, version=version, **form.values())
        return ""

    return edited(
        request,
        form,
        save=save,
        show=page_of(request, TASK, context),
        back=_address(stage),
        now=lambda: by_now(task, task_values),
    )


@login_required
@require_POST
def task_tick(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Tick a task; its owner may, and whoever edits the plant."""
    plant = get_plant(request, slug, Permission.PLANT_VIEW)
    task = _task(plant, pk)
    if not may(request, plant, Permission.PLANT_EDIT) and task.owner_id != person(request).pk:
        raise PermissionDenied
    number = task.plant_stage.stage
    form = TickForm(request.POST)
    if not form.is_valid():
        return _refused(request, plant, number, _("Say whether it is done."), UNPROCESSABLE)
    try:
        service.set_task_done(by=person(request), task=task, done=form.cleaned_data["done"])
    except RuleError as error:
        return _refused(request, plant, number, error.message, UNPROCESSABLE)
    if is_htmx(request):
        return page_or_partial(request, DETAIL, "task-list", _page(request, plant, number))
    return _back(task.plant_stage)


@login_required
@require_POST
def task_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a task out."""
    plant = get_plant(request, slug, Permission.PLANT_EDIT)
    task = _task(plant, pk)
    try:
        service.remove_task(by=person(request), task=task)
    except RuleError as error:
        number = task.plant_stage.stage
        return _refused(request, plant, number, error.message, UNPROCESSABLE)
    messages.success(request, _("The task is removed."))
    return _back(task.plant_stage)


def _refused(
    request: HttpRequest, plant: Plant, number: int, text: str, status: int
) -> HttpResponse:
    context = {**_page(request, plant, number), "refusal": text}
    return page_or_partial(request, DETAIL, "task-list", context, status=status)


def _address(stage: PlantStage) -> str:
    return reverse("journey:stage-detail", args=[stage.plant.slug, stage.stage])


def _back(stage: PlantStage) -> HttpResponse:
    return redirect(_address(stage))
