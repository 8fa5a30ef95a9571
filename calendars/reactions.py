"""What follows from changes of milestones of a plant: who is reminded of them."""

from __future__ import annotations

from calendars.services import reminders
from organizations.models import AuditEvent
from organizations.services.acts import after


@after(
    *("plant_milestone.added", "plant_milestone.edited", "plant_milestone.reached"),
    *("plant_milestone.removed", "plant_milestones.moved", "plant_milestones.set"),
    *("roadmap_change.redone", "roadmap_change.undone"),
)
def remind_of_milestones(*, event: AuditEvent) -> None:
    """Tell owners at once of what is near by now; what is reached, moved or gone is settled."""
    reminders.remind(organization_id=event.organization_id, plant_id=event.plant_id)
