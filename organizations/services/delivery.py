"""Durable reactions: the trail is the queue, and each reaction keeps its place in it.

Events of one organization are written one after the other and become visible in the order of
their ids (see `audit.record`), so an id is a place that nothing can slip in front of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import structlog
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from core import clock, queue
from organizations.models import AuditEvent, Organization, ReactionCursor
from organizations.services.acts import Reaction, registry
from packs.models import PackRelease

TASK = "organizations.tasks.follow_acts"
FIRST_RETRY = dt.timedelta(seconds=30)
LAST_RETRY = dt.timedelta(hours=1)
LATE_AFTER = dt.timedelta(minutes=5)
EXPIRES = 60  # seconds; the sweep asks again, so that messages never pile up

log = structlog.get_logger(__name__)


# --- asking a worker ----------------------------------------------------------------------------
def announce(event: AuditEvent) -> None:
    """Ask a worker to follow an event once it is kept, if anything follows from it."""
    if any(event.verb in one.causes for one in registry.after):
        transaction.on_commit(partial(send, event.organization_id))


def announce_packs(kinds: set[str]) -> None:
    """Ask workers to bring every organization up to date with new packs of these kinds."""
    if any(one.causes & kinds for one in registry.chores):
        for organization_id in Organization.objects.order_by("pk").values_list("pk", flat=True):
            transaction.on_commit(partial(send, organization_id))


def send(organization_id: int) -> None:
    """Hand the message to the queue; without a broker the sweep sends it later."""
    queue.send(TASK, organization_id, expires=EXPIRES)


# --- places -------------------------------------------------------------------------------------
def open_cursors(organization: Organization, *, is_new: bool) -> int:
    """Give an organization a place for each durable reaction that has none yet.

    Args:
        organization: the tenant.
        is_new: its trail begins now and is followed from its first event. Otherwise reactions to
            acts begin at its end: what happened before them is over. Chores always begin at the
            start, because they compare states and not events.

    Returns:
        The number of new places.
    """
    rows = ReactionCursor._base_manager.filter(organization=organization)  # noqa: SLF001 -- a new tenant has no scope yet
    known = set(rows.values_list("reaction", flat=True))
    head = 0 if is_new else _head(organization.pk)
    made = [
        ReactionCursor(
            organization=organization,
            reaction=one.key,
            position=head if one in registry.after else 0,
            moved_at=clock.now(),
        )
        for one in registry.durable
        if one.key not in known
    ]
    ReactionCursor._base_manager.bulk_create(made, ignore_conflicts=True)  # noqa: SLF001 -- as above
    return len(made)


def ask(chore: Callable[..., None], organization_id: int) -> None:
    """Let a chore run again although there are no new packs.

    Args:
        chore: the marked function.
        organization_id: the tenant.
    """
    key = next(one.key for one in registry.chores if one.run is chore)
    rows = ReactionCursor.objects.filter(reaction=key, organization_id=organization_id)
    rows.update(position=0, asked=F("asked") + 1, moved_at=clock.now())


def _head(organization_id: int) -> int:
    """Return the id of an organization's newest event, 0 without any."""
    rows = AuditEvent._base_manager.filter(organization_id=organization_id)  # noqa: SLF001 -- see above
    return rows.aggregate(head=Max("pk"))["head"] or 0


def behind() -> list[int]:
    """Return the organizations in which a reaction has not come to the end and may go on."""
    rows = ReactionCursor._base_manager.filter(_may_go_on())  # noqa: SLF001 -- of every tenant
    events = AuditEvent._base_manager.filter(organization=OuterRef("organization"))  # noqa: SLF001 -- as above
    after = rows.filter(
        reaction__in=[one.key for one in registry.after],
        position__lt=Subquery(events.order_by("-pk").values("pk")[:1]),
    )
    found = set(after.values_list("organization", flat=True))
    for chore in registry.chores:
        open_rows = rows.filter(reaction=chore.key, position__lt=_newest(chore.causes))
        found.update(open_rows.values_list("organization", flat=True))
    return sorted(found)


