"""When the milestones of a plant usually stand, counted back from its start of production.

See docs/method.md#launch-milestones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from core.errors import RuleError
from packs.schema.launch import LaunchMilestone, LaunchPack, PlantKind, Weeks
from planning.domain.durations import moved

WEEK = 7
MONTH = 30.4375  # days of the average month
PROCESS = "process_plant"


@dataclass(frozen=True, slots=True)
class ProposedDay:
    """A day proposed for a milestone, with the range it is the middle of.

    Attributes:
        milestone: of the pack.
        weeks: the range, low to high.
        is_after: whether the weeks lie after the start of production, not before it.
        earliest, latest: the days of the two ends.
        on: the middle in whole days, rounded towards the start.
    """

    milestone: LaunchMilestone
    weeks: Weeks
    is_after: bool
    earliest: dt.date
    latest: dt.date
    on: dt.date

    @property
    def span(self) -> str:
        """The weeks as they are written: "16–22", or one number."""
        low, high = self.weeks
        return f"{low}" if low == high else f"{low}–{high}"


def kind_of(pack: LaunchPack, name: str) -> PlantKind:
    """Return a kind of plant by its id.

    Raises:
        RuleError: the pack has no such kind.
    """
    for kind in pack.kinds:
        if kind.id == name:
            return kind
    raise RuleError(f"unknown kind of plant: {name}", field="kind")


def proposed_kind(
    pack: LaunchPack, *, is_process: bool, start: dt.date | None, today: dt.date
) -> PlantKind:
    """Return the kind that a plant most likely is; a person decides.

    Args:
        pack: with the kinds.
        is_process: whether the plant works in a process: the kind `process_plant`.
        start: of production; without one as much time as there may be.
        today: the day at the plant.

    Returns:
        Of the others the one with the longest way whose shortest duration fits into the time left,
        else the one with the shortest way (a month is 30.4375 days).
    """
    processes = [kind for kind in pack.kinds if kind.id == PROCESS]
    if is_process and processes:
        return processes[0]
    kinds = sorted((k for k in pack.kinds if k.id != PROCESS), key=lambda kind: kind.months)
    left = (start - today).days / MONTH if start else float("inf")
    return next((kind for kind in reversed(kinds) if kind.months[0] <= left), kinds[0])


def proposed_days(pack: LaunchPack, kind: PlantKind, start: dt.date) -> tuple[ProposedDay, ...]:
    """Return a day for each milestone, in the order of the pack.

    Args:
        pack: with the milestones.
        kind: of the plant, with their weeks.
        start: of production.

    Raises:
        RuleError: a day outside of 1900 to 2100.
    """
    return tuple(_proposed(pack, kind, start))


def _proposed(pack: LaunchPack, kind: PlantKind, start: dt.date) -> Iterator[ProposedDay]:
    for milestone in pack.milestones:
        is_after = milestone.id in kind.weeks_after
        weeks = (kind.weeks_after if is_after else kind.weeks_before)[milestone.id]
        sign = 1 if is_after else -1
        days = [moved(start, sign * WEEK * count) for count in weeks]
        middle = moved(start, sign * (WEEK * sum(weeks) // 2))
        yield ProposedDay(milestone, weeks, is_after, min(days), max(days), middle)
