"""The needs of a plant as work that can be planned backwards.

See docs/method.md#launch-plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.errors import RuleError
from launch.domain.milestones import WEEK
from launch.domain.needs import PlantNeed
from packs.schema.launch import LaunchNeed, LaunchPack
from planning.domain.calendars import ALWAYS_OPEN, WorkCalendar
from planning.domain.durations import Duration, TimeUnit
from planning.domain.network import WorkItem, WorkLink, WorkPlan


class Pace(StrEnum):
    """Which end of a range is planned with; there is no middle."""

    SAFE = "safe"  # the high value
    BRAVE = "brave"  # the low value


@dataclass(frozen=True, slots=True)
class LaunchCase:
    """A plant before its start of production.

    Attributes:
        pack: the reference.
        needs: those that apply.
        milestones: day of each milestone by id; one that has no day yet is missing.
        today: nothing begins before.
        calendar: when work stands still; without one it never does.
        standing: ids of needs that stand already.
        under_way: ids of needs that were begun, with the day on which they are to stand.
        waiting: ids of needs that the plant lets wait as long as the pack allows.
    """

    pack: LaunchPack
    needs: tuple[PlantNeed, ...]
    milestones: Mapping[str, dt.date]
    today: dt.date
    calendar: WorkCalendar = ALWAYS_OPEN
    standing: frozenset[str] = frozenset()
    under_way: Mapping[str, dt.date] = field(default_factory=dict)
    waiting: frozenset[str] = frozenset()

    @property
    def start(self) -> dt.date:
        """The start of production.

        Raises:
            RuleError: it has no day.
        """
        if self.pack.start not in self.milestones:
            raise RuleError("the start of production has no day", field=self.pack.start)
        return self.milestones[self.pack.start]

    def due_of(self, need: LaunchNeed) -> str:
        """Return the milestone at which a need must stand."""
        if need.may_wait_until and need.id in self.waiting:
            return need.may_wait_until
        return need.due

    @property
    def open_needs(self) -> tuple[PlantNeed, ...]:
        """The needs that do not stand yet."""
        return tuple(entry for entry in self.needs if entry.need.id not in self.standing)

    @property
    def planned(self) -> tuple[PlantNeed, ...]:
        """The open needs whose milestones have days."""
        return tuple(entry for entry in self.open_needs if self._is_dated(entry.need))

    @property
    def undated(self) -> tuple[PlantNeed, ...]:
        """The open needs that cannot be planned, because a milestone of theirs has no day."""
        return tuple(entry for entry in self.open_needs if not self._is_dated(entry.need))

    def enabling_of(self, need: LaunchNeed) -> str:
        """Return the milestone before which work cannot begin; none where it was begun."""
        return "" if need.id in self.under_way else need.enabling or ""

    def _is_dated(self, need: LaunchNeed) -> bool:
        named = (self.due_of(need), self.enabling_of(need))
        return all(name in self.milestones for name in named if name)


def work_plan(case: LaunchCase, pace: Pace) -> WorkPlan:
    """Return the planned needs as work, with the high or the low value of each range.

    Work counts in calendar days of which the closures are none. A need that waits for one that
    stands already, or that is not planned, waits for it no longer. One that was begun takes what is
    left of it by either value, and waits for nothing.
    """
    ids = {entry.need.id for entry in case.planned}
    items = tuple(_item(case, entry.need, pace, ids) for entry in case.planned)
    return WorkPlan(case.today, case.milestones, items)


def _item(case: LaunchCase, need: LaunchNeed, pace: Pace, ids: set[str]) -> WorkItem:
    after = () if need.id in case.under_way else need.after
    return WorkItem(
        need.id,
        Duration(_days(case, need, pace), TimeUnit.CALENDAR, case.calendar),
        enabling=case.enabling_of(need),
        due=case.due_of(need),
        buffer_days=need.buffer_days,
        after=tuple(WorkLink(name) for name in after if name in ids),
    )


def _days(case: LaunchCase, need: LaunchNeed, pace: Pace) -> int:
    if need.id in case.under_way:
        return max(1, case.calendar.running.count(case.today, case.under_way[need.id]))
    low, high = need.weeks
    return WEEK * (high if pace is Pace.SAFE else low)
