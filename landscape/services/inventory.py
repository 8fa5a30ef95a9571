"""The systems inventory: add, change, remove, take over a checked file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.base import save_versioned
from core.errors import RuleError
from core.progress import each
from core.wording.texts import in_each, listed
from landscape.models import System
from landscape.selectors.systems import (
    SystemCategories,
    SystemNames,
    advise,
    system_categories,
)
from organizations.models import Plant, User
from organizations.selectors.places import plant_today
from organizations.services import audit
from sheets.values import folded
from steps.services import history
from steps.services.versions import refuse_changed

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
    _check_whole(system)
    system.full_clean()


def check_imported(system: System) -> None:
    """Refuse a system of a file as `check` does; that its name is free is known there already.

    Raises:
        ValidationError, RuleError: see `check`.
    """
    _check_whole(system)
    system.full_clean(exclude={"plant"}, validate_unique=False, validate_constraints=False)


def _check_whole(system: System) -> None:
    if system.disposition != System.Disposition.UNDECIDED and not system.disposition_reason:
        raise RuleError(_("A disposition needs its reason."), field="disposition_reason")
    if system.yearly_cost_amount is not None and not system.currency:
        raise RuleError(_("A cost needs its currency."), field="currency")


def translate_reason(system: System, categories: SystemCategories | None = None) -> None:
    """Keep the proposal's reason in both languages while the person's is the same, word for word.

    Args:
        system: whose reason.
        categories: `system_categories()`, where a caller asks for many systems.
    """
    own = system.disposition_reason
    if own in system.advised_reason.values():
        return
    today = plant_today(system.plant)
    advised = advise(system, today, categories).reason.as_dict() if own else {}
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
    with history.step(
        plant=plant, by=by, verb="system.added", subject=_subject(system), target=system
    ) as step:
        system.save(force_insert=True)
        step.add(system)
        step.changes = {"name": [None, system.name]}
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
    with history.step(
        plant=system.plant,
        by=by,
        verb="system.edited",
        subject=_subject(system),
        target=system,
        rows=[system],
    ) as step:
        save_versioned(system, expected=expected, fields=[*fields, "advised_reason"])
        step.changes = audit.difference(before, fields)
    return system


@transaction.atomic
def remove_system(*, system: System, version: int, by: User) -> None:
    """Remove a system; the trail keeps what it was, and it can be undone.

    Raises:
        StaleVersionError: somebody changed it since this version, or removed it.
    """
    history.lock(system.plant)
    refuse_changed(system, version)
    with history.step(
        plant=system.plant,
        by=by,
        verb="system.removed",
        subject=_subject(system),
        target=system,
        rows=[system],
    ) as step:
        step.changes = {name: [getattr(system, name), None] for name in FIELDS[:4]}
        system.delete()


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
    history.lock(plant)
    told = [(system, fields) for system, fields in _meant(plant, rows) if _differs(system, fields)]
    known = [system for system, _fields in told if system.pk is not None]
    added, changed = len(told) - len(known), len(known)
    with history.step(
        plant=plant,
        by=by,
        verb="systems.imported",
        subject=in_each(lambda: _counted(added, changed)),
        target=plant,
        rows=known,
    ) as step:
        _take_over(told)
        step.add(*(system for system, _fields in told))
        step.changes = {"added": [None, added], "changed": [None, changed]}
    return added, changed


def _counted(added: int, changed: int) -> str:
    new, old = _("%(n)s new") % {"n": added}, _("%(n)s changed") % {"n": changed}
    return listed([text for text, count in ((new, added), (old, changed)) if count])


def _meant(
    plant: Plant, rows: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[System, dict[str, Any]]]:
    """Yield for each row the system that it changes, or a new one, with its fields."""
    names = SystemNames(plant)
    for row in rows:
        fields = _known(row)
        system = names.get(fields["name"]) or System(plant=plant)
        if system.pk is not None:
            system.plant, fields["name"] = plant, system.name
        yield system, fields


def _differs(system: System, fields: Mapping[str, Any]) -> bool:
    """Tell whether a row says anything that is not stored."""
    return system.pk is None or any(getattr(system, n) != value for n, value in fields.items())


def _take_over(told: Sequence[tuple[System, Mapping[str, Any]]]) -> None:
    """Store systems with the fields of their rows."""
    categories, added = system_categories(), dict[str, System]()
    for system, fields in each(told):
        for name, value in fields.items():
            setattr(system, name, value)
        check_imported(system)
        translate_reason(system, categories)
        if system.pk is not None:
            save_versioned(system, expected=system.version, fields=[*fields, "advised_reason"])
        elif added.setdefault(folded(system.name), system) is not system:
            raise RuleError(_("This name stands in the file twice."), field="name")
    System.objects.bulk_create(added.values(), batch_size=500)


def _subject(system: System) -> dict[str, str]:
    return {"en": system.name, "zh-hans": system.name}


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(", ".join(sorted(unknown)))
    return dict(fields)
