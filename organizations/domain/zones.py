"""IANA time zones known to this machine."""

from __future__ import annotations

import zoneinfo
from functools import cache

from core.zones import zone_city

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


def zone_groups(
    suggested: tuple[str, ...] = (), language: str = "en"
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the zones grouped for a select field.

    Args:
        suggested: zones that come first, under an empty group name.
        language: of the reader.

    Returns:
        Pairs of group name and (value, label); the label is the city of the zone.
    """

    def choice(name: str) -> tuple[str, str]:
        return name, zone_city(name).in_language(language)

    groups: dict[str, list[tuple[str, str]]] = {}
    if suggested:
        groups[""] = [choice(name) for name in suggested]
    for name in sorted(time_zones() - {"UTC"}):
        groups.setdefault(name.split("/")[0], []).append(choice(name))
    groups["UTC"] = [choice("UTC")]
    return list(groups.items())
