"""Reads: how items of the catalog would be placed in the plan as it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from decimal import Decimal

from advice.domain.candidates import slice_id
from advice.domain.placement import Placement, place
from advice.selectors.desk import Desk
from organizations.selectors.places import plant_today
from planning.domain.plans import PlannedInitiative
from roadmap.models import Initiative, Roadmap
from roadmap.selectors.plan import item_of


def fit(desk: Desk, roadmap: Roadmap, names: Iterable[str], rate: Decimal) -> Placement:
    """Return where items of the catalog fit into a plan; two queries, nothing is written.

    Args:
        desk: what the advice rests on.
        roadmap: the plan.
        names: ids, the most wanted first; what is in the plan already is passed over.
        rate: what one US dollar is worth in the plan's currency.
    """
    planned = _planned(roadmap)
    known = {item.id for item in planned}
    wanted = [desk.candidate(name, rate) for name in desk.ranked(names) if name not in known]
    return place(
        wanted,
        first=roadmap.starts_on,
        limits={row.year: row.limit_amount for row in roadmap.budget_years.all()},
        planned=[item for item in planned if not item.is_stopped or item.spent],
        in_place=desk.state.in_place,
        not_before=plant_today(roadmap.plant),
        at_once=desk.at_once,
        expectation=desk.expectation,
    )


def _planned(roadmap: Roadmap) -> list[PlannedInitiative]:
    """Return the initiatives of a plan under their catalog ids, slices and own ones under their own."""
    return [
        dataclasses.replace(item_of(row), id=_name_of(row)) for row in roadmap.initiatives.all()
    ]


def _name_of(row: Initiative) -> str:
    if row.catalog_id and row.need:
        return slice_id(row.catalog_id, row.need)
    return row.catalog_id or f"own {row.pk}"
