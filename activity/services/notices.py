"""Telling people something: a higher room hands a finished notice down.

A notice is derived from an act that the trail holds, and what a person does with it concerns nobody
else: these writes leave no event of their own (docs/adr/0067-notices-are-handed-down.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.db import transaction

from activity.models import Notice
from activity.selectors.notices import may_read
from activity.services import webhooks
from core import clock
from core.base import every_row
from core.text import LocalizedText
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from organizations.selectors.places import grants

FIELDS = ("kind", "words", "path", "right", "due_on", "made_at", "read_at", "done_at", "mailed_at")


@transaction.atomic
def tell(
    *,
    recipient: User,
    kind: Notice.Kind,
    words: LocalizedText,
    path: str,
    key: str,
    at: dt.datetime,
    organization_id: int,
    plant: Plant | None = None,
    right: Permission = Permission.PLANT_VIEW,
    due_on: dt.date | None = None,
    by: User | None = None,
) -> Notice | None:
    """Tell a person something; told again later of the same thing, it is new again.

    Args:
        recipient: who is told.
        kind: what is wanted of them.
        words: finished, without names of people.
        path: page of the product where it is done.
        key: what it is about, ending in a stroke; one notice of a person for one thing.
        at: when the act happened. A reaction that is run twice tells once.
        organization_id: the tenant.
        plant: where it is; None for the whole group.
        right: what the person must be allowed to do there to read it, now and later.
        due_on: until when.
        by: who acted; nobody is told of their own act. None tells in any case.

    Returns:
        The notice; None for one's own act, and for whoever may not read it.

    Raises:
        ValidationError: the path leads out of the product, or words are missing.
    """
    if by is not None and by.pk == recipient.pk:
        return None
    plant_id = plant.pk if plant else None
    granted = grants(recipient)
    if not may_read(granted, organization_id=organization_id, plant_id=plant_id, right=right):
        return None
    rows = Notice.objects.select_for_update(of=("self",))
    row = rows.filter(recipient=recipient, key=key).first()
    if row is not None and row.made_at >= at:
        return row
    row = row or Notice(
        recipient=recipient, key=key, organization_id=organization_id, plant_id=plant_id
    )
    row.kind, row.words, row.path = kind, words.as_dict(), path
    row.right, row.due_on, row.made_at = right.value, due_on, at
    row.read_at = row.done_at = row.mailed_at = None
    row.full_clean()
    row.save()
    webhooks.offer(row)
    return row


def settle(
    *,
    organization_id: int,
    start: str,
    at: dt.datetime,
    recipient: User | None = None,
    keeping: Collection[str] = (),
) -> int:
    """Mark notices as done because what they ask for is done, or asked for no more.

    Args:
        organization_id: the tenant.
        start: how their keys begin; a whole key settles one thing.
        at: when it was done; what was told later stays open.
        recipient: of one person only; None for everybody.
        keeping: keys that stay open.

    Returns:
        How many were open.
    """
    rows = Notice.objects.filter(
        organization=organization_id, key__startswith=start, done_at=None, made_at__lte=at
    )
    if recipient is not None:
        rows = rows.filter(recipient=recipient)
    now = clock.now()
    return rows.exclude(key__in=keeping).update(done_at=now, updated_at=now)


def reopen(*, recipient: User, key: str) -> None:
    """Take back that something is done, because the person took it back; it stays read."""
    rows = Notice.objects.filter(recipient=recipient, key=key)
    rows.update(done_at=None, updated_at=clock.now())


def move_day(*, key: str, due_on: dt.date | None) -> None:
    """Put another day on what people were told already; nobody is told anew."""
    rows = Notice.objects.filter(key=key, done_at=None).exclude(due_on=due_on)
    rows.update(due_on=due_on, updated_at=clock.now())


def mark_read(*, by: User, notices: Collection[int]) -> None:
    """Mark some of one's own notices as read; what only informs is done with that.

    Args:
        by: whose notices.
        notices: their ids; those of others are left alone.
    """
    now = clock.now()
    rows = Notice.objects.filter(recipient=by, pk__in=notices)
    rows.filter(read_at=None).update(read_at=now, updated_at=now)
    informing = rows.filter(kind__in=Notice.INFORMING, done_at=None)
    informing.update(done_at=now, updated_at=now)


def drop(*, recipient: User, organization_id: int) -> None:
    """Remove what somebody was told in an organization that they leave."""
    Notice.objects.filter(recipient=recipient, organization=organization_id).delete()


def remove_done(now: dt.datetime) -> int:
    """Remove notices of what was done as long ago as names of leavers are kept."""
    limit = now - dt.timedelta(days=settings.FORMER_MEMBER_DAYS)
    count, _ = every_row(Notice).filter(done_at__lt=limit).delete()
    return count
