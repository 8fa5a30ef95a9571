"""The closed list of plant facts that conditions in packs may ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

FactValue = str | int | Decimal | date | tuple[str, ...] | None
Facts = Mapping[str, FactValue]

YES_NO_FACTS = (
    "automated_equipment",
    "ot_network",
    "sells_to_third_parties",
    "cross_border_goods",
    "bonded_regime",
    "data_leaves_country",
    "headquarters_remote_access",
    "personal_data_of_customers",
    "biometric_time_clock",
    "camera_surveillance",
    "sensitive_personal_data",
    "ai_on_staff",
    "connected_products",
    "critical_infrastructure",
    "essential_entity",
    "foreign_workers",
    "night_shift",
    "next_plant_planned",
)
COUNT_FACTS = ("persons_in_systems", "sensitive_persons")
DERIVED_FACTS = ("einvoice_rule", "residency_rule", "group_plants_abroad")
PROFILE_FACTS = (
    "country",
    "process_type",
    "industry",
    "headcount",
    "lines",
    "annual_revenue",
    "languages",
    "start_of_production",
    "employee_representation",
)
FACTS = frozenset((*PROFILE_FACTS, *YES_NO_FACTS, *COUNT_FACTS, *DERIVED_FACTS))
EU_MEMBER_STATES = frozenset(
    {
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SK",
        "SI",
        "ES",
        "SE",
    }
)


def jurisdictions(country: str) -> tuple[str, ...]:
    """Return the jurisdictions whose checklists concern a plant, the most local first.

    Args:
        country: ISO 3166-1 alpha-2 code of the plant's country.

    Returns:
        The country itself, the European Union for its members, China's outbound rules (the group
        sits there), and the international plant security list.
    """
    union = ("EU",) if country in EU_MEMBER_STATES else ()
    return tuple(dict.fromkeys((country, *union, "CN", "INT")))
