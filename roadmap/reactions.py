"""What follows from changes of a plan: its stored sums agree with it."""

from __future__ import annotations

from django.db import models

from organizations.models import AuditEvent, User
from organizations.services.acts import Act, after, inside
from roadmap.services import reminders, sums


@inside(
    "calendar.set",
    "closure.added",
    "closure.edited",
    "closure.removed",
    "dependency.added",
    "dependency.edited",
    "dependency.removed",
    "initiative.added",
    "initiative.edited",
    "initiative.moved",
    "initiative.placed",
    "initiative.removed",
    "initiatives.edited",
    "initiatives.moved",
    "limits.set",
    "milestone.added",
    "milestone.edited",
    "milestone.reached",
    "milestone.removed",
    "plant_milestone.added",
    "plant_milestone.edited",
    "plant_milestone.reached",
    "plant_milestone.removed",
    "plant_milestones.moved",
    "plant_milestones.set",
    "roadmap.created",
    "roadmap.sorted",
    "roadmap_change.redone",
    "roadmap_change.undone",
)
def keep_sums(*, act: Act, target: models.Model, by: User | None) -> None:  # noqa: ARG001 -- the signature
    """Store the sums of the plan anew."""
    if act.plant:
        sums.refresh(act.plant)


@after(
    *("initiative.edited", "initiative.moved", "initiative.removed", "initiatives.edited"),
    *("initiatives.moved", "milestone.added", "milestone.edited", "milestone.reached"),
    *("milestone.removed", "roadmap_change.redone", "roadmap_change.undone"),
)
def remind_of_results(*, event: AuditEvent) -> None:
    """Tell owners at once of milestones that are near by now; what is reached or gone is settled."""
    reminders.remind(organization_id=event.organization_id, plant_id=event.plant_id)
