"""The whole document in short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.text import LocalizedText
from indicators.domain.series import summarize
from launch.domain.wording import lacks_told
from planning.domain.estimates import Percentile
from planning.domain.simulations import as_day
from reports.domain.decision import decide
from reports.domain.starts import start_line
from reports.domain.state import OpenPoint, first_of
from reports.sections.budget.collect import budget_of
from reports.sections.business_case.collect import worth_of
from reports.sections.compliance.collect import compliance
from reports.sections.gaps.collect import gap_lines
from reports.sections.goals.collect import goal_lines
from reports.sections.reach.collect import reach_of
from reports.sections.readiness.collect import readiness
from reports.sections.readiness.content import Readiness
from reports.sections.risks.collect import risk_lines
from reports.sections.summary.content import (
    Aim,
    DutyCounts,
    Motion,
    PlanProgress,
    Strength,
    SummaryChapter,
    Uncovered,
)
from reports.selectors.record import PlantRecord
from scoring.domain.matrix import Level
from scoring.domain.sections import title_of
from scoring.domain.widest import beside_gaps

NAMED = 3
SURE = 0.8
COUNTED = frozenset(
    {
        "conflicts",
        "gaps",
        "gates",
        "limits",
        "overdue",
        "start_binds",
        "start_lacks",
        "start_late",
        "start_thin",
        "unbegun",
    }
)


def collect(record: PlantRecord) -> SummaryChapter:
    """Return the chapter."""
    plan, risks = record.plan, risk_lines(record)
    progress = plan.progress if plan else None
    return SummaryChapter(
        readiness=_in_short(readiness(record.measured)),
        dimensions=_strengths(record),
        plan=budget_of(record),
        initiatives=len(plan.initiatives) if plan else 0,
        progress=PlanProgress(progress.actual, progress.planned) if progress else None,
        reach=reach_of(record),
        goals=tuple(
            Aim(goal.horizon, goal.title, goal.target, goal.due)
            for goal in sorted(
                goal_lines(record), key=lambda goal: (-(goal.expected_return or 0), goal.due)
            )
        ),
        duties=_duties(record),
        indicators=summarize(record.indicators),
        gaps=_uncovered(record),
        risks=risks[:NAMED],
        risk_count=len(risks),
        motion=motion(record),
        open_points=_beside_the_decision(record),
        holding=record.state.holding,
        worth=worth_of(record.case) if record.case else None,
        missing=_missing(record),
    )


def _missing(record: PlantRecord) -> LocalizedText | None:
    """Return what a start of production will miss, what no sum holds and what is lost already."""
    lacks = lacks_told(record.launch.lacks) if record.launch else None
    said = [text for text in (lacks, start_line(record.state.start)) if text]
    if not said:
        return None
    return LocalizedText.of(
        " ".join(text.en for text in said), "".join(text.zh_hans for text in said)
    )


def _in_short(ready: Readiness | None) -> Readiness | None:
    """Return a result that names the first thing that holds the level, and counts the others."""
    if ready is None or ready.because is None:
        return ready
    return replace(ready, because=first_of(ready.because))


def _beside_the_decision(record: PlantRecord) -> tuple[OpenPoint, ...]:
    """Return the open points but those that the decision above them names with their number."""
    asked = {ask.code for ask in decide(record.state).asks} & COUNTED
    return tuple(point for point in record.open_points if point.code not in asked)


def motion(record: PlantRecord) -> Motion:
    """Return what is asked of the board, with the sums that it names."""
    budget, (first, last) = budget_of(record), record.years
    sure, total = _sure(record), record.case.total if record.case else None
    differs = total is not None and (sure is not None or total.forecast != total.estimated)
    return Motion(
        decision=decide(record.state),
        first_year=first,
        last_year=last,
        currency=budget.money.currency if budget else "",
        total=budget.total if budget else None,
        release=budget.releases(record.today) if budget else (),
        left=budget.this_year if budget else None,
        one_off=record.case.total.estimated if record.case else None,
        forecast=record.case.total.forecast if record.case and differs else None,
        sure=sure,
        late_end=_late_end(record),
        worth=worth_of(record.case) if record.case else None,
    )


def _sure(record: PlantRecord) -> Decimal | None:
    """Return the one-off cost that is not exceeded in 80 % of the draws; None without draws."""
    ranges = record.case.ranges if record.case else None
    found = _drawn(ranges.cost if ranges else ())
    return None if found is None else Decimal(found).quantize(Decimal(1))


def _late_end(record: PlantRecord) -> date | None:
    """Return the day by which the work ends in 80 % of the draws; None where the plan holds it."""
    if record.plan is None or record.case is None or record.case.ranges is None:
        return None
    found = _drawn(record.case.ranges.end)
    last = None if found is None else as_day(found - 1)  # the draws name the day after
    return last if last and last >= record.plan.frame.end else None


def _drawn(parts: Iterable[Percentile]) -> float | None:
    return next((part.value for part in parts if round(part.share, 2) == SURE), None)


def _strengths(record: PlantRecord) -> tuple[Strength, ...]:
    if record.measured is None:
        return ()
    nodes = record.measured.framework.nodes
    return tuple(
        _strength(title_of(nodes[row.dimension]), row.whole)
        for row in beside_gaps(record.measured.matrix).rows
    )


def _strength(title: LocalizedText, level: Level) -> Strength:
    return Strength(title, level.current, level.target, level.shown, level.low, level.high)


def _duties(record: PlantRecord) -> DutyCounts | None:
    if not record.duties:
        return None
    state = compliance(record.duties)
    return DutyCounts(
        met=state.met,
        applicable=state.applicable,
        overdue=state.overdue,
        to_confirm=state.to_confirm,
        review_due=state.review_due,
        unproven=state.unproven,
    )


def _uncovered(record: PlantRecord) -> Uncovered:
    unanswered = [gap.topic for gap in gap_lines(record) if not gap.answered_by]
    return Uncovered(len(unanswered), len(record.gaps), tuple(unanswered[:NAMED]))
