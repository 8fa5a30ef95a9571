"""The indicator catalog of the pack, and the organization's own definitions beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count, Prefetch, Q, QuerySet

from core.text import LocalizedText, localized
from organizations.models import Organization
from packs.models import PackRelease
from packs.schema.indicators import Indicator as CatalogItem
from packs.schema.indicators import IndicatorCatalog
from readings.models import Indicator, PlantIndicator


def catalog_release() -> PackRelease | None:
    """Return the current release of the indicator catalog; None if no pack is loaded."""
    return PackRelease.objects.filter(kind="indicators", is_current=True).first()


def catalog() -> IndicatorCatalog | None:
    """Return the content of the current catalog; read once per process."""
    release = catalog_release()
    return release.read(IndicatorCatalog) if release else None


def catalog_items() -> dict[str, CatalogItem]:
    """Return the catalog's indicators by id, in its order."""
    content = catalog()
    return {item.id: item for item in content.indicators} if content else {}


def catalog_sources() -> dict[str, LocalizedText]:
    """Return the systems that the catalog's indicators come from, by id; one query.

    Those in capitals are names in any language.
    """
    content = catalog()
    if content is None:
        return {}
    titles = {system.id: system.title for system in content.systems}
    same = {
        code: LocalizedText.of(code, code) for item in content.indicators for code in item.systems
    }
    names = same | {code: title for code, title in titles.items() if not code.isupper()}
    return {
        item.id: LocalizedText.of(
            ", ".join(names[code].en for code in item.systems),
            "、".join(names[code].zh_hans for code in item.systems),
        )
        for item in content.indicators
    }


def source_in_both(indicator: Indicator, known: Mapping[str, LocalizedText]) -> LocalizedText:
    """Return where an indicator comes from: in both languages while it says what the catalog says.

    Args:
        indicator: the definition.
        known: from `catalog_sources`.
    """
    text = known.get(indicator.code)
    return text if text and text.en == indicator.source else localized(indicator.source, {})


def taken_names(
    organization: Organization, *, apart_from: int | None = None
) -> dict[str, list[str]]:
    """Return the names that are in use, by code: own definitions and those of the catalog.

    Args:
        organization: the tenant.
        apart_from: id of the definition that is being edited.
    """
    rows = Indicator.objects.filter(organization=organization)
    own = {row.code: row for row in rows}
    names = {code: list(row.title.values()) for code, row in own.items() if row.pk != apart_from}
    for code, item in catalog_items().items():
        if code not in own:
            names[code] = [item.title.en, item.title.zh_hans]
    return names


NAMED = 3  # plants that the center names beside a definition; the others are counted


def definitions(
    organization: Organization,
    *,
    plants: Collection[int] | None = None,
    text: str = "",
    direction: str = "",
    kind: str = "",
) -> QuerySet[Indicator]:
    """Return the organization's definitions with the first plants that use them, in two queries.

    `plant_count` says how many there are, `active_uses` holds the first `NAMED` by name.

    Args:
        organization: the tenant.
        plants: those of which the reader may know; None are all.
        text: part of code, name, definition or formula, in any language.
        direction: only those with this direction.
        kind: "own" or "catalog".
    """
    active = PlantIndicator.objects.filter(is_active=True).select_related("plant")
    seen = Q() if plants is None else Q(uses__plant__in=plants)
    if plants is not None:
        active = active.filter(plant__in=plants)
    active = active.only(
        *("indicator", "deviation", "plant__name", "plant__local_name", "plant__slug")
    )
    rows = Indicator.objects.filter(organization=organization).annotate(
        plant_count=Count("uses", filter=Q(uses__is_active=True) & seen)
    )
    for word in text.split():
        rows = rows.filter(
            Q(code__icontains=word)
            | Q(name_key__icontains=word.casefold())
            | Q(name_key_zh__icontains=word)
            | Q(source__icontains=word)
            | Q(owner_name__icontains=word)
        )
    if direction:
        rows = rows.filter(direction=direction)
    if kind:
        rows = rows.filter(release__isnull=kind == "own")
    return rows.order_by("code").prefetch_related(
        Prefetch("uses", active.order_by("plant__name")[:NAMED], "active_uses")
    )
