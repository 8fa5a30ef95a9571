"""The duty of an address, and the two sides of a stale save of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from compliance.models import ObligationStatus
from compliance.selectors.duties import Duty, get_duty
from core.forms import VersionedForm, conflict_context, conflict_rows
from organizations.access import get_plant
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.editors import last_editor
from organizations.selectors.places import plant_today


def duty_for(
    request: HttpRequest, slug: str, pk: int, permission: Permission
) -> tuple[Plant, Duty]:
    """Return the plant and one of its duties.

    Raises:
        Http404: the plant is foreign, or the duty is not this plant's.
        PermissionDenied: the person lacks the right.
    """
    plant = get_plant(request, slug, permission)
    duty = get_duty(plant, pk, plant_today(plant))
    if duty is None:
        raise Http404
    return plant, duty


def stale(form: VersionedForm, row: ObligationStatus) -> dict[str, Any]:
    """Return what the conflict card shows; the form sends the stored version from now on."""
    who = last_editor(row, "obligation.updated")
    return conflict_context(conflict_rows(form, row), who=who, version=row.version)
