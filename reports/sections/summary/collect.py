"""The whole document in short."""

from __future__ import annotations

from core.text import LocalizedText
from indicators.domain.series import summarize
from reports.domain.decision import decide
from reports.domain.state import OpenPoint
from reports.sections.budget.collect import budget_of
from reports.sections.business_case.collect import worth_of
from reports.sections.compliance.collect import compliance
from reports.sections.gaps.collect import gap_lines
from reports.sections.goals.collect import goal_lines
from reports.sections.reach.collect import reach_of
from reports.sections.readiness.collect import readiness
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
COUNTED = frozenset({"conflicts", "gaps", "gates", "limits", "overdue", "unbegun"})


def collect(record: PlantRecord) -> SummaryChapter:
    """Return the chapter."""
    plan, risks = record.plan, risk_lines(record)
    progress = plan.progress if plan else None
    return SummaryChapter(
        readiness=readiness(record.measured),
        dimensions=_strengths(record),
        plan=budget_of(record),
        initiatives=len(plan.initiatives) if plan else 0,
        progress=PlanProgress(progress.actual, progress.planned) if progress else None,
        reach=reach_of(record),
        goals=tuple(
            Aim(goal.horizon, goal.title, goal.target, goal.due)
            for goal in sorted(goal_lines(record), key=lambda goal: goal.due)
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
    )


def _beside_the_decision(record: PlantRecord) -> tuple[OpenPoint, ...]:
    """Return the open points but those that the decision above them names with their number."""
    asked = {ask.code for ask in decide(record.state).asks} & COUNTED
    return tuple(point for point in record.open_points if point.code not in asked)


def motion(record: PlantRecord) -> Motion:
    """Return what is asked of the board, with the sums that it names."""
    budget, (first, last) = budget_of(record), record.years
    return Motion(
        decision=decide(record.state),
        first_year=first,
        last_year=last,
        currency=budget.money.currency if budget else "",
        total=budget.total if budget else None,
        release=budget.releases(record.today) if budget else (),
        left=budget.this_year if budget else None,
    )


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
