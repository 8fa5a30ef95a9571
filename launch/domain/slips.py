"""What moves when the start of production slips, and what does not. See docs/method.md#launch-slip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

from launch.domain.needs import PlantNeed
from launch.domain.outlook import LaunchOutlook
from packs.schema.launch import LaunchMilestone
from planning.domain.passes import Dates
from planning.domain.slips import slip


@dataclass(frozen=True, slots=True)
class MilestoneMove:
    """A milestone before and after; one that waits for nobody stays."""

    milestone: str
    before: dt.date
    after: dt.date


@dataclass(frozen=True, slots=True)
class NeedMove:
    """A need before and after, by the safe dates.

    Attributes:
        entry: the need.
        before, after: its dates.
        days: calendar days by which its last responsible start moves.
    """

    entry: PlantNeed
    before: Dates
    after: Dates
    days: int


@dataclass(frozen=True, slots=True)
class LaunchSlip:
    """Two plans beside each other.

    Attributes:
        before, after: both computed anew; nothing is slid.
        milestones: those with a day, in the order of the pack.
        needs: the planned ones, by their last responsible start before.
    """

    before: LaunchOutlook
    after: LaunchOutlook
    milestones: tuple[MilestoneMove, ...]
    needs: tuple[NeedMove, ...]


def launch_slip(
    before: LaunchOutlook, days: int, staying: Collection[str] | None = None
) -> LaunchSlip:
    """Return what follows when the start of production moves by calendar days.

    Args:
        before: the plan as it stands.
        days: negative is earlier.
        staying: ids of milestones that wait for nobody, as the plant says; by the pack contracts
            and building.

    Raises:
        PlanError: days outside of 1900 to 2100.
    """
    case = before.case
    moving = {
        milestone.id: days
        for milestone in case.pack.milestones
        if milestone.id in case.milestones and not _stays(milestone, staying)
    }
    safe, brave = slip(before.safe, moving), slip(before.brave, moving)
    milestones = safe.after.plan.milestones
    after = LaunchOutlook(replace(case, milestones=milestones), safe.after, brave.after)
    needs = [
        NeedMove(
            entry,
            safe.before.dates[entry.need.id],
            safe.after.dates[entry.need.id],
            safe.moves[entry.need.id].late_start,
        )
        for entry in case.planned
    ]
    return LaunchSlip(
        before,
        after,
        tuple(
            MilestoneMove(entry.id, case.milestones[entry.id], milestones[entry.id])
            for entry in case.pack.milestones
            if entry.id in case.milestones
        ),
        tuple(sorted(needs, key=lambda move: move.before.late.start)),
    )


def _stays(milestone: LaunchMilestone, staying: Collection[str] | None) -> bool:
    return not milestone.moves_with_start if staying is None else milestone.id in staying
