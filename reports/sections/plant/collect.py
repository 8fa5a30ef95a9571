"""The plant in the words of a document."""

from __future__ import annotations

from compliance.domain.wording import UNKNOWN_VALUE, fact_name, value_words
from core.phrases import in_languages
from core.text import LocalizedText
from organizations.domain.languages import language_name
from organizations.models import Plant
from packs.schema.facts import COUNT_FACTS, YES_NO_FACTS
from reports.sections.plant.content import PlantChapter, PlantFacts
from reports.selectors.record import PlantRecord
from reports.selectors.words import said

LAW_FACTS = ("annual_revenue", *YES_NO_FACTS, "employee_representation", *COUNT_FACTS)


def collect(record: PlantRecord) -> PlantChapter:
    """Return the chapter."""
    run = record.measured.assessment if record.measured else None
    scope = run.both("scope") if run and run.scope else None
    return PlantChapter(plant_facts(record.plant, scope), run is not None)


def plant_facts(plant: Plant, scope: LocalizedText | None) -> PlantFacts:
    """Return the plant and its facts."""
    return PlantFacts(
        industry=plant.both("industry"),
        process_type=said(Plant.ProcessType(plant.process_type).label),
        headcount=plant.headcount,
        lines=plant.lines,
        start_of_production=plant.start_of_production,
        languages=tuple(_language_words(code) for code in plant.languages),
        currency=plant.currency,
        owner=plant.owner.name if plant.owner else "",
        headquarters_contact=plant.headquarters_contact,
        scope=scope,
        facts=facts_of_law(plant),
    )


def _language_words(code: str) -> LocalizedText:
    return in_languages(lambda language: language_name(code, language))


def facts_of_law(plant: Plant) -> tuple[tuple[LocalizedText, LocalizedText], ...]:
    """Return what decides about duties, by name; what is not known yet stands at the end."""
    facts = [(fact_name(name), value_words(getattr(plant, name))) for name in LAW_FACTS]
    return tuple(sorted(facts, key=lambda fact: fact[1] == UNKNOWN_VALUE))
