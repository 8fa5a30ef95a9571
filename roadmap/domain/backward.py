"""Bars against the milestones of the plant that they hang on. See docs/method.md#float-of-initiatives."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from planning.domain.collisions import collisions
from planning.domain.passes import Dates, Timetable
from roadmap.domain.conflicts import DateConflict


@dataclass(frozen=True, slots=True)
class LateStart:
    """Until when an open bar can begin.

    Attributes:
        on: last responsible start.
        slack: calendar days by which it can slip; negative where it is too late already.
        due: id of the milestone of the plant that sets it; empty where the last of the plan does.
        through: id of the bar that must stand at that milestone, itself or one behind it.
        start_slack: calendar days by which its start can slip, where closed days make them more than
            `slack`, which tells of its end then; None where they are the same, or it is begun.
    """

    on: date
    slack: int
    due: str
    through: str
    start_slack: int | None = None


def late_starts(table: Timetable, begun: Collection[str] = ()) -> Mapping[str, LateStart]:
    """Return until when each bar can begin, by its id.

    Args:
        table: the open bars of a plan, computed.
        begun: ids of those under way.

    Source: docs/method.md#float-of-initiatives; O(bars).
    """
    dues = {item.id: item.due for item in table.plan.items}
    ends: dict[str, str] = {}
    for key in table.dates:
        chain = [key]
        while chain[-1] not in ends and (follower := table.dates[chain[-1]].late.follower):
            chain.append(follower)
        ends |= dict.fromkeys(chain, ends.get(chain[-1], chain[-1]))
    return {
        key: LateStart(
            dates.late.start,
            slack_of(dates, is_begun=key in begun),
            dues[ends[key]],
            ends[key],
            None if key in begun or dates.float_days <= dates.slack_days else dates.float_days,
        )
        for key, dates in table.dates.items()
    }


def slack_of(dates: Dates, *, is_begun: bool) -> int:
    """Return by how many calendar days work can slip: as it is computed, of what is too late its float.

    The start of what was begun is past: only its end can slip.
    """
    if dates.float_days < 0:
        return dates.float_days
    return (dates.late.reached - dates.early.end).days if is_begun else dates.slack_days


def milestone_conflicts(table: Timetable) -> tuple[DateConflict, ...]:
    """Return the bars that come too late for a milestone of the plant, or too early for another.

    A bar that is late only because what it waits for is late is not named: the one at the root is.

    Args:
        table: the open bars of a plan, computed.

    Returns:
        By kind, the most days first.
    """
    late = [DateConflict("due", pair.item, pair.days) for pair in collisions(table)]
    early = [
        DateConflict("enabling", item.id, days)
        for item in table.plan.items
        if item.enabling and item.earliest
        if (days := (table.plan.milestones[item.enabling] - item.earliest).days) > 0
    ]
    return (*_worst_first(late), *_worst_first(early))


def _worst_first(found: list[DateConflict]) -> list[DateConflict]:
    return sorted(found, key=lambda conflict: (-conflict.days, conflict.item))
