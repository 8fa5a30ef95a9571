"""Keeping the entries of the search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from landscape.models import System
from organizations.models import Plant
from overview.domain.folding import terms
from overview.models import SearchEntry
from readings.models import Indicator
from roadmap.models import Initiative

Kind = SearchEntry.Kind
# Id of a thing, id of its plant, its texts.
Source = Iterator[tuple[int, int | None, Iterable[str]]]
BATCH = 1000


def refresh(kind: str, organization_id: int, plant: Plant | None = None) -> int:
    """Let the entries of a kind say what its things are called now.

    Args:
        kind: of `SearchEntry.Kind`.
        organization_id: the tenant.
        plant: only its things; None for all of the tenant.

    Returns:
        How many entries were made, changed or removed; nothing else is written.
    """
    stored = SearchEntry.objects.filter(kind=kind, organization=organization_id)
    if plant is not None:
        stored = stored.filter(plant=plant)
    known = {key: (pk, text) for pk, key, text in stored.values_list("pk", "object_id", "terms")}
    made: list[SearchEntry] = []
    changed: list[SearchEntry] = []
    for key, place, texts in SOURCES[kind](organization_id, plant):
        pk, before = known.pop(key, (None, ""))
        text = f" {' '.join(terms(' '.join(texts)))} "
        if text != before:
            (changed if pk else made).append(
                SearchEntry(
                    pk=pk,
                    kind=kind,
                    object_id=key,
                    organization_id=organization_id,
                    plant_id=place,
                    terms=text,
                )
            )
    SearchEntry.objects.bulk_create(made, batch_size=BATCH)
    SearchEntry.objects.bulk_update(changed, ["terms"], batch_size=BATCH)
    gone = [pk for pk, _text in known.values()]
    for first in range(0, len(gone), BATCH):
        SearchEntry.objects.filter(pk__in=gone[first : first + BATCH]).delete()
    return len(made) + len(changed) + len(gone)


def refresh_all(organization_id: int) -> int:
    """Let every entry of a tenant be right; return how many were not."""
    return sum(refresh(kind, organization_id) for kind in Kind.values)


def _both(title: dict[str, str]) -> tuple[str, str]:
    return title.get("en", ""), title.get("zh-hans", "")


def _pair(pairs: dict[str, dict[str, str]], name: str) -> tuple[str, ...]:
    return tuple(pairs.get(name, {}).values())


def _plants(organization_id: int, plant: Plant | None) -> Source:
    rows = Plant.objects.filter(organization=organization_id)
    rows = rows.filter(pk=plant.pk) if plant else rows
    names = ("pk", "name", "local_name", "city", "industry", "translations")
    for pk, *texts, pairs in rows.values_list(*names):
        yield pk, pk, (*texts, *_pair(pairs, "industry"))


def _initiatives(organization_id: int, plant: Plant | None) -> Source:
    rows = Initiative.objects.filter(roadmap__plant__organization=organization_id)
    rows = rows.filter(roadmap__plant=plant) if plant else rows
    names = ("pk", "roadmap__plant", "title", "catalog_id", "translations")
    for pk, place, title, catalog, pairs in rows.values_list(*names):
        yield pk, place, (*_both(title), catalog, *_pair(pairs, "title"))


def _systems(organization_id: int, plant: Plant | None) -> Source:
    rows = System.objects.filter(plant__organization=organization_id)
    rows = rows.filter(plant=plant) if plant else rows
    for pk, place, *texts in rows.values_list("pk", "plant", "name", "vendor", "category"):
        yield pk, place, texts


def _indicators(organization_id: int, plant: Plant | None) -> Source:  # noqa: ARG001 -- of the group
    rows = Indicator.objects.filter(organization=organization_id)
    for pk, code, title in rows.values_list("pk", "code", "title"):
        yield pk, None, (code, *_both(title))


SOURCES: dict[str, Callable[[int, Any], Source]] = {
    Kind.PLANT: _plants,
    Kind.INITIATIVE: _initiatives,
    Kind.SYSTEM: _systems,
    Kind.INDICATOR: _indicators,
}
