"""Reads of the ways to group chats, and of what went there."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from activity.domain.reaching import host_of
from activity.models import Notice, Webhook, WebhookDelivery
from organizations.models import Organization

LAST = 50
# What is for one person's eyes, or says nothing to a group.
FOR_ONE = (Notice.Kind.CODE_ASKED, Notice.Kind.MENTIONED, Notice.Kind.ANSWER_CHANGED)
OFFERED = tuple(kind for kind in Notice.Kind if kind not in FOR_ONE)


def webhooks(organization: Organization) -> QuerySet[Webhook]:
    """Return the ways to group chats, with how many messages wait and were given up."""
    rows = Webhook.objects.filter(organization=organization).prefetch_related("plants")
    state = WebhookDelivery.State
    return rows.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=state.WAITING)),
        given_up=Count("deliveries", filter=Q(deliveries__state=state.GIVEN_UP)),
    )


def takes(webhook: Webhook, kind: str, plant_id: int | None, plants: Collection[int]) -> bool:
    """Tell whether a way is open for a notice at this moment.

    Args:
        webhook: the way.
        kind: of the notice; empty for a message that tries the way, which always may.
        plant_id: where it is; None for the whole group.
        plants: ids of those that were chosen for the way.
    """
    if not kind:
        return True
    is_asked = webhook.is_active and kind in webhook.kinds and kind in OFFERED
    return is_asked and (webhook.every_plant or plant_id in plants)


def last_messages(webhook: Webhook) -> QuerySet[WebhookDelivery]:
    """Return the last messages of a way, the newest first."""
    return WebhookDelivery.objects.filter(webhook=webhook).select_related("plant")[:LAST]


def shown_address(webhook: Webhook) -> str:
    """Return what a page may show of an address: the machine and the last four letters."""
    return f"https://{host_of(webhook.url)}/…{webhook.url[-4:]}"
