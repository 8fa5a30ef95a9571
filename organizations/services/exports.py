"""Who took data out of the product, in the audit trail."""

from __future__ import annotations

from organizations.models import Organization, Plant, User
from organizations.services import audit


def note_export(
    *, by: User, file: str, plant: Plant | None = None, organization: Organization | None = None
) -> None:
    """Record that somebody was handed data as a file.

    Args:
        by: who took it.
        file: its name, which says what is in it.
        plant: whose data they are; its organization is the tenant.
        organization: whose data they are, where no plant is.

    Raises:
        TypeError: neither a plant nor an organization is given.
    """
    target = plant or organization
    if target is None:
        message = "an export is of a plant or of an organization"
        raise TypeError(message)
    audit.record(
        by=by,
        verb="data.exported",
        target=target,
        plant=plant,
        organization=organization,
        changes={"file": file},
    )
