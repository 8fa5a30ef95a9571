"""Open work of a person, and handing it to somebody else."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from core.base import VersionedModel, save_versioned
from core.errors import RuleError
from organizations.domain.roles import Permission
from organizations.domain.work import Owned
from organizations.models import Organization, Plant, User
from organizations.selectors.places import grants
from organizations.services import audit


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Open rows of one kind that stand under a person's name."""

    owned: Owned
    rows: list[Any]

    @property
    def title(self) -> str:
        """What a reader calls the kind."""
        return str(self.owned.title)

    def plant_of(self, row: Any) -> Plant:
        """Return the plant a row belongs to."""
        plant: Plant = reduce(getattr, filter(None, self.owned.plant.split("__")), row)
        return plant


def kinds() -> Iterator[Owned]:
    """Yield every kind of work the apps declare, the lower apps first."""
    for config in apps.get_app_configs():
        yield from getattr(config, "owned", ())


def open_work(
    *, organization: Organization, person: User, ended: Collection[str] = ()
) -> list[OpenWork]:
    """Return what a person still has to do in an organization; one query for each kind.

    Args:
        organization: whose work.
        person: under whose name it stands.
        ended: models whose rows are ended, not handed over; left out if that may be done.
    """
    wanted = (kind for kind in kinds() if not (kind.ending and kind.model in ended))
    found = (OpenWork(kind, list(_rows(kind, organization, person))) for kind in wanted)
    return [work for work in found if work.rows]


def _rows(kind: Owned, organization: Organization, person: User) -> models.QuerySet[Any]:
    model: Any = apps.get_model(kind.model)
    still_open = {n: value() if callable(value) else value for n, value in kind.still_open.items()}
    mine = {kind.column: person, model.TENANT: organization, **still_open}
    rows: models.QuerySet[Any] = model.objects.filter(**mine).order_by("pk")
    return rows.select_related(kind.plant) if kind.plant else rows


def hand_over(
    *,
    organization: Organization,
    leaver: User,
    successor: User,
    by: User,
    ended: Collection[str] = (),
) -> int:
    """Put open work of a person under another name; call inside a transaction.

    Args:
        organization: whose work; that in other organizations stays.
        leaver: whose name it is under.
        successor: who takes it on; must be allowed to at each plant.
        by: who acts.
        ended: models whose rows are ended instead.

    Returns:
        The number of rows handed over, each with its audit event.

    Raises:
        RuleError: work lies where the person who acts manages nobody; or with the field
            `successor`: they may not do it at the plants named.
    """
    found = open_work(organization=organization, person=leaver, ended=ended)
    _require_managed(by, found)
    _require_able(successor, found)
    rows = [(work, row) for work in found for row in work.rows]
    moved = [(work, row, _move(work, row, successor)) for work, row in rows]
    for work, row, plant in moved:  # the trail last: from here on other writers wait
        audit.record(
            by=by,
            verb="work.handed_over",
            target=row,
            plant=plant,
            changes={f"{work.owned.column}_id": [leaver.pk, successor.pk]},
        )
    return len(moved)


def _require_managed(by: User, found: list[OpenWork]) -> None:
    rights = grants(by)
    plants = {work.plant_of(row) for work in found for row in work.rows}
    if any(Permission.MEMBERS_MANAGE not in rights.at_plant(plant) for plant in plants):
        raise RuleError(_("Open work lies at plants where you do not manage members."))


def _require_able(successor: User, found: list[OpenWork]) -> None:
    rights = grants(successor)
    closed = {
        plant.shown_name
        for work in found
        for plant in map(work.plant_of, work.rows)
        if work.owned.right not in rights.at_plant(plant)
    }
    if closed:
        words = {"name": successor.name, "plants": ", ".join(sorted(closed))}
        message = _("%(name)s may not do this work at: %(plants)s. Choose somebody else.")
        raise RuleError(message % words, field="successor")


def _move(work: OpenWork, row: Any, successor: User) -> Plant:
    """Put a row under another name and return its plant; one that stands there already goes."""
    kind, plant = work.owned, work.plant_of(row)
    if kind.once and _has_already(kind, row, successor):
        identifier = row.pk
        row.delete()
        row.pk = identifier  # the trail still names it
        return plant
    setattr(row, kind.column, successor)
    if isinstance(row, VersionedModel):
        save_versioned(row, expected=row.version, fields=[kind.column])
    else:
        row.save(update_fields=[kind.column, "updated_at"])
    return plant


def _has_already(kind: Owned, row: Any, successor: User) -> bool:
    same = {name: getattr(row, name) for name in kind.once}
    return bool(type(row).objects.filter(**same, **{kind.column: successor}).exists())
