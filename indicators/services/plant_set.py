"""Writes of a plant's set: which indicators it follows, who owns them, where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.base import save_versioned
from core.errors import RuleError
from core.text import LocalizedText
from indicators.services.definitions import adopt
from organizations.models import Plant, User
from organizations.selectors.places import plant_people
from organizations.services import audit
from readings.models import Indicator, PlantIndicator
from readings.selectors.catalog import catalog_sources, source_in_both

FIELDS = ("owner", "source", "deviation", "unit", "translations")


@transaction.atomic
def choose_indicators(*, plant: Plant, codes: Iterable[str], by: User) -> list[PlantIndicator]:
    """Set which indicators a plant follows; saving the same set writes nothing.

    Args:
        plant: the plant.
        codes: codes of the catalog or of own definitions; those left out are no longer followed,
            their readings stay and come back when they are chosen again.
        by: who acts.

    Returns:
        The followed indicators.

    Raises:
        RuleError: a code that is neither in the catalog nor defined.
    """
    adopted = adopt(organization=plant.organization, codes=sorted(set(codes)), by=by)
    rows = {row.indicator_id: row for row in PlantIndicator.objects.filter(plant=plant)}
    wanted = {indicator.pk: indicator for indicator in adopted.values()}
    sources = catalog_sources() if set(wanted) - set(rows) else {}
    added = [_follow(plant, indicator, rows, sources) for indicator in wanted.values()]
    dropped = [row for key, row in rows.items() if row.is_active and key not in wanted]
    for row in dropped:
        row.is_active = False
        save_versioned(row, expected=row.version, fields=["is_active"])
    changes = {
        "added": [[], sorted(code for code in added if code)],
        "dropped": [sorted(_codes(dropped)), []],
    }
    if any(before or after for before, after in changes.values()):
        audit.record(
            by=by,
            verb="indicators.chosen",
            target=plant,
            plant=plant,
            changes=changes,
        )
    return list(PlantIndicator.objects.filter(plant=plant, is_active=True))


def _codes(rows: list[PlantIndicator]) -> list[str]:
    known = Indicator.objects.filter(pk__in=[row.indicator_id for row in rows])
    return list(known.values_list("code", flat=True))


def _follow(
    plant: Plant,
    indicator: Indicator,
    rows: Mapping[int, PlantIndicator],
    sources: Mapping[str, LocalizedText],
) -> str:
    """Follow an indicator and return its code; nothing if it is followed already."""
    row = rows.get(indicator.pk)
    if row is None:
        row = PlantIndicator(plant=plant, indicator=indicator, source=indicator.source)
        source = source_in_both(indicator, sources)
        if source.en != source.zh_hans:
            row.translations = {"source": source.as_dict()}
        if indicator.unit_kind == Indicator.UnitKind.MONEY:
            row.currency = plant.currency
        row.full_clean(exclude=["plant", "indicator"])
        row.save()
        return indicator.code
    if row.is_active:
        return ""
    row.is_active = True
    save_versioned(row, expected=row.version, fields=["is_active"])
    return indicator.code


@transaction.atomic
def edit_use(
    *, row: PlantIndicator, expected: int, values: Mapping[str, Any], by: User
) -> PlantIndicator:
    """Change owner, source, local deviation or local unit of a plant's indicator.

    Args:
        row: as stored.
        expected: the version the editor saw.
        values: field -> value for `FIELDS`; those left out stay.
        by: who acts.

    Raises:
        RuleError: another unit without a word on the deviation, or an owner from elsewhere.
        StaleVersionError: somebody else changed it since; nothing is written.
    """
    before = {name: getattr(row, name) for name in FIELDS}
    for name in FIELDS:
        if name in values:
            setattr(row, name, values[name])
    if row.unit and not row.deviation:
        raise RuleError(_("Say how this differs from the definition."), field="deviation")
    owner = row.owner
    is_new_owner = owner is not None and owner != before["owner"]
    if owner and is_new_owner and not plant_people(row.plant).filter(pk=owner.pk).exists():
        raise RuleError(_("This person has no role at the plant."), field="owner")
    row.full_clean(exclude=["plant", "indicator", "owner"], validate_unique=False)
    save_versioned(row, expected=expected, fields=FIELDS)
    audit.record(
        by=by,
        verb="plant_indicator.edited",
        target=row,
        plant=row.plant,
        changes=audit.difference(before, {name: getattr(row, name) for name in FIELDS}),
    )
    return row
