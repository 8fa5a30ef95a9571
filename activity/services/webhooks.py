"""Messages to group chats: which ways are open, what waits for them, sending with patience.

A group chat has readers whose rights nobody here can judge. So a message holds the words of a notice, which
name things and no values, and only of kinds that an administrator chose for the chat.
"""

from __future__ import annotations

import datetime as dt
import http.client
import uuid
from collections.abc import Collection, Mapping
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from activity.domain.messages import Message, body_of, refusal, signed
from activity.domain.reaching import next_try
from activity.models import Notice, Webhook, WebhookDelivery
from activity.selectors.webhooks import takes
from activity.services.outgoing import NETWORK, RefusedError, Transport, post
from core import clock, queue
from core.base import every_row, save_versioned, tenant
from core.phrases import phrase
from organizations.models import Organization, Plant, User
from organizations.services import audit

FIELDS = ("name", "kind", "language", "kinds", "every_plant", "is_active")
SECRETS = ("url", "secret")
SEND = "activity.tasks.send_messages"
BATCH = 100
LOST = dt.timedelta(minutes=10)  # a message that is being sent for longer lost its worker
KEPT = dt.timedelta(days=30)
State = WebhookDelivery.State

log = structlog.get_logger(__name__)


# --- ways -------------------------------------------------------------------------------------
@transaction.atomic
def add_webhook(
    *,
    organization: Organization,
    values: Mapping[str, Any],
    plants: Collection[Plant],
    by: User,
) -> Webhook:
    """Open a way to a group chat.

    Args:
        organization: the tenant.
        values: of the fields, address and secret among them.
        plants: those whose notices go there, where not all do.
        by: who opens it.
    """
    row = Webhook(organization=organization, **values)
    row.full_clean()
    row.save()
    row.plants.set(plants)
    changes = {name: [None, values[name]] for name in FIELDS} | _named([], plants)
    _record(row, "webhook.added", by, changes)
    return row


@transaction.atomic
def edit_webhook(
    *,
    webhook: Webhook,
    expected: int,
    values: Mapping[str, Any],
    plants: Collection[Plant],
    by: User,
) -> None:
    """Change a way to a group chat; address and secret that are left out stay.

    Raises:
        StaleVersionError: somebody else changed it meanwhile.
    """
    before = {name: getattr(webhook, name) for name in FIELDS}
    stood = list(webhook.plants.all())
    kept = {name: value for name, value in values.items() if name not in SECRETS or value}
    for name, value in kept.items():
        setattr(webhook, name, value)
    webhook.full_clean()
    save_versioned(webhook, expected=expected, fields=list(kept))
    webhook.plants.set(plants)
    after = {name: getattr(webhook, name) for name in FIELDS}
    changes = audit.difference(before, after) | _named(stood, plants)
    changes |= {f"new_{name}": True for name in SECRETS if values.get(name)}
    _record(webhook, "webhook.edited", by, changes)


@transaction.atomic
def delete_webhook(*, webhook: Webhook, by: User) -> None:
    """Close a way for good; what waits for it is not sent."""
    _record(webhook, "webhook.deleted", by, {})
    webhook.delete()


@transaction.atomic
def try_webhook(*, webhook: Webhook, by: User) -> WebhookDelivery:
    """Send a message that says no more than that it was sent."""
    row = WebhookDelivery.objects.create(
        webhook=webhook,
        key=f"test/{uuid.uuid4().hex}/",
        made_at=clock.now(),
        words=phrase("This message tries the way to this group chat").as_dict(),
        path=reverse("activity:inbox"),
        next_at=clock.now(),
    )
    _record(webhook, "webhook.tried", by, {})
    _ask()
    return row


def _named(before: Collection[Plant], after: Collection[Plant]) -> dict[str, Any]:
    names = [sorted(str(plant) for plant in side) for side in (before, after)]
    return {"plants": names} if names[0] != names[1] else {}


def _record(row: Webhook, verb: str, by: User, changes: dict[str, Any]) -> None:
    audit.record(by=by, verb=verb, target=row, organization=row.organization, changes=changes)


