"""Everything a document says, read once and frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from core.text import LocalizedText
from indicators.domain.baseline import Grade
from landscape.models import System
from landscape.selectors.systems import system_categories, systems
from organizations.models import Plant
from organizations.selectors.places import plant_today
from reports.domain.blueprint import Blueprint
from reports.domain.indicator_baseline import IndicatorPart, IndicatorReport
from reports.domain.plan import PlanChapter
from reports.domain.plant import Stamp, SystemLine
from reports.domain.state import OpenPoint, open_points
from reports.models import Report
from reports.selectors import capability as readings
from reports.selectors.compliance import compliance, duties
from reports.selectors.indicators import indicator_lines, indicator_parts
from reports.selectors.plan import goal_lines, plan_of
from reports.selectors.plant import head, plant_facts
from reports.selectors.risks import risk_lines, step_lines
from reports.selectors.state import counted, state_of
from reports.selectors.words import said, same, stored
from roadmap.selectors.plan import plan as read_plan

SPAN = 2
PRINTED_GAPS = 40


def blueprint(plant: Plant, *, number: int, now: datetime) -> Blueprint:
    """Return the strategy blueprint of a plant as its data stand.

    Args:
        plant: with its organization, inside its tenant scope.
        number: version of the document.
        now: when the data are read.

    Returns:
        The frozen document; parts without data are empty and the document says so in words.
    """
    today = plant_today(plant)
    found = readings.measured(plant)
    plan = read_plan(plant, today=today)
    shown = plan_of(plan, found.framework if found else None) if plan else None
    listed = duties(plant, today)
    goals = goal_lines(plant)
    run = found.assessment if found else None
    gaps = readings.gap_lines(found, plant) if found else ()
    first, last = _years(shown, today.year)
    return Blueprint(
        stamp=Stamp(number, now),
        head=head(plant, today),
        first_year=first,
        last_year=last,
        plant=plant_facts(plant, run.scope if run else ""),
        readiness=readings.readiness(found) if found else None,
        capability=readings.capability(found) if found else readings.EMPTY,
        gaps=gaps[:PRINTED_GAPS],
        gap_count=len(gaps),
        systems=_systems(plant),
        goals=goals,
        plan=shown if shown and shown.initiatives else None,
        compliance=compliance(listed),
        indicators=indicator_lines(plant, today),
        risks=risk_lines(plan, shown, listed, today),
        steps=step_lines(plant, shown, listed, today),
        answers=readings.answers(found) if found else (),
        open_points=open_points(state_of(run, plan, len(goals), counted(listed))),
    )


def _years(plan: PlanChapter | None, this_year: int) -> tuple[int, int]:
    if plan is None:
        return this_year, this_year + SPAN
    return plan.years[0].year, plan.years[-1].year


def _systems(plant: Plant) -> tuple[SystemLine, ...]:
    titles = system_categories()
    return tuple(
        SystemLine(
            name=row.name,
            category=titles[row.category].title if row.category in titles else same(row.category),
            vendor=row.vendor,
            version=row.product_version,
            users=row.users_count,
            yearly_cost=row.yearly_cost_amount,
            currency=row.currency,
            support_end=row.support_end_on,
            disposition=row.disposition,
            disposition_words=said(System.Disposition(row.disposition).label),
            reason=stored(row.reason),
        )
        for row in systems(plant)
    )


def indicator_baseline(plant: Plant, *, number: int, now: datetime) -> IndicatorReport:
    """Return the KPI baseline of a plant as its data stand."""
    today = plant_today(plant)
    parts = indicator_parts(plant, today)
    return IndicatorReport(
        stamp=Stamp(number, now),
        head=head(plant, today),
        indicators=parts,
        open_points=_open(parts),
    )


READERS: Mapping[str, Callable[..., Blueprint | IndicatorReport]] = {
    Report.Kind.BLUEPRINT: blueprint,
    Report.Kind.INDICATOR_BASELINE: indicator_baseline,
}


def collect(plant: Plant, kind: str, *, number: int, now: datetime) -> Blueprint | IndicatorReport:
    """Return the document of a kind as the plant's data stand."""
    return READERS[kind](plant, number=number, now=now)


def _open(parts: tuple[IndicatorPart, ...]) -> tuple[OpenPoint, ...]:
    baselines = [part.series.baseline for part in parts]
    unset = baselines.count(None)
    weak = sum(bool(b and b.statistics.grade is Grade.PROVISIONAL) for b in baselines)
    stale = sum(part.series.quality.is_stale for part in parts)
    aimless = sum(part.series.target is None for part in parts)
    points = (
        OpenPoint(
            "indicators", int(not parts), LocalizedText("no indicators chosen", "尚未选择指标")
        ),
        OpenPoint("unset", unset, LocalizedText(f"{unset} without baseline", f"{unset}项无基线")),
        OpenPoint(
            "weak",
            weak,
            LocalizedText(f"{weak} with a provisional baseline", f"{weak}项为暂定基线"),
        ),
        OpenPoint(
            "stale", stale, LocalizedText(f"{stale} with stale readings", f"{stale}项测量值过期")
        ),
        OpenPoint(
            "aimless", aimless, LocalizedText(f"{aimless} without target", f"{aimless}项无目标")
        ),
    )
    return tuple(point for point in points if point.count)
