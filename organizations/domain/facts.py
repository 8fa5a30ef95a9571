"""Values of plant facts, and which jurisdictions concern a plant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

FactValue = str | int | Decimal | date | tuple[str, ...] | None
Facts = Mapping[str, FactValue]

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
