"""What goes by itself once its time is up: what each app declares under `remove_old`, each day.

An app names in its `apps.py` what it removes and the function that does it:

    remove_old = {"expired sessions": "organizations.services.clearing.remove_sessions"}

The function takes the present moment and returns how much it removed. It may be called at any time,
twice, and while others work; what it removes must be of no use to anybody any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import structlog
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from core.base import tenant
from organizations.models import Invitation, Organization
from organizations.services import audit

Remover = Callable[[dt.datetime], int]
MARGIN = dt.timedelta(days=2)  # a clock that was wrong for a day removes nothing

log = structlog.get_logger(__name__)


def removers() -> dict[str, Remover]:
    """Return what is removed -> the function that does it, of every app."""
    found: dict[str, Remover] = {}
    for config in apps.get_app_configs():
        for name, path in getattr(config, "remove_old", {}).items():
            found[name] = import_string(path)
    return found


def remove_all(now: dt.datetime) -> dict[str, int]:
    """Call every remover; one that fails is logged and stops no other.

    Returns:
        What was removed -> how much, -1 where it failed.
    """
    done: dict[str, int] = {}
    for name, remove in removers().items():
        try:
            done[name] = remove(now)
        except Exception:
            log.exception("not_removed", what=name)
            done[name] = -1
    return done


def remove_sessions(now: dt.datetime) -> int:
    """Remove sessions that have run out."""
    count, _ = Session.objects.filter(expire_date__lt=now - MARGIN).delete()
    return count


def remove_invitations(now: dt.datetime) -> int:
    """Remove invitations nobody took up, with name and address, as long after as those of leavers.

    One event for each organization says how many.
    """
    limit = now - dt.timedelta(days=settings.FORMER_MEMBER_DAYS)
    count = 0
    for organization in Organization.objects.order_by("pk"):
        with tenant(organization.pk), transaction.atomic():
            over = Q(expires_at__lt=limit) | Q(revoked_at__lt=limit)
            rows = Invitation.objects.filter(over, organization=organization, accepted_at=None)
            removed, _ = rows.delete()
            if removed:
                audit.record(
                    by=None,
                    verb="invitation.removed",
                    target=organization,
                    organization=organization,
                    changes={"invitations": [removed, 0]},
                )
            count += removed
    return count
