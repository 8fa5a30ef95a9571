"""What follows from changes of a plan: its stored sums agree with it."""

from __future__ import annotations

from django.db import models

from organizations.models import User
from organizations.services.acts import Act, inside
from roadmap.services import sums


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
