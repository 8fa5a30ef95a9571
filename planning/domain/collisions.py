"""Which pairs make a plan impossible: what holds an item back, and what needs it earlier.

See docs/method.md#collisions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from planning.domain.network import WorkItem
from planning.domain.passes import Timetable


class Hold(StrEnum):
    """What keeps an item from beginning earlier."""

    TODAY = "today"
    EARLIEST = "earliest"
    ENABLING = "enabling"


@dataclass(frozen=True, slots=True)
class Collision:
    """An item that must begin before it can.

    Attributes:
        item: its id.
        hold: what holds it back.
        enabling: the milestone it waits for; empty unless that is the hold.
        due: the milestone that needs it earlier.
        through: id of the item that must stand at `due`; the item itself or one behind it.
        buffer_days: calendar days that must stand before `due`.
        can_start, must_start: the two days.
    """

    item: str
    hold: Hold
    enabling: str
    due: str
    through: str
    buffer_days: int
    can_start: dt.date
    must_start: dt.date

    @property
    def other(self) -> str:
        """The milestone that it is paired with: the one it waits for, else the one it misses."""
        return self.enabling or self.due

    @property
    def days(self) -> int:
        """Calendar days that are missing, from 1."""
        return (self.can_start - self.must_start).days


def collisions(table: Timetable) -> tuple[Collision, ...]:
    """Return each item whose own bound lies behind its last responsible start.

    An item that is late only because what it waits for is late is not named: the pair at the root
    is. So the list is empty exactly where no item has negative float.

    Args:
        table: a computed plan.

    Returns:
        In the order of the plan.
    """
    items = {item.id: item for item in table.plan.items}
    found = []
    for item in table.plan.items:
        dates = table.dates[item.id]
        if dates.early.own <= dates.late.start:
            continue
        last = items[item.id]
        while table.dates[last.id].late.follower:
            last = items[table.dates[last.id].late.follower]
        hold = _hold(table, item)
        found.append(
            Collision(
                item=item.id,
                hold=hold,
                enabling=item.enabling if hold is Hold.ENABLING else "",
                due=last.due,
                through=last.id,
                buffer_days=last.buffer_days,
                can_start=dates.early.own,
                must_start=dates.late.start,
            )
        )
    return tuple(found)


def _hold(table: Timetable, item: WorkItem) -> Hold:
    """Return the latest of an item's own bounds; a milestone before a day, a day before today."""
    today = table.plan.today
    own = item.earliest or today
    if item.enabling and table.plan.milestones[item.enabling] >= max(own, today):
        return Hold.ENABLING
    return Hold.EARLIEST if own > today else Hold.TODAY
