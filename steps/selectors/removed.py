"""Reads: the step that removed a row, for whoever still has it open."""

from __future__ import annotations

from django.db import models
from django.http import Http404

from organizations.models import Plant
from steps.models import Step
from steps.selectors.changes import CHUNK, LOOKED_BACK, about
from steps.selectors.tables import names


class RowGoneError(Http404):
    """A row of the plant was removed by a step that can be undone; `step` says who and when."""

    def __init__(self, step: Step) -> None:
        self.step = step
        super().__init__()


def refuse_gone(plant: Plant, model: type[models.Model], pk: int) -> None:
    """Say that a row was removed, where one of the last steps did so; else do nothing.

    Args:
        plant: whose row it would be.
        model: its model.
        pk: its key.

    Raises:
        RowGoneError: it was removed.
    """
    name = names()[model]
    steps = about(plant, model).filter(undone_at=None).select_related("made_by")
    for step in steps.order_by("-pk")[:LOOKED_BACK].iterator(CHUNK):
        gone = {(row["table"], row["id"]) for row in step.after if row["values"] is None}
        if (name, pk) in gone:
            raise RowGoneError(step)