def late() -> dict[str, int]:
    """Return reaction -> in how many organizations it failed or lets something wait too long."""
    limit = clock.now() - LATE_AFTER
    found: dict[str, int] = {}
    for reaction in registry.durable:
        rows = ReactionCursor._base_manager.filter(reaction=reaction.key)  # noqa: SLF001 -- of every tenant
        if reaction in registry.after:
            events = AuditEvent._base_manager.filter(  # noqa: SLF001 -- as above
                organization=OuterRef("organization"),
                pk__gt=OuterRef("position"),
                verb__in=reaction.causes,
                happened_at__lt=limit,
            )
            waits = Q(Exists(events))
        else:
            waits = Q(position__lt=_newest(reaction.causes), moved_at__lt=limit)
        count = rows.filter(Q(failures__gt=0) | waits).count()
        found |= {reaction.key: count} if count else {}
    return found


def _newest(kinds: frozenset[str]) -> int:
    """Return the id of the newest pack release of some kinds, 0 without any."""
    return PackRelease.objects.filter(kind__in=kinds).aggregate(newest=Max("pk"))["newest"] or 0


# --- following ----------------------------------------------------------------------------------
def deliver(organization_id: int) -> int:
    """Let every durable reaction of an organization catch up; call it within its tenant's scope.

    A reaction that fails is logged, tried again later, and holds up nobody else.

    Returns:
        The number of events and chores dealt with.
    """
    done = 0
    for reaction in registry.after:
        done += _guarded(partial(_follow_one, reaction, organization_id), reaction, organization_id)
    for chore in registry.chores:
        done += _guarded(partial(_tidy, chore, organization_id), chore, organization_id)
    return done


def _guarded(step: partial[bool], reaction: Reaction, organization_id: int) -> int:
    """Repeat a step until nothing is left; write down why it could not be done."""
    done = 0
    try:
        while step():
            done += 1
    except Exception as error:
        log.exception("reaction_failed", reaction=reaction.key, organization=organization_id)
        _postpone(reaction, organization_id, error)
    return done


def _free(reaction: Reaction, organization_id: int) -> QuerySet[ReactionCursor]:
    """Return the place of a reaction unless it waits for its next try."""
    rows = ReactionCursor.objects.filter(reaction=reaction.key, organization_id=organization_id)
    return rows.filter(_may_go_on())


def _may_go_on() -> Q:
    """Return the condition under which a reaction need not wait for its next try.

    None waits longer than the last pause; a moment beyond it is of a clock that was set back since.
    """
    now = clock.now()
    return Q(retry_at=None) | Q(retry_at__lte=now) | Q(retry_at__gt=now + LAST_RETRY)


def _follow_one(reaction: Reaction, organization_id: int) -> bool:
    """Hand the next event to a reaction and move its place, both or neither.

    Returns:
        Whether there was one; False also when another worker holds the place.
    """
    with transaction.atomic():
        cursor = _free(reaction, organization_id).select_for_update(skip_locked=True).first()
        if cursor is None:
            return False
        head = _head(organization_id)
        events = AuditEvent.objects.filter(
            organization_id=organization_id, pk__gt=cursor.position, verb__in=reaction.causes
        )
        event = events.order_by("pk").first()
        if event is not None:
            reaction.run(event=event)
        if event is not None or head > cursor.position:
            _move(cursor, head if event is None else event.pk)
        return event is not None


def _tidy(chore: Reaction, organization_id: int) -> bool:
    """Run a chore if packs are newer than its place, or if it was asked for.

    Returns:
        Whether it ran. The place stays when the chore was asked for again meanwhile.
    """
    cursor, newest = _free(chore, organization_id).first(), _newest(chore.causes)
    if cursor is None or cursor.position >= newest:
        return False
    chore.run(organization_id=organization_id)
    return _move(cursor, newest)


def _move(cursor: ReactionCursor, position: int) -> bool:
    """Store how far a reaction has come, unless it was asked for again since it was read."""
    rows = ReactionCursor.objects.filter(pk=cursor.pk, asked=cursor.asked)
    values = {"position": position, "moved_at": clock.now(), "failures": 0}
    return bool(rows.update(**values, retry_at=None, error=""))


def _postpone(reaction: Reaction, organization_id: int, error: Exception) -> None:
    rows = ReactionCursor.objects.filter(reaction=reaction.key, organization_id=organization_id)
    failures = rows.values_list("failures", flat=True).first() or 0
    pause = min(FIRST_RETRY * 2 ** min(failures, 10), LAST_RETRY)
    rows.update(failures=failures + 1, retry_at=clock.now() + pause, error=f"{error!r}"[:300])
