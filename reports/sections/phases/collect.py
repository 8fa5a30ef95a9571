"""The phases of the plan and its links."""

from __future__ import annotations

from planning.domain.economics import PlanTotals
from planning.domain.plans import PHASES
from reports.domain.waiting import waiting
from reports.sections.phases.content import OrderLine, PhaseChapter, PhaseLine
from reports.sections.roadmap.collect import keys_of
from reports.selectors.record import PlantRecord
from reports.selectors.words import stored
from roadmap.models import Initiative
from roadmap.selectors.plan import Plan

OVER = {Initiative.Status.DONE, Initiative.Status.STOPPED}


def collect(record: PlantRecord) -> PhaseChapter:
    """Return the chapter."""
    plan = record.plan
    if plan is None:
        return PhaseChapter((), (), "")
    phases = (phase_line(plan, name) for name in PHASES)
    return PhaseChapter(
        phases=tuple(phase for phase in phases if phase is not None),
        links=order_lines(plan),
        currency=plan.currency,
    )


def phase_line(plan: Plan, name: str) -> PhaseLine | None:
    """Return a phase in figures; None if nothing is planned in it."""
    rows = [row for row in plan.initiatives if row.phase == name]
    if not rows:
        return None
    own = {row.pk for row in rows}
    stones = [stone for stone in plan.milestones if stone.initiative_id in own]
    return PhaseLine(
        name=name,
        start=min(row.starts_on for row in rows),
        end=max(row.ends_on for row in rows),
        initiatives=len(rows),
        done=sum(row.status in OVER for row in rows),
        milestones=len(stones),
        reached=sum(stone.reached_on is not None for stone in stones),
        cost=plan.budget.phases.get(name, PlanTotals()).whole,
    )


def order_lines(plan: Plan) -> tuple[OrderLine, ...]:
    """Return the links in the order of what waits."""
    keys = keys_of(plan)
    places = {key: place for place, key in enumerate(keys)}
    broken = {(entry.link.before, entry.link.after) for entry in plan.violations}
    ordered = sorted(plan.links, key=lambda link: (places[link.after], places[link.before]))
    return tuple(
        OrderLine(
            before=keys[link.before],
            before_title=stored(plan.initiative(link.before).title),
            after=keys[link.after],
            after_title=stored(plan.initiative(link.after).title),
            words=waiting(link, keys[link.before]),
            is_broken=(link.before, link.after) in broken,
        )
        for link in ordered
    )
