"""What moves when milestones move, and what does not. See docs/method.md#slips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.errors import RuleError
from planning.domain.durations import moved
from planning.domain.network import PlanError
from planning.domain.passes import Timetable, timetable


@dataclass(frozen=True, slots=True)
class ItemMove:
    """By how many calendar days the dates of an item move; negative is earlier."""

    early_start: int
    late_start: int

    @property
    def is_rest(self) -> bool:
        """Whether nothing moves."""
        return not (self.early_start or self.late_start)


@dataclass(frozen=True, slots=True)
class Slip:
    """A plan before and after.

    Attributes:
        before, after: both computed anew; dates are never slid.
        moves: of each item by id, in the order of the plan.
    """

    before: Timetable
    after: Timetable
    moves: Mapping[str, ItemMove]


def slip(before: Timetable, days: Mapping[str, int]) -> Slip:
    """Return what follows when milestones move.

    Closures stay where they are, so that work may move by more or fewer days than its milestone.

    Args:
        before: the plan as it stands.
        days: calendar days of each milestone that moves, by id.

    Raises:
        PlanError: an unknown milestone, or dates outside of 1900 to 2100.
    """
    milestones = dict(before.plan.milestones)
    for name, count in days.items():
        if name not in milestones:
            raise PlanError(f"unknown milestone {name}", field=name)
        try:
            milestones[name] = moved(milestones[name], count)
        except RuleError as error:
            raise PlanError(f"milestone {name}: {error.message}", field=name) from error
    after = timetable(replace(before.plan, milestones=milestones))
    return Slip(before, after, {name: _move(before, after, name) for name in before.dates})


def _move(before: Timetable, after: Timetable, name: str) -> ItemMove:
    old, new = before.dates[name], after.dates[name]
    return ItemMove(
        (new.early.start - old.early.start).days, (new.late.start - old.late.start).days
    )
