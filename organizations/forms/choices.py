"""Choices of the forms in the reader's language: countries, currencies, time zones."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.currencies import currency_choices
from organizations.domain.countries import COUNTRIES, country_choices
from organizations.domain.zones import zone_groups


def countries(empty: str = "") -> list[tuple[str, str]]:
    """Return the choices of a country field in the reader's language."""
    return [("", empty), *country_choices(get_language() or "en")]


def currencies() -> list[tuple[str, str]]:
    """Return the choices of a currency field in the reader's language."""
    return [("", ""), *currency_choices(get_language() or "en")]


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
    suggested = COUNTRIES[country].zones if country in COUNTRIES else ()
    groups = [
        (names[name], pairs)
        for name, pairs in zone_groups(suggested, get_language() or "en", current)
    ]
    return [("", ""), *groups]
