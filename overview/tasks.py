"""The worker's end: what is stored of plants, every night."""

from __future__ import annotations

from celery import shared_task

from core import clock
from core.base import tenant
from organizations.models import Organization
from overview.services import stored


@shared_task(name="overview.tasks.refresh_stored", ignore_result=True)
def refresh_stored() -> None:
    """Bring what is stored of plants up to date, in one organization after the other."""
    for organization_id in Organization.objects.order_by("pk").values_list("pk", flat=True):
        with tenant(organization_id):
            stored.bring_up_to_date(organization_id, clock.today())
    stored.note_version()
