"""The worker's ends: reactions that follow acts, and words about people whose time is up."""

from __future__ import annotations

from datetime import timedelta

import structlog
from celery import shared_task
from django.conf import settings

from core import clock
from core.base import tenant
from organizations.services import clearing, delivery, forgetting

log = structlog.get_logger(__name__)


@shared_task(name="organizations.tasks.remove_words", ignore_result=True)
def remove_words() -> None:
    """Remove addresses and the names of people who left, when their time is up.

    It finds what is due by itself and removes some at a time: twice does nothing, and after an
    interruption the next run goes on.
    """
    now = clock.now()
    addresses = forgetting.remove_addresses(before=now - timedelta(settings.AUDIT_ADDRESS_DAYS))
    people = forgetting.forget_departed(before=now - timedelta(settings.FORMER_MEMBER_DAYS))
    if addresses or people:
        log.info("words_removed", addresses=addresses, people=people)


@shared_task(name="organizations.tasks.remove_old", ignore_result=True)
def remove_old() -> None:
    """Remove what every app declares as of no use any more."""
    log.info("old_removed", removed=clearing.remove_all(clock.now()))


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
