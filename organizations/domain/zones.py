"""IANA time zones known to this machine."""

from __future__ import annotations

import zoneinfo
from functools import cache

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


def zone_groups(suggested: tuple[str, ...] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the zones grouped for a select field.

    Args:
        suggested: zones that come first, under an empty group name.

    Returns:
        Pairs of group name and (value, label); the label has spaces for underscores.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    if suggested:
        groups[""] = [(name, name.replace("_", " ")) for name in suggested]
    for name in sorted(time_zones() - {"UTC"}):
        area = name.split("/")[0]
        groups.setdefault(area, []).append((name, name.replace("_", " ")))
    groups["UTC"] = [("UTC", "UTC")]
    return list(groups.items())
