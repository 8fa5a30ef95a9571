"""Rows of the sheets of goals and of the figures that show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy

from django.utils.translation import gettext as _

from core.errors import RuleError
from goals.domain.tree import Misfit, Place, misfit
from goals.models import MISFITS, Goal, GoalIndicator
from goals.services.goals import count_from, settle_currency
from interchange.services.drafts import DraftRow
from interchange.services.settling.settler import Settler, titles_beside
from organizations.selectors.places import plant_today

NEEDED = ("title", "horizon", "value_driver", "due_on", "target_text")
FIGURES = ("baseline_value", "target_value", "target_on")


def take_goal(settler: Settler, draft: DraftRow, stored: Goal | None) -> None:
    """Take one goal; whether it fits into the tree is told once all are taken, by `fit`."""
    values, plant = settler.values_of(draft, stored), settler.rows.roadmap.plant
    if stored is not None and not settler.differs(draft, stored, values):
        return
    if stored is None:
        settler.need(draft, *NEEDED)
    row = copy(stored) if stored else Goal(plant=plant)
    for name, value in values.items():
        setattr(row, name, settler.found(draft, name) if name == "parent" else value)
    if stored is None or (stored.horizon, stored.due_on) != (row.horizon, row.due_on):
        count_from(row, (stored.since, plant_today(plant)) if stored else ())
    settle_currency(row)
    row.clean_fields(exclude={"plant", "owner", "parent"})
    if row.title in titles_beside(settler.taken["goals"].values(), row):
        raise RuleError(_("The plant has this goal already."), field="title")
    settler.done(draft, stored, row, values)


def take_figure(settler: Settler, draft: DraftRow, stored: GoalIndicator | None) -> None:
    """Take an indicator of a goal; of a stored one its values change."""
    if stored is not None and not settler.differs(draft, stored, draft.values):
        return
    row = copy(stored) if stored else _new_figure(settler, draft)
    for name in FIGURES:
        setattr(row, name, draft.values.get(name, getattr(row, name)))
    row.clean_fields(exclude={"goal", "plant_indicator"})
    row.clean()
    settler.done(draft, stored, row, draft.values)


def _new_figure(settler: Settler, draft: DraftRow) -> GoalIndicator:
    settler.need(draft, "goal", "indicator")
    goal, indicator = (
        settler.found(draft, "goal"),
        settler.indicators.get(draft.values["indicator"]),
    )
    if indicator is None:
        raise RuleError(_("The plant does not follow this indicator."), field="indicator")
    for one in settler.taken["figures"].values():
        is_of_goal = one.goal is goal or (goal.pk is not None and one.goal_id == goal.pk)
        if is_of_goal and one.plant_indicator_id == indicator.pk:
            raise RuleError(_("The goal has this indicator already."), field="indicator")
    return GoalIndicator(goal=goal, plant_indicator=indicator)


def fit(settler: Settler) -> None:
    """Refuse goals that contradict the goal that they serve, or one that serves them."""
    turns = {id(turn.row): turn for turn in settler.turn.made if isinstance(turn.row, Goal)}
    for child, parent, reason in _misfits(list(settler.taken["goals"].values())):
        own, other = turns.get(id(child)), turns.get(id(parent))
        if own is not None:
            settler.wrong(own.draft, "parent", str(MISFITS[reason]))
        elif other is not None and reason is not Misfit.CIRCLE:  # its own row says that
            field = "horizon" if reason is Misfit.HORIZON else "due_on"
            settler.wrong(other.draft, field, _("A goal that serves this one reaches farther."))


def _misfits(goals: list[Goal]) -> Iterator[tuple[Goal, Goal, Misfit]]:
    """Yield goals that cannot serve the goal they name, with that goal and the reason."""
    keys = {id(row): row.pk or -number for number, row in enumerate(goals, start=1)}
    by_key = {keys[id(row)]: row for row in goals}

    def key_above(row: Goal) -> int | None:
        return (row.parent.pk or keys[id(row.parent)]) if row.parent else None

    above: Mapping[int, int | None] = {keys[id(row)]: key_above(row) for row in goals}
    places = {key: Place(key, above[key], row.horizon, row.due_on) for key, row in by_key.items()}
    for key, parent in above.items():
        if parent is not None and (found := misfit(places[key], places[parent], above)):
            yield by_key[key], by_key[parent], found
