"""IANA time zones known to this machine."""

from __future__ import annotations

import zoneinfo
from functools import cache

from core.zones import zone_city
from organizations.domain.countries import COUNTRIES

_AREAS = frozenset(
    (
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
)


@cache
def time_zones() -> frozenset[str]:
    """Return every zone by area and city, and UTC."""
    known = zoneinfo.available_timezones()
    return frozenset({name for name in known if name.split("/")[0] in _AREAS} | {"UTC"})


def zone(name: str) -> zoneinfo.ZoneInfo:
    """Return a zone; one that does not exist falls back to UTC, so that no page fails for it.

    Args:
        name: IANA name such as "Asia/Kuala_Lumpur".
    """
    return zoneinfo.ZoneInfo(name if name in time_zones() else "UTC")


@cache
def offered_zones() -> frozenset[str]:
    """Return the zones without former names: one for each city of an area.

    It is one that a country names, else one that is called as its city is.
    """
    used = {name for country in COUNTRIES.values() for name in country.zones}

    def worth(name: str) -> tuple[bool, bool]:
        return name in used, name.endswith("/" + zone_city(name).en.replace(" ", "_"))

    best: dict[tuple[str, str], str] = {}
    for name in sorted(time_zones() - {"UTC"}):
        key = name.split("/")[0], zone_city(name).zh_hans
        if key not in best or worth(name) > worth(best[key]):
            best[key] = name
    return frozenset({*best.values(), "UTC"})


def zone_groups(
    suggested: tuple[str, ...] = (), language: str = "en", current: str = ""
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the zones grouped for a select field, each city once.

    Args:
        suggested: zones that come first, under an empty group name.
        language: of the reader.
        current: the zone that is chosen now, offered even under a former name.

    Returns:
        Pairs of group name and (value, label); the label is the city of the zone.
    """

    def choice(name: str) -> tuple[str, str]:
        return name, zone_city(name).in_language(language)

    groups: dict[str, list[tuple[str, str]]] = {}
    if suggested:
        groups[""] = [choice(name) for name in suggested]
    for name in sorted((offered_zones() | {current}) - {"UTC", ""}):
        groups.setdefault(name.split("/")[0], []).append(choice(name))
    groups["UTC"] = [choice("UTC")]
    return list(groups.items())
