"""The audit trail: one event per write, chained by hash."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import models, transaction

from core import clock
from organizations.domain import chain
from organizations.models import AuditChain, AuditEvent, Organization, Plant, User
from organizations.services import acts, delivery, sealing

current_address: ContextVar[str | None] = ContextVar("current_address", default=None)
_is_by_link: ContextVar[bool] = ContextVar("is_by_link", default=False)


@contextmanager
def by_link() -> Iterator[None]:
    """Let every event within say that its actor came by a personal link and did not sign in."""
    token = _is_by_link.set(True)
    try:
        yield
    finally:
        _is_by_link.reset(token)


def record(
    *,
    by: User | None,
    verb: str,
    target: models.Model,
    plant: Plant | None = None,
    organization: Organization | None = None,
    changes: dict[str, Any] | None = None,
) -> AuditEvent | None:
    """Append one event after what reacts to it inside: see `organizations.services.acts`.

    Call it last in a service: from here to the end of the transaction the writers of one
    organization wait for each other, which keeps the chain free of forks.

    Args:
        by: who acted; None for the system itself.
        verb: object.verb in the past tense, for example `answer.saved`.
        target: the object concerned; its label is stored with its type and id.
        plant: the plant concerned, if any; its organization is the tenant.
        organization: the tenant of what concerns no plant.
        changes: field -> [before, after]; no secrets, no file content. Numbers with a fraction,
            dates and other values JSON does not know are stored as text. What an app declares
            as personal or as a note is sealed by a hash.

    Returns:
        The stored event; None within a reaction, whose events follow that of the act.

    Raises:
        TypeError: neither a plant nor an organization is given.
    """
    changes = {**(changes or {}), **({"by_link": True} if _is_by_link.get() else {})}
    # A copy: whatever becomes of the object, the event tells of it as it is now.
    write = partial(
        _append,
        by=by,
        verb=verb,
        target=copy(target),
        plant=plant,
        organization=organization,
        changes=plain(changes),
    )
    act = acts.Act(verb, _tenant(plant, organization), plant, write.keywords["changes"])
    return acts.perform(act, target=target, by=by, write=write)


def _tenant(plant: Plant | None, organization: Organization | None) -> int:
    if plant is not None:
        return plant.organization_id
    if organization is not None:
        return organization.pk
    message = "an event belongs to a plant or to an organization"
    raise TypeError(message)


def _append(
    *,
    by: User | None,
    verb: str,
    target: models.Model,
    plant: Plant | None,
    organization: Organization | None,
    changes: dict[str, Any],
) -> AuditEvent:
    """Write one event and tell the workers: three statements, on every database."""
    tenant = _tenant(plant, organization)
    with transaction.atomic(savepoint=False):
        previous = _locked_head(tenant)
        event = AuditEvent(
            organization_id=tenant,
            plant=plant,
            actor=by,
            verb=verb,
            object_type=target._meta.label_lower,  # noqa: SLF001 -- Django's public meta data
            object_id=str(target.pk),
            happened_at=clock.now(),
            previous_hash=previous,
        )
        sealing.seal(
            event,
            actor=by.name if by else "Landfall",
            label=_clean(str(target))[:200],
            address=current_address.get(),
            changes=changes,
        )
        sealing.store(event)
        delivery.announce(event)
    return event


def _locked_head(organization_id: int) -> str:
    """Return the seal of the newest event and keep other writers of the chain waiting."""
    heads = AuditChain._base_manager  # noqa: SLF001 -- the writer's scope may be closed
    for _attempt in range(2):
        found = list(
            heads.select_for_update()
            .filter(organization_id=organization_id)
            .values_list("head", flat=True)
        )
        if found:
            return found[0]
        heads.bulk_create([AuditChain(organization_id=organization_id)], ignore_conflicts=True)
    return ""


def plain(value: Any) -> Any:
    """Return a value as JSON that every database gives back unchanged."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return [plain(item) for item in sorted(value, key=str)]
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.pk if isinstance(value, models.Model) else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite():
        return format(value.normalize(), "f")
    return _clean(str(value))


def _clean(text: str) -> str:
    """Drop what PostgreSQL cannot store: the null character and halves of pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """Return field -> [before, after] of what changed, in the order of `after`."""
    return {
        name: [plain(before.get(name)), plain(value)]
        for name, value in after.items()
        if plain(before.get(name)) != plain(value)
    }


def verify(organization: Organization) -> chain.ChainResult:
    """Check an organization's whole trail against its seals and against the kept head."""
    kept = AuditChain._base_manager.filter(organization=organization)  # noqa: SLF001 -- see above
    head = kept.values_list("head", flat=True).first()
    events = AuditEvent._base_manager.filter(organization=organization)  # noqa: SLF001 -- see above
    rows = events.select_related("words").order_by("pk").iterator(chunk_size=1000)
    links = (sealing.link(event) for event in rows)
    return chain.check(links, head=head or "")
