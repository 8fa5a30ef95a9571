"""Writes of the order in which initiatives stand in their phase."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

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


def take_places(*, roadmap: Roadmap, rows: Iterable[Initiative]) -> None:
    """Let initiatives that came or changed their phase stand in it by their dates.

    The others keep their order; a row that was put ahead of an earlier one stays there. Two
    statements. Their numbers are no part of a step: undo leaves a gap, which nobody sees.

    Args:
        roadmap: the plan, locked by the caller.
        rows: stored initiatives of it.
    """
    coming = {row.pk: row for row in rows}
    stored = sorted(roadmap.initiatives.all(), key=place_of)
    changed: list[Initiative] = []
    for phase in {row.phase for row in coming.values()}:
        standing = [row for row in stored if row.phase == phase and row.pk not in coming]
        for row in sorted(coming.values(), key=_dates):
            if row.phase == phase:
                later = (at for at, other in enumerate(standing) if _dates(other) > _dates(row))
                standing.insert(next(later, len(standing)), row)
        changed += _numbered(standing)
    _store(changed)


def put_behind(*, row: Initiative, beside: Initiative) -> None:
    """Let a new initiative stand right behind another of its phase; see `take_places`."""
    rows = sorted(beside.roadmap.initiatives.filter(phase=beside.phase), key=place_of)
    others = [other for other in rows if other.pk != row.pk]
    at = others.index(beside) + 1
    _store(_numbered([*others[:at], row, *others[at:]]))


def _dates(row: Initiative) -> tuple[date, date, int]:
    return row.starts_on, row.ends_on, row.pk


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
