"""Reminders: what comes near by itself, with no act from which a notice could follow.

A room whose rows have a day names in its `apps.py` the function that looks at them:

    reminders = ("compliance.services.reminders.remind",)

It takes `organization_id`, in an open tenant, and hands `keep` what is near at that moment. It may be
called at any time and twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import structlog
from django.apps import apps
from django.db import transaction
from django.utils.module_loading import import_string

from activity.models import Notice
from activity.services.notices import tell
from core import clock
from core.base import tenant
from core.text import LocalizedText
from organizations.domain.roles import Permission
from organizations.models import Organization, Plant, User

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing that comes near for one person; see `notices.tell`.

    Attributes:
        recipient: who is reminded.
        words: finished, without names of people.
        path: page of the product where it is done.
        key: what it is about, with its day and its owner: another day or owner reminds anew.
        plant: where it is.
        right: what the person must be allowed to do there.
        due_on: its day.
    """

    recipient: User
    words: LocalizedText
    path: str
    key: str
    plant: Plant
    right: Permission
    due_on: dt.date


@transaction.atomic
def keep(*, organization_id: int, kind: Notice.Kind, start: str, near: Iterable[Reminder]) -> None:
    """Tell what has come near since, once; settle what is done, moved away or somebody else's.

    Args:
        organization_id: the open tenant.
        kind: what is wanted of people.
        start: how the keys of all such reminders begin that were looked for.
        near: what is near now.
    """
    now, wanted = clock.now(), {one.key: one for one in near}
    told = Notice.objects.filter(
        organization=organization_id, kind=kind, key__startswith=start, done_at=None
    )
    known = set(told.values_list("key", flat=True))
    told.filter(key__in=known - wanted.keys()).update(done_at=now, updated_at=now)
    for key in sorted(wanted.keys() - known):
        one = wanted[key]
        tell(
            recipient=one.recipient,
            kind=kind,
            words=one.words,
            path=one.path,
            key=key,
            at=now,
            organization_id=organization_id,
            plant=one.plant,
            right=one.right,
            due_on=one.due_on,
        )


def remind_all() -> None:
    """Let every room look at its rows; one that fails is logged and stops no other."""
    for organization_id in Organization.objects.order_by("pk").values_list("pk", flat=True):
        with tenant(organization_id):
            for path in _declared():
                look: Callable[..., None] = import_string(path)
                try:
                    look(organization_id=organization_id)
                except Exception:
                    log.exception("not_reminded", of=path, organization=organization_id)


def _declared() -> list[str]:
    return [path for config in apps.get_app_configs() for path in getattr(config, "reminders", ())]
