"""IANA time zones known to this machine."""

from __future__ import annotations

import zoneinfo
from functools import cache

from core.cldr import sorted_by_name
from core.zones import is_former, zone_city

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
    """Return the zones without former names: one for each city of an area."""
    return frozenset(name for name in time_zones() if not is_former(name))


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
        return name, zone_city(name, language)

    groups: dict[str, list[tuple[str, str]]] = {}
    for name in sorted((offered_zones() | {current}) - {"UTC", ""}):
        groups.setdefault(name.split("/")[0], []).append(choice(name))
    first = [("", [choice(name) for name in suggested])] if suggested else []
    by_area = [(area, sorted_by_name(pairs, language)) for area, pairs in groups.items()]
    return [*first, *by_area, ("UTC", [choice("UTC")])]
