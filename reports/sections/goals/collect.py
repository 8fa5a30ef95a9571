"""The goals of the plant."""

from __future__ import annotations

from goals.models import Goal
from reports.sections.goals.content import GoalChapter, GoalLine
from reports.selectors.record import PlantRecord
from reports.selectors.words import said


def collect(record: PlantRecord) -> GoalChapter:
    """Return the goals by date."""
    return GoalChapter(goal_lines(record))


def goal_lines(record: PlantRecord) -> tuple[GoalLine, ...]:
    """Return the goals by date."""
    return tuple(
        GoalLine(
            horizon=row.horizon,
            title=row.both("title"),
            owner=row.owner.name if row.owner else "",
            driver=said(Goal.ValueDriver(row.value_driver).label),
            baseline=row.both("baseline_text"),
            target=row.both("target_text"),
            due=row.due_on,
            expected_return=row.expected_return_amount,
            currency=row.currency or record.plant.currency,
            indicator=row.indicator.indicator.code if row.indicator else "",
            initiatives=getattr(row, "initiative_count", 0),
        )
        for row in record.goals
    )
