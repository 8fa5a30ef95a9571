"""The plant in the words of a document."""

from __future__ import annotations

from datetime import date

from compliance.domain.wording import fact_name, value_words
from core.text import LocalizedText
from organizations.domain.countries import COUNTRIES
from organizations.domain.languages import FLOOR_LANGUAGES
from organizations.models import Plant
from packs.schema.facts import COUNT_FACTS, YES_NO_FACTS
from reports.domain.plant import Head, PlantFacts
from reports.selectors.words import said, same


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


def plant_facts(plant: Plant, scope: str) -> PlantFacts:
    """Return the plant's facts; those that are not known yet are left to the open questions."""
    known = [
        (fact_name(name), value_words(getattr(plant, name)))
        for name in (*YES_NO_FACTS, *COUNT_FACTS)
        if getattr(plant, name) not in (None, "", "unknown")
    ]
    if plant.employee_representation != Plant.Representation.UNKNOWN:
        words = value_words(plant.employee_representation)
        known.append((fact_name("employee_representation"), words))
    return PlantFacts(
        industry=plant.industry,
        process_type=said(Plant.ProcessType(plant.process_type).label),
        headcount=plant.headcount,
        lines=plant.lines,
        start_of_production=plant.start_of_production,
        languages=tuple(FLOOR_LANGUAGES.get(code) or same(code) for code in plant.languages),
        currency=plant.currency,
        owner=plant.owner.name if plant.owner else "",
        headquarters_contact=plant.headquarters_contact,
        scope=scope,
        facts=tuple(known),
    )
