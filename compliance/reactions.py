"""What follows for a plant's duties when facts, group, checklists or evidence change."""

from __future__ import annotations

from compliance.models import ObligationEvidence
from compliance.services import duties, reminders, sums, tracking
from organizations.models import AuditEvent, Evidence, Plant, User
from organizations.services import delivery
from organizations.services.acts import Act, after, after_packs, inside
from steps.models import Step


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


@inside("evidence.reviewed")
def count_again(*, act: Act, target: Evidence, by: User | None) -> None:  # noqa: ARG001 -- the signature
    """Count duties that are met without evidence anew, where the evidence is that of a duty."""
    if ObligationEvidence.objects.filter(evidence=target).exists():
        sums.refresh(target.plant_id)


@inside("roadmap_change.redone", "roadmap_change.undone")
def follow_turn(*, act: Act, target: Step, by: User | None) -> None:  # noqa: ARG001 -- the signature
    """Let the history of duties and their sums know of a step that was undone or done again."""
    duties.follow_turn(step=target, by=by)


@after(
    *("obligation.updated", "obligations.checked", "obligations.imported", "obligations.updated"),
    *("roadmap_change.redone", "roadmap_change.undone"),
)
def remind_of_duties(*, event: AuditEvent) -> None:
    """Tell owners at once of duties that are near by now; what is done or moved is settled."""
    reminders.remind(organization_id=event.organization_id, plant_id=event.plant_id)


@after_packs("checklist")
def check_every_plant(*, organization_id: int) -> None:
    """Hold the facts of every plant against the checklists, each in a transaction of its own."""
    for plant in Plant.objects.filter(organization=organization_id).order_by("pk"):
        tracking.keep_current(plant=plant, by=None)
