"""Reads of the systems inventory and of the reference model behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from core.phrases import phrase
from core.text import LocalizedText, same
from landscape.domain.disposition import (
    EVEN,
    DispositionAdvice,
    SystemFacts,
    Weighing,
    propose,
    speaks_for,
)
from landscape.models import System
from organizations.models import Plant
from packs.models import PackRelease, current_release
from packs.schema import ProcessModel
from sheets.values import folded

SOON_DAYS = 180
OTHER = "OTHER"  # what no category of the reference model fits


@dataclass(frozen=True, slots=True)
class SystemCategory:
    """A kind of system from the reference model."""

    id: str
    title: LocalizedText
    summary: LocalizedText
    isa95_level: int | None
    default_disposition: LocalizedText


class SystemCategories(dict[str, SystemCategory]):
    """The kinds of systems by id, and how the same reference model weighs a system."""

    weighing = EVEN


def _model() -> ProcessModel | None:
    try:
        release = current_release(PackRelease.Kind.PROCESSES)
    except PackRelease.DoesNotExist:
        return None
    return release.read(ProcessModel)


ANOTHER = SystemCategory(
    id=OTHER,
    title=phrase("Another kind"),
    summary=phrase("A system of none of these kinds"),
    isa95_level=None,
    default_disposition=phrase("Decide case by case"),
)


def system_categories() -> SystemCategories:
    """Return the kinds of systems by id, at last another; empty when no reference model is loaded."""
    model = _model()
    found = SystemCategories({**_categories(model), OTHER: ANOTHER} if model else {})
    if model and model.disposition:
        found.weighing = Weighing.of(model.disposition.time_model)
    return found


def process_titles() -> Mapping[str, LocalizedText]:
    """Return the process areas from purchase to sales by id, in the order of the value chain."""
    model = _model()
    if model is None:
        return {}
    areas = sorted(model.areas, key=lambda area: area.order)
    return {area.id: area.title for area in areas}


def _categories(model: ProcessModel) -> Mapping[str, SystemCategory]:
    return {
        entry.id: SystemCategory(
            id=entry.id,
            title=entry.title,
            summary=entry.summary,
            isa95_level=entry.isa95_level,
            default_disposition=entry.default_disposition,
        )
        for entry in model.systems
    }


def systems(plant: Plant) -> QuerySet[System]:
    """Return the systems of a plant by category and name."""
    return System.objects.filter(plant=plant).order_by("category", "name")


def filtered_systems(
    plant: Plant,
    *,
    category: str = "",
    disposition: str = "",
    is_ending: bool = False,
    text: str = "",
    today: dt.date,
) -> QuerySet[System]:
    """Return the systems of a plant that fit the filters.

    Args:
        plant: whose systems.
        category: id of a category; empty for all.
        disposition: one of System.Disposition; empty for all.
        is_ending: only those whose contract or support ends within 180 days or has ended.
        text: part of name, vendor or owner.
        today: the day from which "soon" counts.
    """
    rows = systems(plant)
    if category:
        rows = rows.filter(category=category)
    if disposition:
        rows = rows.filter(disposition=disposition)
    if is_ending:
        limit = today + dt.timedelta(days=SOON_DAYS)
        rows = rows.filter(Q(contract_end_on__lte=limit) | Q(support_end_on__lte=limit))
    if text:
        rows = rows.filter(
            Q(name__icontains=text) | Q(vendor__icontains=text) | Q(owner_name__icontains=text)
        )
    return rows


def advise(
    system: System, today: dt.date, categories: SystemCategories | None = None
) -> DispositionAdvice:
    """Return what the facts of a system speak for, with the reason.

    Args:
        system: the system.
        today: the day on which ends of contract and support are judged.
        categories: `system_categories()`, where a caller asks for many systems.
    """
    known = system_categories() if categories is None else categories
    category = known.get(system.category)
    facts = SystemFacts(
        criticality=system.criticality,
        users=system.users_count,
        process_count=len(system.processes),
        isa95_level=category.isa95_level if category else None,
        support_end_on=system.support_end_on,
        contract_end_on=system.contract_end_on,
        open_interface=system.has_open_interface,
        group_standard=system.is_group_standard,
        fits_local_law=system.fits_local_law,
    )
    return propose(facts, today, known.weighing)


@dataclass(frozen=True, slots=True)
class SystemDecision:
    """What a person decided for a system, held against what its facts speak for today.

    `reason` is the person's, or that of the proposal that was followed; the reason of a proposal
    that was not followed is none.
    """

    advice: DispositionAdvice
    is_otherwise: bool
    reason: LocalizedText


def decision(
    system: System, today: dt.date, categories: SystemCategories | None = None
) -> SystemDecision:
    """Return what was decided for a system; the arguments are those of `advise`."""
    advice = advise(system, today, categories)
    if system.disposition == System.Disposition.UNDECIDED:
        return SystemDecision(advice, is_otherwise=False, reason=advice.reason)
    reason = LocalizedText.from_dict(system.reason)
    if speaks_for(reason) not in {None, system.disposition}:
        reason = same("")
    return SystemDecision(advice, system.disposition != advice.proposal, reason)


class SystemNames:
    """The systems of a plant by name: whatever its case, width and spaces, a name is one system."""

    def __init__(self, plant: Plant) -> None:
        rows = list(System.objects.filter(plant=plant))
        self._folded = {folded(row.name): row for row in rows}
        self._exact = {row.name: row for row in rows}

    def get(self, name: str) -> System | None:
        """Return the system of a name; one that is written the same goes before its likes."""
        return self._exact.get(name) or self._folded.get(folded(name))

    def known(self, names: Iterable[str]) -> dict[str, System]:
        """Return the systems of those names that are known, by the name as it is written here."""
        pairs = ((name, self.get(name)) for name in names)
        return {name: system for name, system in pairs if system is not None}
