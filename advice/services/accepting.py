"""Taking items of the catalog into the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from advice.domain.placement import Placed, Placement, Refusal
from advice.selectors.desk import Desk, load_desk, reasons_of
from advice.selectors.fitting import fit
from core.errors import RuleError, StateError
from core.text import LocalizedText
from launch.domain.slices import remainder_title, slice_title
from launch.services.bars import ties
from needs.models import Requirement
from organizations.models import Plant, User
from organizations.services import audit
from readings.models import PlantIndicator
from roadmap.models import Dependency, Initiative, InitiativeIndicator, Roadmap
from roadmap.services.order import take_places
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

    Where production has not started, an item with a launch slice becomes two bars.

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
    titles = {item.id: item.title for item in desk.catalog.initiatives}
    reasons = reasons_of(desk)
    first = titles[placement.placed[0].id].as_dict()
    with history.step(
        plant=roadmap.plant, by=by, verb="initiatives.accepted", subject=first, target=roadmap
    ) as step:
        rows: list[Initiative] = []
        for placed in placement.placed:
            row = Initiative(
                roadmap=roadmap,
                catalog_id=placed.id,
                need=placed.need,
                title=_title(desk, placed, titles[placed.id]).as_dict(),
                phase=desk.items[placed.id].phase,
                starts_on=placed.starts_on,
                ends_on=placed.ends_on,
                one_off_amount=placed.one_off,
                yearly_amount=placed.yearly,
                currency=roadmap.currency,
                **_ties(desk, roadmap, placed),
                lifts=audit.plain(dict(desk.items[placed.id].lifts)),
                reason={
                    **audit.plain(reasons.get(placed.id, {})),
                    **_in_place(desk, placed.id),
                    **_launch(desk, placed),
                    "usd_rate": str(rate),
                    "catalog": roadmap.catalog.release,
                },
            )
            row.full_clean()
            row.save()
            rows.append(row)
        take_places(roadmap=roadmap, rows=rows)
        step.add(*rows, *_link_all(desk, roadmap, rows))
    return rows


def _title(desk: Desk, placed: Placed, whole: LocalizedText) -> LocalizedText:
    """Return the title of a bar; a slice and its remainder say what they are of."""
    if placed.is_remainder:
        return remainder_title(whole)
    if placed.need and desk.start:
        return slice_title(whole, desk.start.slices[placed.id].need)
    return whole


def _launch(desk: Desk, placed: Placed) -> dict[str, Any]:
    """Return the launch pack of a slice and the level that it lifts to at most."""
    if not placed.need or desk.start is None:
        return {}
    cap = desk.start.slices[placed.id].level_cap
    return {"launch": desk.start.release, "level_cap": str(cap)}


def _ties(desk: Desk, roadmap: Roadmap, placed: Placed) -> dict[str, Any]:
    """Return the milestones of the plant that a slice hangs on, and its buffer."""
    if not placed.need or desk.start is None:
        return {}
    return ties(roadmap.plant, desk.start.slices[placed.id].need)


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
    bars = roadmap.initiatives.exclude(catalog_id="")
    by_key = {(row.catalog_id, row.need): row for row in bars}
    codes = {item.id: item.indicators for item in desk.catalog.initiatives}
    links = [
        Dependency(predecessor=by_key[key], successor=row)
        for row in rows
        for key in _before(desk, row)
        if key in by_key
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
        if not row.need  # what an indicator is to show comes with the whole or the remainder
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


def _before(desk: Desk, row: Initiative) -> list[tuple[str, str]]:
    """Return catalog id and need of what must end before a bar: of a slice, slices only."""
    slices = desk.start.slices if desk.start else {}
    own = slices.get(row.catalog_id)
    if row.need:
        after = own.need.after if own else ()
        return [(name, part.need.id) for name, part in slices.items() if part.need.id in after]
    names = desk.predecessors(row.catalog_id)
    found = [(name, "") for name in names if name not in desk.state.in_place]
    return found + ([(row.catalog_id, own.need.id)] if own else [])
