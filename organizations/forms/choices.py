"""Choices of the forms in the reader's language: countries, currencies, time zones."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.currencies import currency_choices
from core.wording.texts import comma
from organizations.domain.countries import country_choices, zones_of
from organizations.domain.zones import zone_groups


def countries(empty: str = "", first: Collection[str] = ()) -> list[tuple[str, Any]]:
    """Return the choices of a country field in the reader's language.

    Args:
        empty: what stands for no country.
        first: codes of countries that stand before all others, those of the group's plants.
    """
    pairs = country_choices(get_language() or "en")
    ours = [pair for pair in pairs if pair[0] in first]
    if not ours:
        return [("", empty), *pairs]
    others = [pair for pair in pairs if pair[0] not in first]
    return [("", empty), (_("Countries of your plants"), ours), (_("Other countries"), others)]


def currencies() -> list[tuple[str, str]]:
    """Return the choices of a currency field in the reader's language."""
    return [("", ""), *currency_choices(get_language() or "en", comma())]


def zones(country: str = "", current: str = "") -> list[tuple[str, Any]]:
    """Return the choices of a time zone field, those of a country first, the current one among them."""
    names = {
        "Africa": _("Africa"),
        "America": _("America"),
        "Antarctica": _("Antarctica"),
        "Arctic": _("Arctic"),
        "Asia": _("Asia"),
        "Atlantic": _("Atlantic"),
        "Australia": _("Australia"),
        "Europe": _("Europe"),
        "Indian": _("Indian Ocean"),
        "Pacific": _("Pacific"),
        "UTC": _("Universal time"),
        "": _("Suggested"),
    }
    groups = [
        (names[name], pairs)
        for name, pairs in zone_groups(zones_of(country), get_language() or "en", current)
    ]
    return [("", ""), *groups]
