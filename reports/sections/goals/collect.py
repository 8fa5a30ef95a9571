"""The goals of the plant."""

from __future__ import annotations

from goals.models import Goal
from goals.selectors.goals import Gauge, GoalNode
from reports.sections.business_case.collect import worth_of
from reports.sections.goals.content import GoalChapter, GoalGauge, GoalLine
from reports.selectors.record import PlantRecord
from reports.selectors.words import said


def collect(record: PlantRecord) -> GoalChapter:
    """Return the goals, each below the one it serves."""
    has_case = record.case is not None and worth_of(record.case) is not None
    return GoalChapter(goal_lines(record), is_beside_case=has_case)


def goal_lines(record: PlantRecord) -> tuple[GoalLine, ...]:
    """Return the goals, each below the one it serves."""
    return tuple(_line(node, record.plant.currency) for node in record.goals)


def _line(node: GoalNode, currency: str) -> GoalLine:
    row = node.goal
    return GoalLine(
        horizon=row.horizon,
        title=row.both("title"),
        owner=row.owner.name if row.owner else "",
        driver=said(Goal.ValueDriver(row.value_driver).label),
        baseline=row.both("baseline_text"),
        target=row.both("target_text"),
        due=row.due_on,
        expected_return=row.expected_return_amount,
        currency=row.currency or currency,
        gauges=tuple(_gauge(found) for found in node.gauges),
        initiatives=getattr(row, "initiative_count", 0),
        depth=node.depth,
        is_measurable=node.is_measurable,
    )


def _gauge(found: Gauge) -> GoalGauge:
    return GoalGauge(
        code=found.series.code,
        unit=found.series.unit,
        baseline=found.row.baseline_value,
        target=found.row.target_value,
        current=found.current.value if found.current else None,
        period=found.current.period if found.current else None,
        progress=found.progress,
        places=found.series.places,
    )
