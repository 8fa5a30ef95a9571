"""Writes of the plan as a whole: begin it, accept advised initiatives, limit the budget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from capability.domain.advice import CatalogItem
from capability.selectors import catalog_items, catalog_release, plant_size
from core.base import save_versioned
from core.errors import RuleError, StateError
from needs.models import Requirement
from organizations.models import Plant, User
from organizations.selectors.places import plant_today
from organizations.services import audit
from packs.schema import InitiativeCatalog
from readings.models import PlantIndicator
from roadmap.domain.placement import Candidate, Placement, Refusal, cost_of, months_of, place
from roadmap.domain.types import PlannedInitiative, horizon, quarter_start, years
from roadmap.models import BudgetYear, Dependency, Initiative, InitiativeIndicator, Roadmap
from roadmap.selectors import item_of, usd_rate
from roadmap.services import history

EARLIEST, LATEST = 2000, 2100


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What became of accepted catalog items."""

    placed: tuple[Initiative, ...]
    refused: tuple[Refusal, ...]


@transaction.atomic
def create_roadmap(
    *, plant: Plant, starts_on: date, limits: Mapping[int, Decimal | None], by: User
) -> Roadmap:
    """Begin the plan of a plant.

    Args:
        plant: the plant; it has no plan yet.
        starts_on: any day of the first quarter.
        limits: calendar year -> limit in the plant's currency; None for no limit.
        by: who acts.

    Raises:
        StateError: the plant has a plan.
        RuleError: a year outside the plan, or a day far from any plan.
    """
    history.lock(plant)
    if Roadmap.objects.filter(plant=plant).exists():
        raise StateError(_("This plant has a roadmap already."))
    if not EARLIEST <= starts_on.year < LATEST:
        raise RuleError(_("Choose a quarter of this century."), field="starts_on")
    roadmap = Roadmap(
        plant=plant,
        starts_on=quarter_start(starts_on),
        currency=plant.currency,
        catalog=catalog_release(),
    )
    roadmap.full_clean()
    roadmap.save()
    _write_limits(roadmap, limits)
    audit.record(
        by=by,
        verb="roadmap.created",
        target=roadmap,
        plant=plant,
        changes=audit.difference({}, {"starts_on": roadmap.starts_on, "limits": dict(limits)}),
    )
    return roadmap


@transaction.atomic
def set_limits(
    *, roadmap: Roadmap, version: int, limits: Mapping[int, Decimal | None], by: User
) -> Roadmap:
    """Set the budget limit of each year; None removes it.

    Raises:
        StaleVersionError: somebody else changed the limits since.
        RuleError: a year outside the plan.
    """
    stored = list(roadmap.budget_years.all())
    with history.step(
        plant=roadmap.plant,
        by=by,
        verb="limits.set",
        subject={},
        target=roadmap,
        rows=stored,
    ) as step:
        save_versioned(roadmap, expected=version, fields=[])
        _write_limits(roadmap, limits)
        known = {row.pk for row in stored}
        step.add(*(row for row in roadmap.budget_years.all() if row.pk not in known))
    return roadmap


def _write_limits(roadmap: Roadmap, limits: Mapping[int, Decimal | None]) -> None:
    allowed = {year.start.year for year in years(horizon(roadmap.starts_on))}
    stored = {row.year: row for row in roadmap.budget_years.all()}
    for year, amount in limits.items():
        if year not in allowed:
            raise RuleError(_("%(year)s lies outside the plan.") % {"year": year})
        row = stored.get(year)
        if amount is None:
            if row:
                row.delete()
            continue
        row = row or BudgetYear(roadmap=roadmap, year=year)
        if row.pk and row.limit_amount == amount:
            continue
        row.limit_amount = amount
        row.version += 1 if row.pk else 0
        row.full_clean()
        row.save()


@transaction.atomic
def accept(
    *,
    roadmap: Roadmap,
    catalog_ids: Sequence[str],
    reasons: Mapping[str, Mapping[str, Any]],
    by: User,
    in_place: Iterable[str] = (),
    rate: Decimal | None = None,
) -> Acceptance:
    """Take items of the catalog into the plan, with first dates, cost, links and reasons.

    Args:
        roadmap: the plan.
        catalog_ids: accepted ids, the most wanted first; those in the plan already are passed
            over.
        reasons: id -> why it was advised, kept with the initiative; `questions` links the
            requirements of those questions.
        by: who acts.
        in_place: ids of prerequisites that the plant has already.
        rate: what one US dollar is worth in the plan's currency; the stored rate if absent.

    Returns:
        What was placed, and what does not fit with the reason: nothing is passed over in
        silence, and no yearly limit is broken.

    Raises:
        RuleError: an unknown id (`field` is "initiatives"), or no rate is known ("rate").
    """
    history.lock(roadmap.plant)
    catalog = roadmap.catalog.read(InitiativeCatalog)
    items = catalog_items(catalog, plant_size(roadmap.plant.headcount))
    unknown = [name for name in [*catalog_ids, *in_place] if name not in items]
    if unknown:
        raise RuleError(
            _("The catalog has no initiative %(id)s.") % {"id": unknown[0]}, field="initiatives"
        )
    rate = rate or usd_rate(roadmap.plant, roadmap.currency, plant_today(roadmap.plant))
    if rate is None:
        message = _("No exchange rate is stored. Say what one US dollar is worth in %(currency)s.")
        raise RuleError(message % {"currency": roadmap.currency}, field="rate")
    planned = {row.catalog_id: row for row in roadmap.initiatives.exclude(catalog_id="")}
    wanted = [items[name] for name in dict.fromkeys(catalog_ids) if name not in planned]
    placement = _placement(roadmap, wanted, rate, frozenset(in_place))
    rows = _store(roadmap, catalog, items, placement, dict(reasons), rate, by)
    return Acceptance(placed=tuple(rows), refused=placement.refused)


