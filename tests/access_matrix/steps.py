"""Who may turn steps; what other pages turn is asked in `tests/steps/test_turning.py`."""

from __future__ import annotations

from core import clock
from core.base import tenant
from steps.models import Step
from tests.access_matrix.assessment import TEAM, row


def step(cast, verb="system.edited"):
    """Return the place of a step that changed nothing."""
    with tenant(cast.organization.pk):
        made = Step.objects.create(
            plant=cast.plant, verb=verb, before=[], after=[], made_at=clock.now()
        )
    return {"slug": cast.plant.slug, "pk": made.pk}


def _undone(cast):
    made = step(cast)
    with tenant(cast.organization.pk):
        Step.objects.filter(pk=made["pk"]).update(undone_at=clock.now())
    return made


def _list(cast):
    return {"slug": cast.plant.slug, "app": "landscape"}


MATRIX = {
    "steps:step-list": row(_list, TEAM),
    "steps:step-redo": row(_undone, TEAM, 302, method="post"),
    "steps:step-undo": row(step, TEAM, 302, method="post"),
}
