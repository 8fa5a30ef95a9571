"""Reads: what the plan reaches by year, beside the target, and the gaps it leaves open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypedDict

from assessment.selectors.result import RunResult, result
from assessment.selectors.runs import current_run, last_signed
from capability.domain.lift import NONE
from capability.domain.reach import CapabilityScores, Climb, Expected, PlannedLift, reach
from organizations.models import Plant
from organizations.selectors.places import plant_day, plant_today
from packs.schema import InitiativeCatalog
from planning.domain.plans import DAY, years
from roadmap.models import Initiative
from roadmap.selectors.plan import Plan
from scoring.domain.gaps import Gap
from scoring.domain.types import NodeScore


@dataclass(frozen=True, slots=True)
class PlanReach:
    """What the plan reaches by the lift rule.

    Attributes:
        run: what the reckoning starts from.
        days: last day of each year that ends after the run.
        dimensions: the way of each dimension that the run has a score for, by its name.
        total: the way of the whole.
        without_lift: initiatives that name no lift (such as the plant's own).
        late: initiatives that should be over and are not done; they lift nothing until they
            have a new end.
    """

    run: RunResult
    days: tuple[date, ...]
    dimensions: Mapping[str, Climb]
    total: Climb
    without_lift: int
    late: int


@dataclass(frozen=True, slots=True)
class GapCover:
    """An open gap with the initiatives of the plan that answer it, in the order of the plan."""

    gap: Gap
    initiatives: tuple[Initiative, ...]


def plan_run(plant: Plant) -> RunResult | None:
    """Return what the run says that a plan is held against: the newest signed, else the open one."""
    run = last_signed(plant) or current_run(plant)
    return result(run) if run else None


def plan_reach(plan: Plan, run: RunResult) -> PlanReach | None:
    """Return what a plan reaches; None if the run has no score yet. No query.

    Args:
        plan: the loaded plan.
        run: what the reckoning starts from; see `plan_run`.
    """
    if run.current.total.score is None:
        return None
    plant = plan.roadmap.plant
    measured = run_day(run, plant)
    catalog = plan.roadmap.catalog.read(InitiativeCatalog)
    caps = catalog.level_caps
    sliced = {row.catalog_id: _slice_cap(row) for row in plan.initiatives if row.need and row.lifts}
    counted, without, late = [], 0, 0
    for row in plan.initiatives:
        is_done = row.status == Initiative.Status.DONE
        if row.status == Initiative.Status.STOPPED or (is_done and row.ends_on <= measured):
            continue
        if not row.lifts:
            without += 1
        elif not is_done and row.ends_on < plan.today:
            late += 1
        else:
            counted.append(_lift_of(row, caps[row.phase], sliced))
    ends = [span.end - DAY for span in years(plan.frame) if span.end > measured]
    return PlanReach(
        run=run,
        days=tuple(ends),
        **_climbs(run, counted, ends),
        without_lift=without,
        late=late,
    )


def _lift_of(row: Initiative, cap: Decimal, sliced: Mapping[str, Decimal]) -> PlannedLift:
    """Return what a bar lifts: a launch slice up to its cap, a remainder from there on."""
    lifts = {name: Decimal(str(lift)) for name, lift in row.lifts.items()}
    if row.need:
        return PlannedLift(str(row.pk), row.ends_on, min(cap, _slice_cap(row)), lifts)
    return PlannedLift(str(row.pk), row.ends_on, cap, lifts, sliced.get(row.catalog_id, NONE))


def _slice_cap(row: Initiative) -> Decimal:
    """Return the highest level that a launch slice lifts to, as its pack said when it was planned."""
    return Decimal(str(row.reason.get("level_cap", NONE)))


def run_day(run: RunResult, plant: Plant) -> date:
    """Return the day of which the answers speak: of the signature, else today at the plant."""
    signed = run.assessment.first_signed_at or run.assessment.signed_off_at
    if run.seal is None or signed is None:
        return plant_today(plant)
    return plant_day(plant, signed)


class _Climbs(TypedDict):
    dimensions: Mapping[str, Climb]
    total: Climb


def _climbs(run: RunResult, counted: Sequence[PlannedLift], days: Sequence[date]) -> _Climbs:
    """Return the ways from the lowest and the highest that the open questions allow."""
    starts = [_start(run, is_best=best) for best in (False, True)]
    weights = _weights(run)
    low, high = (
        [start, *(year.standing for year in reach(start, weights, counted, days))]
        for start in starts
    )

    def climb(name: str | None, target: Decimal | None) -> Climb:
        first, *rest = (
            Expected(_score(one, name), _score(other, name))
            for one, other in zip(low, high, strict=True)
        )
        return Climb(first, tuple(rest), target)

    wanted = {row.dimension: row.whole.target for row in run.matrix.rows}
    dimensions = {
        name: climb(name, wanted.get(name))
        for name in run.dimensions
        if run.current.nodes[name].score is not None
    }
    return {"dimensions": dimensions, "total": climb(None, run.matrix.overall.target)}


def _score(scores: CapabilityScores, name: str | None) -> Decimal:
    """Return the score of a dimension; without a name of the whole."""
    return scores.total if name is None else scores.dimensions[name]


def _start(run: RunResult, *, is_best: bool) -> CapabilityScores:
    """Return the scores of the run; of a range its lowest or its highest end."""

    def end(node: NodeScore) -> Decimal | None:
        if node.range is None:
            return node.score
        return node.range.upper if is_best else node.range.lower

    scores = {name: end(run.current.nodes[name]) for name in run.dimensions}
    known = {name: score for name, score in scores.items() if score is not None}
    return CapabilityScores(known, end(run.current.total) or Decimal(0))


def _weights(run: RunResult) -> Mapping[str, Decimal]:
    """Return the shares of the dimensions in the ends of the whole, open ones among them."""
    total = run.current.total
    if total.range is None:
        return total.applied_weights
    framework, nodes = run.framework, run.current.nodes
    parts = {
        name: (framework.weight_of(framework.nodes[name], run.current.profile) or Decimal(0))
        * nodes[name].presence
        for name in run.dimensions
    }
    whole = sum(parts.values(), Decimal(0))
    return {name: part / whole for name, part in parts.items()}


def gap_cover(run: RunResult, answers: Mapping[str, Sequence[Initiative]]) -> tuple[GapCover, ...]:
    """Return the open gaps, the most valuable first, with what the plan does about each."""
    return tuple(GapCover(gap, tuple(answers.get(gap.question, ()))) for gap in run.gaps)


def answering(plan: Plan, run: RunResult) -> Mapping[str, Sequence[Initiative]]:
    """Return what of a plan answers the gap of a question, by question; one query.

    An initiative answers the gaps of the questions whose requirements it covers, and of those
    for which the framework names its entry of the catalog. Stopped ones answer none.
    """
    rows = [row for row in plan.initiatives if row.status != Initiative.Status.STOPPED]
    pairs = Initiative.requirements.through.objects.filter(initiative__in=rows)
    covered = defaultdict(set)
    for key, question in pairs.values_list("initiative_id", "requirement__question"):
        covered[key].add(question)
    named = defaultdict(set)  # entry of the catalog -> the questions that name it
    for asked in run.framework.questions_by_id.values():
        for entry in asked.initiatives:
            named[entry].add(asked.id)
    found: dict[str, list[Initiative]] = defaultdict(list)
    for row in rows:
        for question in covered[row.pk] | named[row.catalog_id]:
            found[question].append(row)
    return found
