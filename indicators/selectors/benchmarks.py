"""Figures of others, and the catalog's common targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Benchmark
from packs.schema.indicators import Preset
from readings.models import PlantIndicator
from readings.selectors.catalog import catalog, catalog_items


@dataclass(frozen=True, slots=True)
class BenchmarkRow:
    """A figure of others as it is shown: from the catalog in words, or the plant's own number."""

    value: str | Mapping[str, str]
    note: str | Mapping[str, str]
    source_name: str
    source_url: str
    grade: str
    number: Decimal | None = None
    key: int | None = None


def presets_for(code: str) -> list[Preset]:
    """Return the catalog's common targets for an indicator."""
    content = catalog()
    return [preset for preset in content.presets if preset.indicator == code] if content else []


def shown_benchmarks(row: PlantIndicator) -> list[BenchmarkRow]:
    """Return the figures of others for a plant's indicator: its own ones, then the catalog's.

    Figures of the catalog speak of its unit, so a plant that measures in another one sees none of
    them. Planning values are marked as judgment.
    """
    own = [_own(item) for item in Benchmark.objects.filter(plant_indicator=row)]
    item = None if row.unit or row.indicator.is_own else catalog_items().get(row.indicator.code)
    if item is None:
        return own
    return own + [
        BenchmarkRow(
            value=figure.value.as_dict(),
            note=figure.note.as_dict() if figure.note else "",
            source_name=figure.source.name,
            source_url=figure.source.url or "",
            grade="judgement" if figure.verified == "judgement" else "catalog",
        )
        for figure in item.benchmarks
        if figure.verified != "no"
    ]


def _own(item: Benchmark) -> BenchmarkRow:
    parts = [item.both("percentile"), item.both("population")]
    note = {
        code: mark.join([*(p.in_language(code) for p in parts if p.en), str(item.year)])
        for code, mark in (("en", ", "), ("zh-hans", "，"))
    }
    return BenchmarkRow(
        value="",
        note=note,
        source_name=item.source_name,
        source_url=item.source_url,
        grade=item.grade,
        number=item.value,
        key=item.pk,
    )
