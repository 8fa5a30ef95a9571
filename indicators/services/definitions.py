"""Writes of definitions: one definition for one name in the organization."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.base import save_versioned
from core.errors import RuleError
from organizations.models import Organization, User
from organizations.services import audit
from packs.models import PackRelease
from packs.schema.indicators import Indicator as CatalogItem
from readings.domain.entries import name_key, same_name
from readings.models import Indicator
from readings.selectors.catalog import catalog_items, catalog_release, catalog_sources, taken_names

OWN_FIELDS = (
    *("title", "definition", "formula", "unit", "unit_kind", "direction"),
    *("lower_bound", "upper_bound", "owner_name", "source", "frequency", "combining"),
)
CATALOG_FIELDS = ("owner_name", "source")
_KEYS = ("name_key", "name_key_zh")


@transaction.atomic
def define_indicator(
    *, organization: Organization, code: str, values: Mapping[str, Any], by: User
) -> Indicator:
    """Add a definition of the organization's own.

    Args:
        organization: the tenant.
        code: its short code, unique in the organization and not one of the catalog.
        values: field -> value for `OWN_FIELDS`.
        by: who acts.

    Raises:
        RuleError: the code or the name has a definition already; `field` is code or title_en.
        ValidationError: by field.
    """
    taken = taken_names(organization)
    if code.casefold() in {known.casefold() for known in taken}:
        raise RuleError(_("%(code)s is defined already.") % {"code": code}, field="code")
    indicator = Indicator(organization=organization, code=code)
    _apply(indicator, values, taken)
    indicator.full_clean(exclude=["organization"])
    indicator.save()
    _record(indicator, "indicator.defined", {}, by)
    return indicator


@transaction.atomic
def edit_definition(
    *, indicator: Indicator, expected: int, values: Mapping[str, Any], by: User
) -> Indicator:
    """Change a definition; of a catalog's one only owner and source.

    Raises:
        RuleError: another definition has the name, or readings exist and the change would make
            them mean something else (frequency).
        StaleVersionError: somebody else changed it since; nothing is written.
        ValidationError: by field.
    """
    names = OWN_FIELDS if indicator.is_own else CATALOG_FIELDS
    before = {name: getattr(indicator, name) for name in names}
    chosen = {name: values[name] for name in names if name in values}
    changed_step = chosen.get("frequency", indicator.frequency) != indicator.frequency
    if changed_step and indicator.uses.filter(measurements__isnull=False).exists():
        raise RuleError(_("There are readings; the frequency stays."), field="frequency")
    _apply(indicator, chosen, taken_names(indicator.organization, apart_from=indicator.pk))
    indicator.full_clean(exclude=["organization", "release"])
    save_versioned(indicator, expected=expected, fields=[*chosen, *_KEYS])
    _record(indicator, "indicator.redefined", before, by)
    return indicator


def adopt(*, organization: Organization, codes: Iterable[str], by: User) -> dict[str, Indicator]:
    """Return the definitions of catalog indicators, taking over those that are not there yet.

    Call inside a transaction.

    Raises:
        RuleError: the catalog has no such indicator, or an own definition has its name.
    """
    wanted = list(codes)
    rows = Indicator.objects.filter(organization=organization, code__in=wanted)
    adopted = {row.code: row for row in rows}
    missing = [code for code in wanted if code not in adopted]
    if not missing:
        return adopted
    items, release, taken = catalog_items(), catalog_release(), taken_names(organization)
    for code in missing:
        if code not in items or release is None:
            raise RuleError(_("The catalog has no %(code)s.") % {"code": code})
        others = {known: names for known, names in taken.items() if known != code}
        adopted[code] = _take_over(organization, items[code], release, others)
        _record(adopted[code], "indicator.adopted", {}, by)
    return adopted


def _take_over(
    organization: Organization,
    item: CatalogItem,
    release: PackRelease,
    taken: Mapping[str, Iterable[str]],
) -> Indicator:
    low, high = item.bounds or (None, None)
    indicator = Indicator(organization=organization, code=item.id, release=release)
    values = {
        "title": item.title.as_dict(),
        "definition": item.definition.as_dict(),
        "formula": item.formula.as_dict(),
        "unit": item.unit.as_dict(),
        "unit_kind": item.unit_kind,
        "direction": item.direction,
        "lower_bound": low,
        "upper_bound": high,
        "source": catalog_sources()[item.id].en,
        "frequency": "quarter" if item.frequency == "quarter" else "month",
    }
    _apply(indicator, values, taken)
    indicator.full_clean(exclude=["organization", "release"])
    indicator.save()
    return indicator


def _apply(
    indicator: Indicator, values: Mapping[str, Any], taken: Mapping[str, Iterable[str]]
) -> None:
    for name, value in values.items():
        setattr(indicator, name, value)
    clash = same_name(indicator.title.values(), taken)
    if clash is not None:
        words = _("This name is defined already, as %(code)s.") % {"code": clash}
        raise RuleError(words, field="title_en")
    indicator.name_key = name_key(indicator.title["en"])
    indicator.name_key_zh = name_key(indicator.title["zh-hans"])


def _record(indicator: Indicator, verb: str, before: dict[str, Any], by: User) -> None:
    after = {name: getattr(indicator, name) for name in before or OWN_FIELDS}
    audit.record(
        by=by,
        verb=verb,
        target=indicator,
        organization=indicator.organization,
        changes=audit.difference(before, after),
    )