# --- what waits -------------------------------------------------------------------------------
def offer(notice: Notice) -> None:
    """Let a notice wait for every way that is open for it, in the transaction that tells it.

    Of several people who are told of one thing, one makes the message.
    """
    ways = Webhook.objects.filter(organization=notice.organization_id, is_active=True)
    made = [
        WebhookDelivery(
            webhook=way,
            plant_id=notice.plant_id,
            key=notice.key,
            made_at=notice.made_at,
            kind=notice.kind,
            words=notice.words,
            path=notice.path,
            next_at=clock.now(),
        )
        for way in ways.prefetch_related("plants")
        if takes(way, notice.kind, notice.plant_id, [one.pk for one in way.plants.all()])
    ]
    if made:
        WebhookDelivery.objects.bulk_create(made, ignore_conflicts=True)
        _ask()


def _ask() -> None:
    """Have a worker send once the message is safe; without a queue the next round does."""
    transaction.on_commit(lambda: queue.send(SEND))


# --- sending ----------------------------------------------------------------------------------
def send_due(transport: Transport = NETWORK) -> int:
    """Send what waits and is due, in every organization; return how many were taken.

    A message that lost its worker while it was sent is given up: it may have arrived, and nobody is
    told twice.
    """
    now, rows = clock.now(), every_row(WebhookDelivery)
    lost = rows.filter(state=State.SENDING, updated_at__lt=now - LOST)
    lost.update(state=State.GIVEN_UP, error="interrupted", updated_at=now)
    due = rows.filter(state=State.WAITING, next_at__lte=now).order_by("next_at", "pk")
    return sum(_send(pk, transport) for pk in list(due.values_list("pk", flat=True)[:BATCH]))


def _send(pk: int, transport: Transport) -> bool:
    """Send one message that nobody else has taken; no transaction is open meanwhile."""
    now, rows = clock.now(), every_row(WebhookDelivery).filter(pk=pk)
    if not rows.filter(state=State.WAITING).update(state=State.SENDING, updated_at=now):
        return False
    row = rows.select_related("webhook", "plant").get()
    way = row.webhook
    with tenant(way.organization_id):
        chosen = list(way.plants.values_list("pk", flat=True))
    if not takes(way, row.kind, row.plant_id, chosen):
        rows.delete()  # the administrator chose otherwise since
        return False
    status, error = _post(row, transport)
    values: dict[str, Any] = {"state": State.SENT, "next_at": None}
    if error:
        again = None if error == "refused" else next_try(row.tries + 1, now)
        state = State.WAITING if again else State.GIVEN_UP
        values = {"state": state, "next_at": again}
        log.warning("message_not_sent", webhook=way.pk, error=error, status=status)
    rows.update(status=status, error=error, tries=row.tries + 1, updated_at=now, **values)
    return not error


def _post(row: WebhookDelivery, transport: Transport) -> tuple[int | None, str]:
    """Return what the receiver answers: its status, and a word for what went wrong."""
    way = row.webhook
    url, body = signed(
        way.kind, way.url, body_of(way.kind, message_of(row)), way.secret, clock.now()
    )
    try:
        reply = post(url, body, transport)
    except RefusedError:
        return None, "refused"
    except TimeoutError:
        return None, "timeout"
    except (OSError, http.client.HTTPException, ValueError) as error:
        return None, type(error).__name__[:100]
    if not 200 <= reply.status < 300:
        return reply.status, "status"
    code = refusal(reply.body)
    return reply.status, f"code {code}" if code else ""


def message_of(row: WebhookDelivery) -> Message:
    """Return what a group chat is told, in its language."""
    language = row.webhook.language
    with translation.override(language):
        kind = row.get_kind_display() if row.kind else _("Test")
        place = f" · {row.plant.shown_name}" if row.plant else ""
        label = _("Open in Landfall")
    return Message(
        title=f"Landfall · {kind}{place}",
        text=row.text.in_language(language),
        link=f"{settings.PUBLIC_URL}{row.path}",
        label=label,
        language=language,
    )


def remove_old(now: dt.datetime) -> int:
    """Remove messages that were sent or given up a while ago."""
    over = every_row(WebhookDelivery).filter(state__in=(State.SENT, State.GIVEN_UP))
    count, _by_table = over.filter(updated_at__lt=now - KEPT).delete()
    return count
