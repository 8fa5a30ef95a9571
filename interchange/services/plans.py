"""Taking a checked file over into the plan: all of it or nothing, one step of undo."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext as _

from calendars.models import PlantCalendar, PlantClosure, PlantMilestone
from core.base import save_versioned
from core.errors import RuleError, StaleVersionError
from goals.models import Goal, GoalIndicator
from interchange.selectors.rows import plan_rows
from interchange.services.drafts import DraftRow, PlanTurn, RowTurn
from interchange.services.settling.plan import settle
from organizations.models import User
from roadmap.models import (
    BudgetYear,
    Dependency,
    GateCondition,
    Initiative,
    Milestone,
    Roadmap,
)
from roadmap.services.dating import COLUMNS
from steps.services import history

FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    Initiative: (
        *("title", "phase", *COLUMNS, "one_off_amount", "yearly_amount"),
        *("spent_amount", "owner", "status", "progress", "note"),
        *("due_milestone", "enabling_milestone", "buffer_days"),
    ),
    Dependency: ("kind", "lag_days"),
    Milestone: ("title", "due_on", "reached_on", "acceptance"),
    BudgetYear: ("limit_amount",),
    PlantMilestone: ("title", "planned_on", "is_fixed", "reached_on", "owner", "note"),
    PlantCalendar: ("weekend", "holiday_place"),
    PlantClosure: ("title", "kind", "starts_on", "opens_on"),
    Goal: (
        *("title", "horizon", "value_driver", "due_on", "baseline_text", "target_text", "owner"),
        *("expected_return_amount", "currency", "counted_from", "parent"),
    ),
    GoalIndicator: ("baseline_value", "target_value", "target_on"),
    GateCondition: ("phase", "side", "bound_value"),
}
# Rows that a row points at and that may have been saved just before it.
POINTS: dict[type[models.Model], tuple[str, ...]] = {
    Initiative: ("due_milestone", "enabling_milestone"),
    Dependency: ("predecessor", "successor"),
    Milestone: ("initiative",),
    Goal: ("parent",),
    GoalIndicator: ("goal",),
}


@transaction.atomic
def import_plan(
    *,
    roadmap: Roadmap,
    drafts: Iterable[DraftRow],
    seen: str,
    by: User,
    with_followers: bool = False,
) -> PlanTurn:
    """Do what a checked file says; the whole is one step that Undo takes back.

    Args:
        roadmap: the plan, with its plant.
        drafts: the rows of the file.
        seen: mark of the state that the check found (`PlanRows.digest`).
        by: who imports.
        with_followers: as in `settle`.

    Returns:
        What was done; a file that says what is stored does nothing and leaves no step.

    Raises:
        StaleVersionError: somebody changed the plan since the check; nothing is written.
        RuleError: a row is wrong, or what waits cannot follow; nothing is written.
    """
    history.lock(roadmap.plant)
    roadmap.refresh_from_db(fields=["version"])
    rows = plan_rows(roadmap)
    if rows.digest != seen:
        raise StaleVersionError("the plan was changed since the check")
    turn = settle(rows, drafts, with_followers=with_followers)
    if turn.problems:
        raise RuleError(_("The file has rows that are wrong. Check it again."))
    if turn.stuck:
        raise RuleError(_("What waits cannot follow, so this cannot be accepted."))
    made = turn.made
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
    for name in POINTS.get(type(row), ()):
        setattr(row, name, getattr(row, name))  # by the key that it has now
    if turn.is_new:
        row.save(force_insert=True)
        return
    guard = row.version if isinstance(row, BudgetYear) else turn.draft.version
    save_versioned(row, expected=guard or 0, fields=FIELDS[type(row)])


def _raise_limits(roadmap: Roadmap, made: Iterable[RowTurn]) -> None:
    """Raise the version of the plan where a limit changed: limits are edited in its form."""
    if any(isinstance(one.row, BudgetYear) for one in made):
        save_versioned(roadmap, expected=roadmap.version, fields=[])
