"""Writes of the order in which initiatives stand in their phase."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext as _

from core.errors import RuleError
from organizations.models import User
from planning.domain.plans import PHASES
from roadmap.models import Initiative, Roadmap
from roadmap.selectors.plan import place_of
from steps.services import history


@transaction.atomic
def place_initiative(
    *, initiative: Initiative, beside: Initiative, is_behind: bool, by: User
) -> None:
    """Put an initiative ahead of another of its phase or behind it; forms that are open stay good.

    Args:
        initiative: the row.
        beside: the row beside which it comes to stand.
        is_behind: behind it, else ahead of it.
        by: who acts.

    Raises:
        RuleError: the other one is of another plan or phase, or the same.
    """
    roadmap = initiative.roadmap
    history.lock(roadmap.plant)
    rows = sorted(roadmap.initiatives.filter(phase=initiative.phase), key=place_of)
    others = [row for row in rows if row.pk != initiative.pk]
    if beside not in others:
        raise RuleError(_("Rows are put in order within their phase."), field="beside")
    at = others.index(beside) + int(is_behind)
    mine = next(row for row in rows if row.pk == initiative.pk)
    changed = _numbered([*others[:at], mine, *others[at:]])
    with history.step(
        plant=roadmap.plant,
        by=by,
        verb="initiative.placed",
        subject=initiative.title,
        target=initiative,
        rows=changed,
    ):
        _store(changed)


@transaction.atomic
def sort_by_dates(*, roadmap: Roadmap, by: User) -> None:
    """Let the initiatives of each phase stand by their dates."""
    history.lock(roadmap.plant)
    rows = list(roadmap.initiatives.order_by("starts_on", "ends_on", "pk"))
    changed = [
        row for phase in PHASES for row in _numbered([row for row in rows if row.phase == phase])
    ]
    with history.step(
        plant=roadmap.plant, by=by, verb="roadmap.sorted", subject={}, target=roadmap, rows=changed
    ):
        _store(changed)


def _numbered(rows: Iterable[Initiative]) -> list[Initiative]:
    """Number rows in the order given; return those whose number is another one now."""
    changed = []
    for number, row in enumerate(rows):
        if row.order != number:
            row.order = number
            changed.append(row)
    return changed


def _store(rows: list[Initiative]) -> None:
    manager: models.Manager[Initiative] = Initiative.objects
    manager.bulk_update(rows, ["order"])
