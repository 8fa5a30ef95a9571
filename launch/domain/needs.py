"""What of IT a plant needs for its start, with the lead times and the law of its country.

See docs/method.md#launch-needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from packs.schema.conditions import evaluate
from packs.schema.launch import LaunchNeed, LaunchPack, LeadSpan, LeadTime, LegalOrder


@dataclass(frozen=True, slots=True)
class CountryLead:
    """A lead time as it is known for a country.

    Attributes:
        lead_time: of the pack.
        spans: those of the country; where it has none, those of all others.
        is_local: whether they are the country's own.
    """

    lead_time: LeadTime
    spans: tuple[LeadSpan, ...]
    is_local: bool


@dataclass(frozen=True, slots=True)
class PlantNeed:
    """A need that applies to a plant.

    Attributes:
        need: of the pack.
        is_to_confirm: whether a fact that decides is not known; until then it is planned.
        leads: its lead times, for the plant's country.
        orders: orders of law that hold it, of the plant's country and facts.
    """

    need: LaunchNeed
    is_to_confirm: bool
    leads: tuple[CountryLead, ...]
    orders: tuple[LegalOrder, ...]


def needs_of(pack: LaunchPack, facts: Mapping[str, Any]) -> tuple[PlantNeed, ...]:
    """Return the needs that apply to a plant, or may apply, in the order of the pack.

    Args:
        pack: with the needs.
        facts: plant facts by name, `country` among them; what is missing is unknown.
    """
    orders = orders_of(pack, facts)
    country = str(facts.get("country") or "")
    leads = {entry.id: country_lead(entry, country) for entry in pack.lead_times}
    found = []
    for need in pack.needs:
        applies = evaluate(need.only_if, facts)
        if applies is False:
            continue
        found.append(
            PlantNeed(
                need,
                applies is None,
                tuple(leads[name] for name in need.lead_times),
                tuple(order for order in orders if need.id in order.needs),
            )
        )
    return tuple(found)


def orders_of(pack: LaunchPack, facts: Mapping[str, Any]) -> tuple[LegalOrder, ...]:
    """Return the orders of law that hold a plant, or may hold it while a fact is unknown."""
    return tuple(order for order in pack.orders if evaluate(order.only_if, facts) is not False)


def country_lead(lead_time: LeadTime, country: str) -> CountryLead:
    """Return a lead time as it is known for a country (ISO 3166-1 alpha-2)."""
    local = tuple(span for span in lead_time.spans if country in span.countries)
    general = tuple(span for span in lead_time.spans if not span.countries)
    return CountryLead(lead_time, local or general, bool(local))
