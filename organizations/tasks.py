"""The worker's end of the reactions to acts; the other one is `services.delivery.send`."""

from __future__ import annotations

from celery import shared_task

from core.base import tenant
from organizations.services import delivery


@shared_task(name="organizations.tasks.follow_acts", ignore_result=True)
def follow_acts(organization_id: int) -> int:
    """Let the reactions of one organization catch up with its trail and with the packs."""
    with tenant(organization_id):
        return delivery.deliver(organization_id)


@shared_task(name="organizations.tasks.sweep", ignore_result=True)
def sweep() -> int:
    """Ask again for every organization in which something waits: its message may be lost."""
    waiting = delivery.behind()
    for organization_id in waiting:
        delivery.send(organization_id)
    return len(waiting)
