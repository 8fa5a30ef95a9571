"""What follows from readings: quarters and trends of plant and group are stored anew, by a worker."""

from __future__ import annotations

from organizations.models import AuditEvent
from organizations.services.acts import after, after_packs
from readings.models import Indicator, PlantIndicator
from steps.models import Step


@after(
    "indicator.redefined",
    "indicators.chosen",
    "plant_indicator.edited",
    "reading.corrected",
    "reading.deleted",
    "reading.explained",
    "reading.recorded",
    "readings.imported",
)
def keep_trends(*, event: AuditEvent) -> None:
    """Store the quarters and trends of what the plant of an act measures."""
    from indicators.services import tables  # noqa: PLC0415 -- slow import

    rows = PlantIndicator.objects.filter(plant__organization=event.organization_id)
    rows = (
        rows.filter(plant=event.plant)
        if event.plant
        else rows.filter(indicator=int(event.object_id))
    )
    found = list(rows.select_related("indicator"))
    done = tables.refresh(found)
    touched = done if event.verb.startswith("reading") else found
    tables.refresh_groups({row.indicator_id: row.indicator for row in touched}.values())


@after("roadmap_change.redone", "roadmap_change.undone")
def follow_turn(*, event: AuditEvent) -> None:
    """Store them anew where readings of a file were taken back, or stored again."""
    step = Step.objects.filter(pk=int(event.object_id), verb__startswith="readings.").first()
    if step is None:
        return
    from indicators.services import tables  # noqa: PLC0415 -- slow import

    rows = PlantIndicator.objects.filter(plant=step.plant_id).select_related("indicator")
    done = tables.refresh(list(rows))
    tables.refresh_groups({row.indicator_id: row.indicator for row in done}.values())


@after_packs("indicators")
def compute_trends(*, organization_id: int) -> None:
    """Store the quarters and trends that are not there yet: once, when the product can first."""
    from indicators.services import tables  # noqa: PLC0415 -- slow import

    rows = PlantIndicator.objects.filter(plant__organization=organization_id, is_active=True)
    tables.refresh(rows.select_related("indicator"))
    tables.refresh_groups(Indicator.objects.filter(organization=organization_id))
