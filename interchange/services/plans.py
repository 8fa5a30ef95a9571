"""Taking a checked file over into the plan: all of it or nothing, one step of undo."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext as _

from core.base import save_versioned
from core.errors import RuleError, StaleVersionError
from interchange.selectors.rows import PlanRow, plan_rows
from interchange.services.drafts import DraftRow, PlanTurn, RowTurn
from interchange.services.settling import settle
from organizations.models import User
from roadmap.models import BudgetYear, Dependency, Initiative, Milestone, Roadmap
from steps.services import history

FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    Initiative: (
        *("title", "phase", "starts_on", "ends_on", "one_off_amount", "yearly_amount"),
        *("spent_amount", "owner", "status", "progress", "note"),
    ),
    Dependency: ("kind", "lag_days"),
    Milestone: ("title", "due_on", "reached_on", "acceptance"),
    BudgetYear: ("limit_amount",),
}


@transaction.atomic
def import_plan(*, roadmap: Roadmap, drafts: Iterable[DraftRow], seen: str, by: User) -> PlanTurn:
    """Do what a checked file says; the whole is one step that Undo takes back.

    Args:
        roadmap: the plan, with its plant.
        drafts: the rows of the file.
        seen: mark of the state that the check found (`PlanRows.digest`).
        by: who imports.

    Returns:
        What was done; a file that says what is stored does nothing and leaves no step.

    Raises:
        StaleVersionError: somebody changed the plan since the check; nothing is written.
        RuleError: a row is wrong; nothing is written.
    """
    history.lock(roadmap.plant)
    roadmap.refresh_from_db(fields=["version"])
    rows = plan_rows(roadmap)
    if rows.digest != seen:
        raise StaleVersionError("the plan was changed since the check")
    turn = settle(rows, drafts)
    if turn.problems:
        raise RuleError(_("The file has rows that are wrong. Check it again."))
    made = [one for one in turn.turns if one.effect != "same"]
    stored = [one.row for one in made if not one.is_new]
    with history.step(
        plant=roadmap.plant,
        by=by,
        verb="plan.imported",
        subject={},
        target=made[0].row if len(made) == 1 and stored else roadmap,
        rows=stored,
    ) as step:
        for one in made:
            _save(one)
        _raise_limits(roadmap, made)
        step.add(*(one.row for one in made if one.is_new))
        if len(made) == 1:
            step.target = made[0].row  # its words about people are sealed by its own name
    return turn


def _save(turn: RowTurn) -> None:
    row = turn.row
    if turn.is_new:
        _point(row)
        row.save(force_insert=True)
        return
    if isinstance(row, BudgetYear):
        save_versioned(row, expected=row.version, fields=FIELDS[BudgetYear])
        return
    save_versioned(row, expected=turn.draft.version or 0, fields=FIELDS[type(row)])


def _point(row: PlanRow) -> None:
    """Let a new row point at the initiatives that were saved just before it."""
    if isinstance(row, Dependency):
        row.predecessor, row.successor = row.predecessor, row.successor
    elif isinstance(row, Milestone):
        row.initiative = row.initiative


def _raise_limits(roadmap: Roadmap, made: Iterable[RowTurn]) -> None:
    """Raise the version of the plan where a limit changed: limits are edited in its form."""
    if any(isinstance(one.row, BudgetYear) for one in made):
        save_versioned(roadmap, expected=roadmap.version, fields=[])
