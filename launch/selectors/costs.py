"""Reads: what a part of an initiative costs by the catalog."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from launch.domain.costs import cost_of, months_of, slice_cost
from launch.domain.slices import slices_of
from organizations.models import Plant
from organizations.selectors.places import plant_today, rates
from packs.schema import InitiativeCatalog
from packs.schema.launch import LaunchNeed, LaunchPack
from roadmap.models import Roadmap
from roadmap.selectors.money import converter


def plant_size(headcount: int) -> str:
    """Return the size class of the catalog: small below 200 people, large above 1000."""
    return "small" if headcount < 200 else "mid" if headcount <= 1000 else "large"


def usd_rate(plant: Plant, currency: str, on: date) -> Decimal | None:
    """Return what one US dollar is worth in a currency by stored rates, None without them."""
    if currency == "USD":
        return Decimal(1)
    return converter(rates(plant.organization), currency, on)(Decimal(1), "USD")


def need_cost(
    roadmap: Roadmap, pack: LaunchPack, need: LaunchNeed, initiative: str
) -> Decimal | None:
    """Return what the slice of an initiative costs by the catalog, in the plan's currency.

    The share of the whole by duration, as the advice plans it. None where the need is not the slice
    of that initiative, the catalog does not know it, or no rate is stored.
    """
    part = slices_of(pack).get(initiative)
    catalog = roadmap.catalog.read(InitiativeCatalog)
    entry = next((item for item in catalog.initiatives if item.id == initiative), None)
    plant = roadmap.plant
    rate = usd_rate(plant, roadmap.currency, plant_today(plant))
    if part is None or part.need.id != need.id or entry is None or rate is None:
        return None
    whole = cost_of(entry.cost_usd[plant_size(plant.headcount)], rate)
    return slice_cost(whole, months_of(entry.duration_months), part.days)
