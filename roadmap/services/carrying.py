"""Milestones go with their bar: found before a change of dates, kept with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.base import save_versioned
from planning.domain.plans import DAY, DaySpan
from roadmap.domain.cascade import carried
from roadmap.models import Initiative, Milestone
from roadmap.selectors.plan import milestone_of


def days_of(row: Initiative) -> DaySpan:
    """Return the days of a bar, half-open."""
    return DaySpan(row.starts_on, row.ends_on + DAY)


def carry(bars: Iterable[tuple[Initiative, DaySpan]]) -> list[Milestone]:
    """Return the stored milestones that bars take along, on their new days, unsaved; one query.

    Args:
        bars: initiatives on their new days, each with its days before; those that did not move
            take nothing along.
    """
    moved = {row.pk: (row, before) for row, before in bars if days_of(row) != before}
    if not moved:
        return []
    stones = Milestone.objects.filter(initiative__in=moved, reached_on=None)
    return carried_along(stones, moved.values())


def carried_along(
    stones: Iterable[Milestone], bars: Iterable[tuple[Initiative, DaySpan]]
) -> list[Milestone]:
    """Give milestones the days to which their bars take them; return those that change."""
    by_bar: dict[int, list[Milestone]] = {}
    for stone in stones:
        by_bar.setdefault(stone.initiative_id, []).append(stone)
    found = []
    for row, before in bars:
        own = by_bar.get(row.pk, [])
        days = carried(map(milestone_of, own), before, days_of(row))
        for stone in own:
            if str(stone.pk) in days:
                stone.due_on = days[str(stone.pk)]
                stone.initiative = row
                found.append(stone)
    return found


def keep_carried(stones: Sequence[Milestone]) -> None:
    """Store the new days of milestones.

    Raises:
        StaleVersionError: somebody changed one of them since it was read.
    """
    for stone in stones:
        save_versioned(stone, expected=stone.version, fields=["due_on"])
