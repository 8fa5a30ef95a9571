"""Whose document it is."""

from __future__ import annotations

from datetime import date

from core.text import LocalizedText
from organizations.domain.countries import COUNTRIES
from organizations.models import Plant
from reports.domain.document import Head
from reports.selectors.words import same


def country_words(code: str) -> LocalizedText:
    """Return a country's name; an unknown code stands for itself."""
    country = COUNTRIES.get(code)
    return country.name if country else same(code)


def head(plant: Plant, today: date) -> Head:
    """Return whose document it is."""
    group = plant.organization
    return Head(
        organization=LocalizedText(group.name, group.local_name or group.name),
        plant=LocalizedText(plant.name, plant.local_name or plant.name),
        city=plant.city,
        country=country_words(plant.country),
        time_zone=plant.time_zone,
        today=today,
    )
