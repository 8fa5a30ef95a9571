"""Whose document it is."""

from __future__ import annotations

from datetime import date

from core.phrases import in_languages
from core.text import LocalizedText
from organizations.domain.countries import country_name
from organizations.models import Plant
from reports.domain.document import Head


def country_words(code: str) -> LocalizedText:
    """Return a country's name; an unknown code stands for itself."""
    return in_languages(lambda language: country_name(code, language))


def head(plant: Plant, today: date) -> Head:
    """Return whose document it is."""
    group = plant.organization
    return Head(
        organization=LocalizedText.of(group.name, group.local_name or group.name),
        plant=LocalizedText.of(plant.name, plant.local_name or plant.name),
        city=plant.city,
        country=country_words(plant.country),
        time_zone=plant.time_zone,
        today=today,
    )
