"""Taking items of the catalog into the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from advice.domain.placement import Placement, Refusal
from advice.selectors.desk import Desk, load_desk, reasons_of
from advice.selectors.fitting import fit
from core.errors import RuleError, StateError
from needs.models import Requirement
from organizations.models import Plant, User
from organizations.services import audit
from readings.models import PlantIndicator
from roadmap.models import Dependency, Initiative, InitiativeIndicator, Roadmap
from steps.services import history


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What became of accepted catalog items."""

    placed: tuple[Initiative, ...]
    refused: tuple[Refusal, ...]


@transaction.atomic
def accept(
    *,
    plant: Plant,
    catalog_ids: Sequence[str],
    by: User,
    run: str = "",
    rate: Decimal | None = None,
) -> Acceptance:
    """Take items of the catalog into the plan, with first dates, cost, links and reasons.

    Args:
        plant: whose plan it is.
        catalog_ids: accepted ids; they are placed in the order of the advice, and those in the
            plan already are passed over.
        by: who acts.
        run: id of the run that the advice came from; see `load_desk`.
        rate: what one US dollar is worth in the plan's currency; see `load_desk`.

    Returns:
        What was placed, and what does not fit with the reason: nothing is passed over in
        silence, and no yearly limit is broken.

    Raises:
        StateError: there is no plan or no catalog.
        RuleError: an unknown id (`field` is "initiatives"), or no rate is known ("rate").
    """
    history.lock(plant)
    desk = load_desk(plant, run, rate=rate)
    if desk is None or desk.roadmap is None:
        raise StateError(_("This plant has no roadmap yet."))
    unknown = [name for name in catalog_ids if name not in desk.items]
    if unknown:
        raise RuleError(
            _("The catalog has no initiative %(id)s.") % {"id": unknown[0]}, field="initiatives"
        )
    if desk.rate is None:
        message = _("No exchange rate is stored. Say what one US dollar is worth in %(currency)s.")
        raise RuleError(message % {"currency": desk.currency}, field="rate")
    placement = fit(desk, desk.roadmap, catalog_ids, desk.rate)
    rows = _store(desk, desk.roadmap, placement, desk.rate, by)
    return Acceptance(placed=tuple(rows), refused=placement.refused)


def _store(
    desk: Desk, roadmap: Roadmap, placement: Placement, rate: Decimal, by: User
) -> list[Initiative]:
    """Write the placed items with their links in one step that can be undone."""
    if not placement.placed:
        return []
    titles = {item.id: item.title.as_dict() for item in desk.catalog.initiatives}
    reasons = reasons_of(desk)
    first = titles[placement.placed[0].id]
    with history.step(
        plant=roadmap.plant, by=by, verb="initiatives.accepted", subject=first, target=roadmap
    ) as step:
        rows: list[Initiative] = []
        for number, placed in enumerate(placement.placed):
            wish = desk.candidate(placed.id, rate)
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
                lifts=audit.plain(dict(desk.items[placed.id].lifts)),
                reason={
                    **audit.plain(reasons.get(placed.id, {})),
                    **_in_place(desk, placed.id),
                    "usd_rate": str(rate),
                    "catalog": roadmap.catalog.release,
                },
                order=number,
            )
            row.full_clean()
            row.save()
            rows.append(row)
        step.add(*rows, *_link_all(desk, roadmap, rows))
    return rows


def _in_place(desk: Desk, name: str) -> dict[str, Any]:
    """Return the prerequisites that the answers show to be there, with the proof of that day."""
    shown = {
        needed: [[key, str(level)] for key, level in desk.state.shown[needed]]
        for needed in desk.items[name].prerequisites
        if needed in desk.state.shown
    }
    return {"in_place": shown} if shown else {}


def _link_all(
    desk: Desk, roadmap: Roadmap, rows: Sequence[Initiative]
) -> list[Dependency | InitiativeIndicator]:
    """Link new rows with prerequisites in the plan, requirements and followed indicators."""
    planned = {row.catalog_id: row for row in roadmap.initiatives.exclude(catalog_id="")}
    codes = {item.id: item.indicators for item in desk.catalog.initiatives}
    links = [
        Dependency(predecessor=planned[name], successor=row)
        for row in rows
        for name in desk.predecessors(row.catalog_id)
        if name in planned and name not in desk.state.in_place
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
