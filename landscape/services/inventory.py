"""The systems inventory: add, change, remove, take over a checked file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.base import save_versioned
from core.errors import RuleError
from landscape.models import System
from landscape.selectors.systems import SystemNames, advise
from organizations.models import Plant, User
from organizations.selectors.places import plant_today
from organizations.services import audit

FIELDS = (
    "name",
    "category",
    "vendor",
    "product_version",
    "owner_name",
    "users_count",
    "hosting_country",
    "yearly_cost_amount",
    "currency",
    "contract_end_on",
    "support_end_on",
    "criticality",
    "personal_data",
    "has_open_interface",
    "is_group_standard",
    "fits_local_law",
    "processes",
    "disposition",
    "disposition_reason",
    "note",
    "translations",
)


def check(system: System) -> None:
    """Refuse a system that does not hold together.

    Raises:
        ValidationError: a field does not fit, or the name is taken at this plant.
        RuleError: a disposition without its reason, or a cost without its currency.
    """
    if system.disposition != System.Disposition.UNDECIDED and not system.disposition_reason:
        raise RuleError(_("A disposition needs its reason."), field="disposition_reason")
    if system.yearly_cost_amount is not None and not system.currency:
        raise RuleError(_("A cost needs its currency."), field="currency")
    system.full_clean()


def translate_reason(system: System) -> None:
    """Keep the proposal's reason in both languages while the person's is the same, word for word."""
    own = system.disposition_reason
    if own in system.advised_reason.values():
        return
    advised = advise(system, plant_today(system.plant)).reason.as_dict() if own else {}
    system.advised_reason = advised if own in advised.values() else {}


@transaction.atomic
def add_system(*, plant: Plant, by: User, **fields: Any) -> System:
    """Add a system; `fields` are those of the model.

    Raises:
        ValidationError, RuleError: see `check`.
    """
    system = System(plant=plant, **_known(fields))
    check(system)
    translate_reason(system)
    system.save(force_insert=True)
    audit.record(
        by=by,
        verb="system.added",
        target=system,
        plant=system.plant,
        changes={"name": [None, system.name]},
    )
    return system


@transaction.atomic
def edit_system(*, system: System, expected: int, by: User, **fields: Any) -> System:
    """Change a system.

    Raises:
        StaleVersionError: changed by somebody else meanwhile.
        ValidationError, RuleError: see `check`.
    """
    before = {name: getattr(system, name) for name in fields}
    for name, value in _known(fields).items():
        setattr(system, name, value)
    check(system)
    translate_reason(system)
    save_versioned(system, expected=expected, fields=[*fields, "advised_reason"])
    audit.record(
        by=by,
        verb="system.edited",
        target=system,
        plant=system.plant,
        changes=audit.difference(before, fields),
    )
    return system


@transaction.atomic
def remove_system(*, system: System, by: User) -> None:
    """Remove a system; the trail keeps what it was."""
    changes = {name: [getattr(system, name), None] for name in FIELDS[:4]}
    identifier = system.pk
    system.delete()
    system.pk = identifier  # a removed row keeps its name in the trail
    audit.record(by=by, verb="system.removed", target=system, plant=system.plant, changes=changes)


@transaction.atomic
def import_systems(*, plant: Plant, rows: Sequence[Mapping[str, Any]], by: User) -> tuple[int, int]:
    """Take over checked rows, all or none; a row whose name is known changes that system.

    Names are compared whatever their case, width and spaces; the stored writing stays.

    Args:
        plant: whose inventory.
        rows: fields by name; a field that is missing keeps its value, and a system that is as the
            row says is left alone.
        by: who imports.

    Returns:
        Number of new and of changed systems.

    Raises:
        ValidationError, RuleError: a row does not fit; nothing is stored.
    """
    names = SystemNames(plant)
    added = changed = 0
    for row in rows:
        fields = _known(row)
        system = names.get(fields["name"]) or System(plant=plant)
        if system.pk is not None:
            fields["name"] = system.name
            if all(getattr(system, name) == value for name, value in fields.items()):
                continue  # as stored
        for name, value in fields.items():
            setattr(system, name, value)
        check(system)
        translate_reason(system)
        if system.pk is None:
            system.save(force_insert=True)
            added += 1
        else:
            save_versioned(system, expected=system.version, fields=[*fields, "advised_reason"])
            changed += 1
    audit.record(
        by=by,
        verb="systems.imported",
        target=plant,
        plant=plant,
        changes={"added": [None, added], "changed": [None, changed]},
    )
    return added, changed


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(", ".join(sorted(unknown)))
    return dict(fields)
