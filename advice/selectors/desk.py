"""Reads: everything the advice of a plant rests on, and the advice itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from advice.domain.advising import Advice, PlantReadiness, advise
from advice.domain.candidates import Candidate, SliceWish, slice_id
from advice.domain.catalog import CatalogItem, behind
from advice.domain.opening import Expectation
from advice.selectors.catalog import at_once, catalog_items
from advice.selectors.in_place import PlantState, plant_state, shown
from advice.selectors.standing import all_gaps, expectation, situation
from assessment.selectors.result import RunResult, result
from assessment.selectors.runs import newest_signed
from capability.selectors import catalog_release, plant_runs
from launch.domain.costs import cost_of, months_of
from launch.selectors.costs import plant_size, usd_rate
from launch.selectors.starts import StartAhead, start_ahead
from organizations.models import Plant
from organizations.selectors.places import plant_today
from packs.models import PackRelease
from packs.schema import InitiativeCatalog
from planning.domain.durations import Duration
from planning.domain.plans import DaySpan, horizon
from roadmap.models import Roadmap
from roadmap.selectors.plan import roadmap_of
from scoring.domain.gaps import Gap


@dataclass(frozen=True, slots=True)
class Desk:
    """What the advice of a plant rests on.

    Attributes:
        roadmap: the plan; None if it is not begun.
        release: the catalog: of the plan, else the one in force.
        items: the catalog for the plant's size, by id.
        run: the run whose gaps are answered; None without one.
        standing: where the plant stands; None without a run.
        gaps: the gaps of the run and those that a closed gate makes, the most valuable first.
        expectation: closed gates and what opens them; None without a scored run.
        state: what is in place, finished and planned.
        advice: what answers the gaps, in the order in which to take it.
        at_once: how many initiatives the plant can carry at a time; None for no bound.
        rate: what one US dollar is worth in the plan's currency; None where nobody said it.
        has_stored_rate: whether a rate is stored; else `rate` is what somebody typed.
        currency: of the plan, else of the plant.
        start: of production, if it lies ahead and inside the plan; initiatives with a launch slice
            are then placed as two.
    """

    roadmap: Roadmap | None
    release: PackRelease
    catalog: InitiativeCatalog
    items: Mapping[str, CatalogItem]
    run: RunResult | None
    standing: PlantReadiness | None
    gaps: tuple[Gap, ...]
    expectation: Expectation | None
    state: PlantState
    advice: tuple[Advice, ...]
    at_once: int | None
    rate: Decimal | None
    has_stored_rate: bool
    currency: str
    start: StartAhead | None = None

    def ranked(self, names: Iterable[str]) -> list[str]:
        """Return ids in the order of the advice, those that are not advised behind it."""
        wanted = set(names)
        first = [entry.item.id for entry in self.advice if entry.item.id in wanted]
        return first + [name for name in self.items if name in wanted and name not in first]

    def candidate(self, name: str, rate: Decimal) -> Candidate:
        """Return an item as the placement sees it, its money at a rate."""
        item = self.items[name]
        return Candidate(
            id=item.id,
            phase=item.phase,
            months=months_of(item.duration),
            one_off=cost_of(item.cost, rate),
            yearly=cost_of(item.cost, rate * item.run_cost_percent / 100),
            prerequisites=item.prerequisites,
            is_governance=item.is_governance,
            behind=behind(name, self.items, self.state.in_place),
            slice=self._slice(name),
        )

    def _slice(self, name: str) -> SliceWish | None:
        """Return the part of an item that must stand before production starts."""
        found = self.start.slices.get(name) if self.start else None
        if self.start is None or found is None:
            return None
        others = [(key, one.need.id) for key, one in self.start.slices.items()]
        return SliceWish(
            found.need.id,
            Duration(found.days),
            self.start.on,
            span=self._span(found.need.id),
            after=tuple(slice_id(key, need) for key, need in others if need in found.need.after),
        )

    def _span(self, need: str) -> DaySpan | None:
        """Return the days of a slice by its milestone, if they touch the plan."""
        span = self.start.spans.get(need) if self.start else None
        frame = horizon(self.roadmap.starts_on) if self.roadmap else None
        if span and frame and (span.end <= frame.start or span.start >= frame.end):
            return None
        return span

    def predecessors(self, name: str) -> tuple[str, ...]:
        """Return what comes before an item: its prerequisites and what stands behind those in place."""
        return (*self.items[name].prerequisites, *behind(name, self.items, self.state.in_place))


def load_desk(plant: Plant, wanted: str = "", *, rate: Decimal | None = None) -> Desk | None:
    """Return what the advice of a plant rests on; None while no catalog is loaded.

    Args:
        plant: the plant.
        wanted: id of a run; the newest signed one, else the newest, if empty or unknown.
        rate: what a person says one US dollar is worth; else the stored rate counts, else the one
            at which the newest item of the catalog was taken into the plan.
    """
    roadmap = roadmap_of(plant)
    try:
        release = roadmap.catalog if roadmap else catalog_release()
    except PackRelease.DoesNotExist:
        return None
    catalog = release.read(InitiativeCatalog)
    items = catalog_items(catalog, plant_size(plant.headcount))
    run, state = _run(plant, wanted), plant_state(plant)
    standing = situation(run, state.settled) if run else None
    if standing:
        state = dataclasses.replace(state, shown=shown(standing, items))
    currency = roadmap.currency if roadmap else plant.currency
    stored = usd_rate(plant, currency, plant_today(plant))
    gaps = all_gaps(run) if run else ()
    return Desk(
        roadmap=roadmap,
        release=release,
        catalog=catalog,
        items=items,
        run=run,
        standing=standing,
        gaps=gaps,
        expectation=expectation(run, items) if run else None,
        state=state,
        advice=advise(gaps, items, standing) if standing else (),
        at_once=at_once(plant, catalog),
        rate=rate or stored or state.typed_rate,
        has_stored_rate=stored is not None,
        currency=currency,
        start=_start(plant, roadmap),
    )


def _start(plant: Plant, roadmap: Roadmap | None) -> StartAhead | None:
    """Return the start of production ahead; none where the plan ends before it."""
    found = start_ahead(plant)
    if found and roadmap and found.on >= horizon(roadmap.starts_on).end:
        return None
    return found


def _run(plant: Plant, wanted: str) -> RunResult | None:
    runs = plant_runs(plant)
    named = next((run for run in runs if str(run.pk) == wanted), None)
    chosen = named or newest_signed(runs) or next(iter(runs), None)
    return result(chosen) if chosen else None


def reasons_of(desk: Desk) -> dict[str, dict[str, Any]]:
    """Return why each advised initiative was advised, to be kept with it."""
    if desk.run is None:
        return {}
    run = desk.run.assessment
    return {
        entry.item.id: {
            "run": run.pk,
            "run_title": run.title,
            "questions": [gap.question for gap in entry.closes],
            "gaps": [
                {"question": gap.question, "current": str(gap.current), "target": str(gap.target)}
                for gap in entry.closes
            ],
            "uplift": str(round(entry.uplift, 4)),
            "needed_by": list(entry.needed_by),
        }
        for entry in desk.advice
    }
