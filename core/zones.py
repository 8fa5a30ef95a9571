"""Names of time zones for readers: the city that stands for each. From Unicode CLDR."""

from __future__ import annotations

from babel.core import get_global

from core.cldr import FALLBACK, locale_of


def is_former(name: str) -> bool:
    """Return whether a zone is a former name of another one, as Asia/Calcutta of Asia/Kolkata."""
    return name in get_global("zone_aliases")


def zone_city(name: str, language: str) -> str:
    """Return the city of a zone: "Kuala Lumpur", "吉隆坡"; one that CLDR does not know in Latin letters.

    Args:
        name: IANA name such as "Asia/Kuala_Lumpur"; a former name has the city of the present one.
        language: the reader's.
    """
    present = get_global("zone_aliases").get(name, name)
    for code in (language, FALLBACK):
        if city := locale_of(code).time_zones.get(present, {}).get("city"):
            return str(city)
    return str(present).rpartition("/")[2].replace("_", " ")
