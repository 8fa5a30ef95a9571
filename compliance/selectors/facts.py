"""The plant's facts as the conditions of checklists ask for them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from compliance.domain.applicability import Reason, derived_facts, relevant
from compliance.domain.wording import fact_name, value_words
from compliance.models import FactCheck, ObligationStatus
from compliance.selectors.packs import current_checklists
from core.text import LocalizedText
from organizations.models import Plant
from packs.schema.checklist import Checklist
from packs.schema.facts import DERIVED_FACTS, OWN_FACTS


@dataclass(frozen=True, slots=True)
class PlantSituation:
    """All that decides which duties a plant has.

    Attributes:
        checklists: those that concern the plant by release id, the most local first.
        facts: values by name; None where not known.
        fingerprint: changes when a fact or a release does.
    """

    checklists: Mapping[int, Checklist]
    facts: Mapping[str, Any]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact that duties of the plant depend on.

    Attributes:
        name: of the fact.
        label: in words.
        value: in words.
        is_known: whether there is a value.
        is_derived: read from the country's packs or counted, not edited at the plant.
        duties: how many duties ask for it.
        waiting: how many of these cannot be decided without it.
    """

    name: str
    label: LocalizedText
    value: LocalizedText
    is_known: bool
    is_derived: bool
    duties: int
    waiting: int


def situation_of(plant: Plant) -> PlantSituation:
    """Return the plant's checklists and facts, in two queries once the packs are parsed."""
    every = current_checklists()
    ordered = relevant(every.values(), plant.country)
    ids = {id(checklist): pk for pk, checklist in every.items()}
    checklists = {ids[id(checklist)]: checklist for checklist in ordered}
    facts = _facts(plant, ordered)
    # A released version never changes, so its name stands for its content.
    releases = [f"{checklist.id} {checklist.version}" for checklist in ordered]
    text = json.dumps([stored_facts(facts), releases], sort_keys=True)
    return PlantSituation(checklists, facts, hashlib.sha256(text.encode()).hexdigest())


def _facts(plant: Plant, checklists: Iterable[Checklist]) -> dict[str, Any]:
    lists = tuple(checklists)
    facts = {name: getattr(plant, name) for name in OWN_FACTS}
    facts["industry"] = _industry(plant.industry, lists)
    facts["group_plants_abroad"] = (
        Plant.objects.filter(organization=plant.organization_id).exclude(country="CN").count()
    )
    facts |= dict.fromkeys(("einvoice_rule", "residency_rule"))
    facts |= derived_facts(lists, plant.country)
    return facts


def _industry(words: str, checklists: Iterable[Checklist]) -> str | None:
    """Return the industry if a pack asks for just that; free words decide nothing else."""
    slug = slugify(words)
    industries = {
        str(choice)
        for checklist in checklists
        for duty in checklist.obligations
        if duty.applies_if is not None
        for leaf in duty.applies_if.leaves()
        if leaf.fact == "industry"
        for choice in (*(leaf.in_ or ()), leaf.equals)
    }
    return slug if slug in industries else None


def stored_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as JSON values."""
    return {name: _plain(value) for name, value in sorted(facts.items())}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, dt.date) else value


def last_check(plant: Plant) -> FactCheck | None:
    """Return the last time the facts were held against the checklists."""
    return FactCheck.objects.filter(plant=plant).select_related("checked_by").first()


def is_outdated(check: FactCheck | None, situation: PlantSituation) -> bool:
    """Tell whether facts or checklists are others than those of the last check.

    A plant that no checklist concerns needs no first check.
    """
    if check is None:
        return bool(situation.checklists)
    return check.fingerprint != situation.fingerprint


def fact_rows(plant: Plant, situation: PlantSituation) -> list[FactRow]:
    """Return the facts that the plant's duties ask for; unknown ones first, most wanted first.

    Args:
        plant: the plant.
        situation: its checklists and facts.

    Returns:
        Rows; one query for what is still waiting.
    """
    duties: dict[str, int] = {}
    for checklist in situation.checklists.values():
        for duty in checklist.obligations:
            leaves = duty.applies_if.leaves() if duty.applies_if else ()
            for name in {leaf.fact for leaf in leaves if leaf.fact}:
                duties[name] = duties.get(name, 0) + 1
    waiting: dict[str, int] = {}
    undecided = ObligationStatus.objects.filter(
        plant=plant, applies=ObligationStatus.Applies.UNKNOWN
    )
    for reason in undecided.values_list("reason", flat=True):
        for name in Reason.from_dict(reason).missing():
            waiting[name] = waiting.get(name, 0) + 1
    # What people wrote about the industry is shown even where it decides nothing.
    values = {**situation.facts, "industry": plant.both("industry") if plant.industry else None}
    rows = [_row(name, values.get(name), duties[name], waiting) for name in duties]
    return sorted(rows, key=lambda row: (row.is_known, -row.waiting, -row.duties, row.name))


def _row(name: str, value: Any, duties: int, waiting: Mapping[str, int]) -> FactRow:
    known = value is not None and value not in ("", "unknown") and value != []
    known = known and (name != "industry" or not waiting.get(name))
    label = fact_name(name)
    derived = name in DERIVED_FACTS
    return FactRow(name, label, value_words(value), known, derived, duties, waiting.get(name, 0))
