"""The roadmap in the words of a document."""

from __future__ import annotations

from decimal import Decimal

from core.text import LocalizedText
from packs.schema import Framework
from reports.domain.phases import LETTERS
from reports.sections.budget.collect import money_of
from reports.sections.roadmap.content import (
    InitiativeLine,
    LinkLine,
    MilestoneLine,
    Quarter,
    RoadmapChapter,
    RoadmapPlan,
)
from reports.selectors.record import PlantRecord
from reports.selectors.words import said, same, stored
from roadmap.domain.types import PHASES
from roadmap.models import Initiative
from roadmap.selectors import Plan
from scoring.domain.sections import title_of


def collect(record: PlantRecord) -> RoadmapChapter:
    """Return the chapter."""
    framework = record.measured.framework if record.measured else None
    return RoadmapChapter(plan_of(record.plan, framework) if record.plan else None)


def plan_of(plan: Plan, framework: Framework | None) -> RoadmapPlan:
    """Return the initiatives with their links and broken rules."""
    broken = {violation.link.after for violation in plan.violations}
    broken_links = {(entry.link.before, entry.link.after) for entry in plan.violations}
    keys = keys_of(plan)
    return RoadmapPlan(
        starts_on=plan.frame.start,
        ends_on=plan.frame.end,
        initiatives=tuple(
            _initiative(plan, row, keys[str(row.pk)], framework, is_broken=str(row.pk) in broken)
            for row in plan.initiatives
        ),
        links=tuple(
            LinkLine(link.before, link.after, link.kind, (link.before, link.after) in broken_links)
            for link in plan.links
        ),
        quarters=tuple(
            Quarter(period.start, period.end, amount)
            for period, amount in zip(plan.periods, plan.budget.quarters, strict=True)
        ),
        one_off=plan.budget.one_off,
        total=plan.budget.total,
        violations=violations_of(plan, keys),
        money=money_of(plan),
    )


def keys_of(plan: Plan) -> dict[str, str]:
    """Return short keys by phase and order: D1, D2, I1."""
    counts = dict.fromkeys(PHASES, 0)
    keys = {}
    for row in plan.initiatives:
        counts[row.phase] += 1
        keys[str(row.pk)] = f"{LETTERS[row.phase]}{counts[row.phase]}"
    return keys


def _initiative(
    plan: Plan, row: Initiative, key: str, framework: Framework | None, *, is_broken: bool
) -> InitiativeLine:
    return InitiativeLine(
        id=str(row.pk),
        key=key,
        title=stored(row.title),
        phase=row.phase,
        start=row.starts_on,
        end=row.ends_on,
        one_off=row.one_off_amount,
        yearly=row.yearly_amount,
        currency=row.currency,
        owner=row.owner.name if row.owner else "",
        status=row.status,
        status_words=said(Initiative.Status(row.status).label),
        progress=row.progress,
        is_broken=is_broken,
        lifts=tuple(
            (_dimension(framework, name), Decimal(str(lift))) for name, lift in row.lifts.items()
        ),
        milestones=tuple(
            MilestoneLine(stone.title, stone.due_on, stone.reached_on, stone.acceptance)
            for stone in plan.milestones
            if stone.initiative_id == row.pk
        ),
    )


def _dimension(framework: Framework | None, name: str) -> LocalizedText:
    if framework and name in framework.nodes:
        return title_of(framework.nodes[name])
    return same(name)


def violations_of(plan: Plan, keys: dict[str, str]) -> tuple[LocalizedText, ...]:
    """Return the broken rules of a plan in words."""
    lines = []
    for entry in plan.violations:
        before = plan.initiative(entry.link.before)
        after = plan.initiative(entry.link.after)
        first, second = stored(before.title), stored(after.title)
        one, two = keys[entry.link.before], keys[entry.link.after]
        days = "1 day" if entry.days == 1 else f"{entry.days} days"
        lines.append(
            LocalizedText(
                en=f"{two} {second.en} comes {days} too early for {one} {first.en}",
                zh_hans=f"{two} {second.zh_hans}比{one} {first.zh_hans}的要求早{entry.days}天",
            )
        )
    for excess in plan.overruns:
        amount = f"{plan.currency} {excess.excess:,.0f}"
        lines.append(
            LocalizedText(
                en=f"{excess.year} is {amount} above its limit",
                zh_hans=f"{excess.year}年超出预算上限{amount}",
            )
        )
    for currency, lost in plan.budget.unconverted.items():
        sum_of = f"{currency} {lost:,.0f}"
        lines.append(
            LocalizedText(
                en=f"{sum_of} is in no total: there is no exchange rate for {currency}",
                zh_hans=f"{sum_of}未计入合计：缺少{currency}汇率",
            )
        )
    return tuple(lines)
