"""What follows for a plant's duties when its facts, its group or the checklists change."""

from __future__ import annotations

from compliance.services import tracking
from organizations.models import AuditEvent, Plant, User
from organizations.services import delivery
from organizations.services.acts import Act, after, after_packs, inside


@inside("plant.created", "plant.edited")
def check_plant(*, act: Act, target: Plant, by: User | None) -> None:  # noqa: ARG001 -- the signature
    """Hold the facts of a plant against the checklists."""
    if act.plant:
        tracking.keep_current(plant=act.plant, by=by)


@after("plant.created", "plant.edited")
def check_neighbours(*, event: AuditEvent) -> None:
    """Let the other plants be checked: duties may depend on how many plants the group has abroad."""
    if "country" in event.changes:
        delivery.ask(check_every_plant, event.organization_id)


@after_packs("checklist")
def check_every_plant(*, organization_id: int) -> None:
    """Hold the facts of every plant against the checklists, each in a transaction of its own."""
    for plant in Plant.objects.filter(organization=organization_id).order_by("pk"):
        tracking.keep_current(plant=plant, by=None)
