"""Plant facts and what is asked of them, in words of both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.phrases import in_languages, names, phrase, phrase_as
from core.text import LocalizedText, same
from organizations.domain.countries import country_codes, country_name
from organizations.domain.languages import FLOOR_LANGUAGES, language_name
from packs.schema.conditions import Condition

FACT_NAMES: Mapping[str, LocalizedText] = {
    "country": phrase_as("a fact of a plant", "Country"),
    "process_type": phrase("Process type"),
    "industry": phrase("Industry"),
    "headcount": phrase("People at the plant"),
    "lines": phrase("Production lines"),
    "annual_revenue": phrase("Annual revenue in plant currency"),
    "languages": phrase("Languages on the floor"),
    "start_of_production": phrase("Start of production"),
    "employee_representation": phrase("Employee representation"),
    "automated_equipment": phrase("Machines with a controller"),
    "ot_network": phrase_as("a fact of a plant", "Controllers reachable by network or modem"),
    "sells_to_third_parties": phrase("Invoices customers outside the group"),
    "cross_border_goods": phrase_as("a fact of a plant", "Imports or exports goods"),
    "bonded_regime": phrase("Works under bond or a customs relief regime"),
    "personal_data_leaves_country": phrase("Personal data leave the plant’s country"),
    "headquarters_reads_remotely": phrase(
        "Headquarters reads or administers plant systems from afar"
    ),
    "data_in_third_country": phrase("Group systems in a third country hold data of the plant"),
    "china_data_reaches_plant": phrase("Personal or important data from China reach the plant"),
    "headquarters_exports_from_china": phrase(
        "Headquarters itself sends data or technical files from China to the plant"
    ),
    "important_data_from_china": phrase(
        "An authority in China notified data of the group as important"
    ),
    "customers_in_china": phrase("Offers goods or services to people in China, or profiles them"),
    "outside_processors": phrase("Outside firms process personal data for the plant"),
    "personal_data_in_cloud": phrase("Personal data are kept in a cloud service"),
    "location_tracking": phrase("Badges, vehicles or phones show where people are"),
    "personal_data_of_customers": phrase_as(
        "a fact of a plant", "Holds personal data of customers"
    ),
    "biometric_time_clock": phrase("Time clocks use fingerprints or faces"),
    "camera_surveillance": phrase_as("a fact of a plant", "Cameras on the plant floor"),
    "sensitive_personal_data": phrase("Holds sensitive personal data"),
    "ai_on_staff": phrase_as("a fact of a plant", "Uses AI to hire, assess or monitor people"),
    "connected_products": phrase("Sells products with digital elements"),
    "critical_infrastructure_here": phrase(
        "Counts as critical infrastructure in the plant’s own country"
    ),
    "critical_infrastructure_china": phrase(
        "Headquarters is an operator of critical infrastructure in China"
    ),
    "essential_entity": phrase_as(
        "a fact of a plant", "Falls under a cybersecurity law for essential entities"
    ),
    "foreign_workers": phrase("Employs foreign workers"),
    "night_shift": phrase("Runs a night shift"),
    "next_plant_planned": phrase_as("a fact of a plant", "A further plant is planned"),
    "persons_in_systems": phrase("Persons whose data the plant holds"),
    "sensitive_persons": phrase("Persons with sensitive data"),
    "exported_persons": phrase(
        "Persons without sensitive data whose data left China since 1 January"
    ),
    "exported_sensitive_persons": phrase(
        "Persons with sensitive data whose data left China since 1 January"
    ),
    # Asked until 2026.4; older releases and checks still name them.
    "data_leaves_country": phrase_as(
        "a fact of a plant", "Personal or regulated data leave the country"
    ),
    "headquarters_remote_access": phrase_as(
        "a fact of a plant", "Headquarters reads or administers plant systems"
    ),
    "critical_infrastructure": phrase_as("a fact of a plant", "Counts as critical infrastructure"),
    "einvoice_rule": phrase("E-invoicing rule of the country"),
    "residency_rule": phrase("Data must stay in the country"),
    "group_plants_abroad": phrase("Plants of the group abroad"),
}
_VALUES = {
    "yes": phrase("yes"),
    "no": phrase("no"),
    "none": phrase("none"),
    "union": phrase("union"),
    "works_council": phrase("works council"),
    "voluntary": phrase("voluntary"),
    "announced": phrase("announced"),
    "mandatory": phrase("mandatory"),
    "discrete": phrase("discrete"),
    "process": phrase("process"),
    "automotive": phrase("automotive"),
}
UNKNOWN_VALUE = phrase("not known yet")


def fact_name(fact: str) -> LocalizedText:
    """Return the name of a plant fact; a name nobody knows stands for itself."""
    return FACT_NAMES.get(fact) or same(fact)


def value_words(value: Any) -> LocalizedText:
    """Return a fact's value in words.

    Args:
        value: as held by the plant or named by a condition; words of people stay as they are.

    Returns:
        Numbers with thousands separated, dates as ISO, codes by their name; a missing value is
        "not known yet".
    """
    if value is None or value in ("", "unknown") or value == ():
        return UNKNOWN_VALUE
    if isinstance(value, LocalizedText):
        return value
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, list | tuple | set | frozenset):
        return names([value_words(entry) for entry in value])
    if isinstance(value, int | float | Decimal):
        return same(f"{Decimal(str(value)).normalize():,f}")
    if isinstance(value, dt.date):
        return same(value.isoformat())
    return _code_words(str(value))


def _code_words(code: str) -> LocalizedText:
    """Return the name of a choice, country or language; free text stands for itself."""
    if code in _VALUES:
        return _VALUES[code]
    if code in country_codes():
        return in_languages(lambda language: country_name(code, language))
    if code in FLOOR_LANGUAGES:
        return in_languages(lambda language: language_name(code, language))
    return same(code)


def asked_words(test: Condition) -> LocalizedText:
    """Return what one test asks of its fact, for example "at least 20,001"."""
    if test.at_least is not None:
        return phrase("at least {value}", value=value_words(test.at_least))
    if test.at_most is not None:
        return phrase("at most {value}", value=value_words(test.at_most))
    if test.in_ is not None:
        value = value_words(test.in_)
        if len(test.in_) == 1:
            return value
        return phrase("one of: {values}", values=value)
    if test.contains is not None:
        return phrase("includes {value}", value=value_words(test.contains))
    return value_words(test.equals)
