"""Reads of duties, facts and their packs."""

from compliance.selectors.duties import (
    DueItem,
    Duty,
    Totals,
    due_items,
    get_duty,
    history,
    list_duties,
    open_duties,
    plant_totals,
    possible_owners,
)
from compliance.selectors.facts import (
    FactRow,
    PlantSituation,
    fact_rows,
    is_outdated,
    last_check,
    situation_of,
    stored_facts,
)
from compliance.selectors.packs import checklists_of, forget_parsed, initiative_titles

__all__ = [
    "DueItem",
    "Duty",
    "FactRow",
    "PlantSituation",
    "Totals",
    "checklists_of",
    "due_items",
    "fact_rows",
    "forget_parsed",
    "get_duty",
    "history",
    "initiative_titles",
    "is_outdated",
    "last_check",
    "list_duties",
    "open_duties",
    "plant_totals",
    "possible_owners",
    "situation_of",
    "stored_facts",
]
