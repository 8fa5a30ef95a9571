"""What follows for the stages when a plant is added and its questionnaire signed; whose work they are."""

from __future__ import annotations

from django.db.models import Model, QuerySet
from django.urls import reverse

from activity.models import Notice
from activity.services import notices
from core.phrases import phrase
from journey.models import PlantStage, StageTask
from journey.services import stages
from organizations.models import AuditEvent, Plant, User
from organizations.services.acts import Act, after, inside


@inside("plant.created")
def begin(*, act: Act, target: Plant, by: User | None) -> None:  # noqa: ARG001 -- the registry's signature
    """Give a new plant its five stages with their standard tasks."""
    stages.create_stages(plant=target)


@inside("assessment.signed_off", "assessment.withdrawn")
def follow_questionnaire(*, act: Act, target: Model, by: User | None) -> None:  # noqa: ARG001 -- as above
    """Tick the task of the questionnaire with its signature; a withdrawn one takes the tick back."""
    if act.plant is not None:
        is_signed = act.verb == "assessment.signed_off"
        stages.follow_task(plant=act.plant, standard="questionnaire", done=is_signed, by=by)


# --- who is told -------------------------------------------------------------------------------
@after(
    *("stage.edited", "stage.reopened", "stage.signed_off", "task.added", "task.done"),
    *("task.edited", "task.removed", "task.reopened"),
)
def tell_owners(*, event: AuditEvent) -> None:
    """Tell the owner of a stage or task that it is theirs now; what is done or gone is settled."""
    plant = event.plant
    if plant is None:
        return
    notices.settle(
        organization_id=event.organization_id,
        start=f"journey/{plant.pk}/",
        at=event.happened_at,
        keeping=_still_open(plant),
    )
    row = _changed(event, plant)
    if row is None or row.owner is None:
        return
    if "owner" in event.changes:
        _tell(event, plant, row, row.owner)
    elif "due_on" in event.changes:
        notices.move_day(key=_key(row), due_on=row.due_on)


def _changed(event: AuditEvent, plant: Plant) -> PlantStage | StageTask | None:
    """Return the open stage or task of an event; a task that is added is known by its words."""
    if event.verb == "stage.edited":
        rows = _open_stages(plant).select_related("owner", "plant")
        return rows.filter(pk=event.object_id).first()
    tasks = _open_tasks(plant).select_related("owner", "plant_stage__plant")
    if event.verb == "task.edited":
        return tasks.filter(pk=event.object_id).first()
    if event.verb == "task.added":
        same = tasks.filter(plant_stage=int(event.object_id), title=event.changes["title"])
        return same.order_by("-pk").first()
    return None


def _tell(event: AuditEvent, plant: Plant, row: PlantStage | StageTask, owner: User) -> None:
    stage = row if isinstance(row, PlantStage) else row.plant_stage
    if isinstance(row, PlantStage):
        words = phrase("You answer for the stage “{stage}”", stage=row.label)
    else:
        words = phrase("Your task: {task}", task=row.label)
    notices.tell(
        recipient=owner,
        kind=Notice.Kind.ASSIGNED,
        words=words,
        path=reverse("journey:stage-detail", args=[plant.slug, stage.stage]),
        key=_key(row),
        at=event.happened_at,
        organization_id=event.organization_id,
        plant=plant,
        due_on=row.due_on,
        by=event.actor,
    )


def _still_open(plant: Plant) -> list[str]:
    tasks = _open_tasks(plant).select_related("plant_stage")
    return [*(_key(row) for row in _open_stages(plant)), *(_key(row) for row in tasks)]


def _open_stages(plant: Plant) -> QuerySet[PlantStage]:
    return PlantStage.objects.filter(plant=plant, signed_off_at=None)


def _open_tasks(plant: Plant) -> QuerySet[StageTask]:
    rows = StageTask.objects.filter(plant_stage__plant=plant, plant_stage__signed_off_at=None)
    return rows.filter(done_at=None)


def _key(row: PlantStage | StageTask) -> str:
    """Return what a notice is about: a row under a name, so that another name settles it."""
    if isinstance(row, PlantStage):
        return f"journey/{row.plant_id}/stage/{row.pk}/{row.owner_id}/"
    return f"journey/{row.plant_stage.plant_id}/task/{row.pk}/{row.owner_id}/"
