"""How far a need is by the bars of the plan. See docs/method.md#launch-bars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from launch.domain.outlook import NeedRow
from packs.schema.launch import LaunchNeed
from planning.domain.calendars import ONE_DAY
from planning.domain.plans import DaySpan


class NeedState(StrEnum):
    """How far a need is."""

    STANDS = "stands"
    UNDER_WAY = "under_way"
    PLANNED = "planned"
    NOT_PLANNED = "not_planned"


@dataclass(frozen=True, slots=True)
class NeedBar:
    """A bar of the plan that is not stopped.

    Attributes:
        initiative: id of the catalog; empty for one of the plant's own.
        need: the need that it meets; empty for a whole initiative.
        starts_on, ends_on: first and last day.
        is_begun, is_done: how far it is.
    """

    initiative: str
    need: str
    starts_on: dt.date
    ends_on: dt.date
    is_begun: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class NeedWork:
    """What the plan holds of a need.

    Attributes:
        state: how far it is.
        starts_on, ends_on: first and last day of its bars; None where it is not planned.
    """

    state: NeedState
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


NOTHING = NeedWork(NeedState.NOT_PLANNED)


def works_of(needs: Iterable[LaunchNeed], bars: Sequence[NeedBar]) -> Mapping[str, NeedWork]:
    """Return what a plan holds of each need, by its id.

    A need stands when all of its bars are done. One without bars stands, too, when each of its
    initiatives is done as a whole.

    Args:
        needs: those of a plant.
        bars: of its plan, without those that are stopped.
    """
    whole = {bar.initiative for bar in bars if bar.is_done and not bar.need}
    return {
        need.id: _work(need, [bar for bar in bars if bar.need == need.id], whole) for need in needs
    }


def _work(need: LaunchNeed, own: Sequence[NeedBar], whole: set[str]) -> NeedWork:
    if not own:
        return NeedWork(NeedState.STANDS) if whole.issuperset(need.initiatives) else NOTHING
    state = NeedState.PLANNED
    if all(bar.is_done for bar in own):
        state = NeedState.STANDS
    elif any(bar.is_begun for bar in own):
        state = NeedState.UNDER_WAY
    return NeedWork(state, min(bar.starts_on for bar in own), max(bar.ends_on for bar in own))


def begun(works: Mapping[str, NeedWork]) -> dict[str, dt.date]:
    """Return the needs under way with the day on which they are to stand, by id."""
    return {
        name: work.ends_on + ONE_DAY
        for name, work in works.items()
        if work.state is NeedState.UNDER_WAY and work.ends_on
    }


def is_late(work: NeedWork, row: NeedRow) -> bool:
    """Tell whether bars begin after the safe last responsible start or end after the milestone."""
    if work.starts_on is None or work.ends_on is None:
        return False
    begins_late = work.state is NeedState.PLANNED and work.starts_on > row.safe.late.start
    return begins_late or work.ends_on >= row.due_on


def bar_span(row: NeedRow) -> DaySpan:
    """Return the days proposed for the bar of a need: as late as is safe, else as early as can be.

    It ends its buffer before the milestone, or earlier where another need waits for it. Where that
    start is past, the bar begins with the first day that is left and ends as much later.
    """
    dates = row.safe.late if row.safe.float_days >= 0 else row.safe.early
    return DaySpan(dates.start, max(dates.end, dates.start + ONE_DAY))