def _placement(
    roadmap: Roadmap, wanted: Sequence[CatalogItem], rate: Decimal, in_place: frozenset[str]
) -> Placement:
    limits = {row.year: row.limit_amount for row in roadmap.budget_years.all()}
    planned: list[PlannedInitiative] = []
    for row in roadmap.initiatives.all():
        item = item_of(row)
        name = row.catalog_id or f"own {row.pk}"
        planned.append(
            PlannedInitiative(
                name,
                item.phase,
                item.starts_on,
                item.ends_on,
                item.one_off,
                item.yearly,
                item.currency,
                is_stopped=item.is_stopped,
                spent=item.spent,
            )
        )
    stopped = {item.id for item in planned if item.is_stopped}
    candidates = [_candidate(item, rate) for item in wanted]
    return place(
        candidates,
        first=roadmap.starts_on,
        limits=limits,
        planned=[item for item in planned if item.id not in stopped or item.spent],
        in_place=in_place,
        not_before=plant_today(roadmap.plant),
    )


def _candidate(item: CatalogItem, rate: Decimal) -> Candidate:
    return Candidate(
        id=item.id,
        phase=item.phase,
        months=months_of(item.duration),
        one_off=cost_of(item.cost, rate),
        yearly=cost_of(item.cost, rate * item.run_cost_percent / 100),
        prerequisites=item.prerequisites,
    )


def _store(
    roadmap: Roadmap,
    catalog: InitiativeCatalog,
    items: Mapping[str, CatalogItem],
    placement: Placement,
    reasons: dict[str, Mapping[str, Any]],
    rate: Decimal,
    by: User,
) -> list[Initiative]:
    """Write the placed items with their links in one step that can be undone."""
    if not placement.placed:
        return []
    titles = {item.id: item.title.as_dict() for item in catalog.initiatives}
    first = titles[placement.placed[0].id]
    with history.step(
        plant=roadmap.plant, by=by, verb="initiatives.accepted", subject=first, target=roadmap
    ) as step:
        rows: list[Initiative] = []
        for number, placed in enumerate(placement.placed):
            wish = _candidate(items[placed.id], rate)
            row = Initiative(
                roadmap=roadmap,
                catalog_id=placed.id,
                title=titles[placed.id],
                phase=wish.phase,
                starts_on=placed.starts_on,
                ends_on=placed.ends_on,
                one_off_amount=wish.one_off,
                yearly_amount=wish.yearly,
                currency=roadmap.currency,
                lifts=audit.plain(dict(items[placed.id].lifts)),
                reason={
                    **audit.plain(dict(reasons.get(placed.id, {}))),
                    "usd_rate": str(rate),
                    "catalog": roadmap.catalog.release,
                },
                order=number,
            )
            row.full_clean()
            row.save()
            rows.append(row)
        step.add(*rows, *_link_all(roadmap, catalog, rows))
    return rows


def _link_all(
    roadmap: Roadmap, catalog: InitiativeCatalog, rows: Sequence[Initiative]
) -> list[Dependency | InitiativeIndicator]:
    """Link new rows with prerequisites in the plan, requirements and followed indicators."""
    planned = {row.catalog_id: row for row in roadmap.initiatives.exclude(catalog_id="")}
    needs = {item.id: item.prerequisites for item in catalog.initiatives}
    codes = {item.id: item.indicators for item in catalog.initiatives}
    links = [
        Dependency(predecessor=planned[name], successor=row)
        for row in rows
        for name in needs[row.catalog_id]
        if name in planned
    ]
    followed = {
        entry.indicator.code: entry
        for entry in PlantIndicator.objects.filter(
            plant=roadmap.plant, is_active=True
        ).select_related("indicator")
    }
    indicators = [
        InitiativeIndicator(initiative=row, plant_indicator=followed[code])
        for row in rows
        for code in dict.fromkeys(codes[row.catalog_id])
        if code in followed
    ]
    for entry in [*links, *indicators]:
        entry.save()
    requirements = {
        entry.question: entry for entry in Requirement.objects.filter(plant=roadmap.plant)
    }
    for row in rows:
        questions = row.reason.get("questions", [])
        row.requirements.set([requirements[name] for name in questions if name in requirements])
    return [*links, *indicators]
