"""More assessments of the same kind, so that costs can be compared at 1, 100 and 1,000."""

from __future__ import annotations

import copy
from typing import TypeVar

from django.db import transaction

from assessment.models import Answer, Assessment, SectionAssignment

BATCH = 500
Row = TypeVar("Row", Assessment, Answer, SectionAssignment)


@transaction.atomic
def grow(pattern: Assessment, count: int) -> None:
    """Copy a run with its answers until the organization has so many; inside the tenant's scope."""
    missing = count - Assessment.objects.count()
    answers = list(Answer.objects.filter(assessment=pattern))
    parts = list(SectionAssignment.objects.filter(assessment=pattern))
    first = Assessment.objects.count()
    for start in range(0, max(missing, 0), BATCH):
        numbers = range(start, min(start + BATCH, missing))
        runs = [_copied(pattern, title=f"copy {first + number}") for number in numbers]
        Assessment.objects.bulk_create(runs)
        copies = [_copied(row, assessment=run) for run in runs for row in answers]
        Answer.objects.bulk_create(copies, batch_size=BATCH)
        assigned = [_copied(row, assessment=run) for run in runs for row in parts]
        SectionAssignment.objects.bulk_create(assigned, batch_size=BATCH)


def _copied(row: Row, **changes: object) -> Row:
    fresh = copy.copy(row)
    fresh.pk = None
    fresh._state = copy.copy(row._state)  # noqa: SLF001 -- Django's own recipe for a copy
    fresh._state.adding = True  # noqa: SLF001 -- see above
    for name, value in changes.items():
        setattr(fresh, name, value)
    return fresh
