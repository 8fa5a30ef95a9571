"""Rows of the portfolio as HTML, kept for as long as nothing in them changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.template.loader import get_template
from django.urls import reverse

from assessment.selectors.headline import part_headlines
from journey.selectors.stages import stage_marks
from overview import charts
from overview.selectors.portfolio import PlantRow, ShownRow, show
from roadmap.models import Milestone
from roadmap.selectors.summaries import milestones_of

KEPT = 24 * 60 * 60  # seconds; a key that nobody asks for goes by itself


@dataclass(frozen=True, slots=True)
class Drawn:
    """One plant: its row of the table, its cells of the heat map, its readiness below them."""

    name: str
    row: str
    cells: list[str]
    total: str


def draw(
    rows: Sequence[PlantRow],
    columns: Sequence[tuple[str, str]],
    sees: Mapping[str, bool],
    language: str,
) -> list[Drawn]:
    """Return rows as HTML; what was drawn before and has not changed is taken as it is.

    Args:
        rows: those of the page.
        columns: id and name of each dimension of the heat map.
        sees: names of the rights that decide which columns the table has.
        language: of the reader.
    """
    marks = stage_marks([row.plant for row in rows])
    keys = {
        row.plant.pk: _key(row, marks.get(row.plant.pk), columns, sorted(sees), language)
        for row in rows
    }
    cache = caches["rows"]
    known = cache.get_many(keys.values())
    missing = [row for row in rows if keys[row.plant.pk] not in known]
    stones = milestones_of(row.plan for row in missing)
    fresh = {
        one.it.plant.pk: _drawn(one, stones, columns, sees, language)
        for one in (show(missing, language) if missing else ())
    }
    if fresh:
        cache.set_many({keys[plant]: one for plant, one in fresh.items()}, KEPT)
    return [fresh.get(plant) or known[key] for plant, key in keys.items()]


def _key(row: PlantRow, marks: Any, *frame: Any) -> str:
    """Return a name of everything that a row shows."""
    stone = row.plan.next_milestone if row.plan else None
    parts = (
        frame,
        row.plant.pk,
        row.plant.updated_at,
        sorted(row.rights),
        row.standing,
        row.duties.met,
        row.duties.applicable,
        row.overdue,
        row.law.is_whole,
        row.plan and (row.plan.currency, row.plan.spent, row.plan.planned_to_date),
        stone,
        marks,
        settings.APP_VERSION,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _drawn(
    one: ShownRow,
    stones: Mapping[int, Milestone],
    columns: Sequence[tuple[str, str]],
    sees: Mapping[str, bool],
    language: str,
) -> Drawn:
    plant, cell = one.it.plant, get_template("overview/_heat_cell.html")
    stone = one.it.plan.next_milestone if one.it.plan else None
    row = {
        "it": one.it,
        "stage": one.stage,
        "milestone": stones.get(stone.pk) if stone else None,
        "said": one.said,
        "sees": {right.value.replace(".", "_"): True for right in one.it.rights},
        "strip": charts.strip(one.stage_shares),
        "scale": charts.scale(one.it.score, one.it.target, 190) if one.run else "",
    }
    context = {
        "row": row,
        "sees": sees,
        "plant": plant,
        "plan": one.it.plan,
        "duties": one.it.duties,
    }
    parts = {part.id: part for part in part_headlines(one.run, language)} if one.run else {}
    href = reverse("capability:matrix-detail", args=[plant.slug])
    cells = [
        cell.render(
            {
                "said": parts.get(key),
                "cell": {"name": plant.shown_name, "href": href},
                "key": key,
                "title": title,
            }
        )
        for key, title in columns
    ]
    return Drawn(
        name=plant.shown_name,
        row=get_template("overview/_plant_row.html").render(context),
        cells=cells,
        total=get_template("overview/_heat_total.html").render({"said": one.said}),
    )
