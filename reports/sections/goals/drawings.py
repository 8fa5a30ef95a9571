"""The unit of the returns."""

from __future__ import annotations

from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.sections.columns import one_unit
from reports.sections.goals.content import GoalChapter
from reports.sections.section import Drawings


def drawings(content: GoalChapter, _head: Head, pen: Pen) -> Drawings:
    """Return the unit of the returns of all goals."""
    sums = ((goal.expected_return, goal.currency) for goal in content.goals)
    return {"unit": one_unit(sums, pen.form)}
