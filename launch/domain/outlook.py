"""What must begin when, what collides, what will be missing. See docs/method.md#launch-plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from launch.domain.needs import PlantNeed
from launch.domain.plans import LaunchCase, Pace, work_plan
from planning.domain.chains import Chain, deciding_chain
from planning.domain.collisions import Collision, collisions
from planning.domain.passes import Dates, Timetable, timetable
from roadmap.domain.backward import slack_of


class Light(StrEnum):
    """How urgent a need is."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class LaunchOutlook:
    """A case, planned with the high and with the low values."""

    case: LaunchCase
    safe: Timetable
    brave: Timetable


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need with its dates.

    Attributes:
        entry: the need.
        due_on: day of the milestone at which it must stand.
        safe, brave: its dates with the high and with the low values.
        light: by the days that are left.
        is_begun: whether work on it is under way.
    """

    entry: PlantNeed
    due_on: dt.date
    safe: Dates
    brave: Dates
    light: Light
    is_begun: bool = False

    @property
    def left_days(self) -> int:
        """Calendar days it can slip by the safe dates, negative where some are missing; see `left`."""
        return left(self.safe, is_begun=self.is_begun)

    @property
    def missing_days(self) -> int:
        """Calendar days that are missing by the safe dates; 0 where none is."""
        return max(0, -self.safe.float_days)

    @property
    def is_missing(self) -> bool:
        """Whether it does not stand on the day of its milestone, by the safe dates."""
        return self.safe.early.end > self.due_on

    @property
    def is_thin(self) -> bool:
        """Whether it stands in time, but with a part of its buffer used up."""
        left = (self.due_on - self.safe.early.end).days
        return 0 <= left < self.entry.need.buffer_days


@dataclass(frozen=True, slots=True)
class MilestoneGap:
    """What a milestone will lack.

    Attributes:
        milestone: its id.
        on: its day.
        missing: needs that do not stand then.
        thin: needs that stand, but later than their buffer asks.
    """

    milestone: str
    on: dt.date
    missing: tuple[NeedRow, ...]
    thin: tuple[NeedRow, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A pair that cannot be kept.

    Attributes:
        collision: by the safe dates.
        is_certain: whether the low values do not help either.
    """

    collision: Collision
    is_certain: bool


@dataclass(frozen=True, slots=True)
class StandingAt:
    """What stands at the start of production if nothing begins before a day.

    Attributes:
        day: nothing begins before it.
        standing, missing: ids of needs, in the order of the pack.
    """

    day: dt.date
    standing: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MissingAtStart:
    """The gravest need that will not stand at the start of production.

    Attributes:
        row: the need.
        is_certain: whether the low values do not help either.
    """

    row: NeedRow
    is_certain: bool


def outlook(case: LaunchCase) -> LaunchOutlook:
    """Return a case planned forward and backward, once for each end of the ranges.

    Raises:
        PlanError: days outside of 1900 to 2100; it names the need.
    """
    return LaunchOutlook(
        case, timetable(work_plan(case, Pace.SAFE)), timetable(work_plan(case, Pace.BRAVE))
    )


def rows(found: LaunchOutlook) -> tuple[NeedRow, ...]:
    """Return the planned needs, by their last responsible start; of the same day as in the pack."""
    listed = [_row(found, entry) for entry in found.case.planned]
    return tuple(sorted(listed, key=lambda row: row.safe.late.start))


def _row(found: LaunchOutlook, entry: PlantNeed) -> NeedRow:
    safe, is_begun = found.safe.dates[entry.need.id], entry.need.id in found.case.under_way
    return NeedRow(
        entry,
        found.case.milestones[found.case.due_of(entry.need)],
        safe,
        found.brave.dates[entry.need.id],
        light(left(safe, is_begun=is_begun), found.case.pack.amber_below_days),
        is_begun,
    )


def left(dates: Dates, *, is_begun: bool) -> int:
    """Return by how many calendar days the start of work can slip; of what was begun, its end.

    So a bar under way says here what it says on the roadmap. Negative where days are missing.

    Source: docs/method.md#launch-plan.
    """
    return slack_of(dates, is_begun=True) if is_begun else dates.float_days


def light(float_days: int, amber_below_days: int) -> Light:
    """Return the light of a float in calendar days; red below 0."""
    if float_days < 0:
        return Light.RED
    return Light.AMBER if float_days < amber_below_days else Light.GREEN


def gaps(found: LaunchOutlook) -> tuple[MilestoneGap, ...]:
    """Return the milestones at which something is missing or thin, in the order of the pack."""
    listed = []
    for milestone in found.case.pack.milestones:
        due = [row for row in rows(found) if found.case.due_of(row.entry.need) == milestone.id]
        missing = tuple(row for row in due if row.is_missing)
        thin = tuple(row for row in due if row.is_thin)
        if missing or thin:
            on = found.case.milestones[milestone.id]
            listed.append(MilestoneGap(milestone.id, on, missing, thin))
    return tuple(listed)


def conflicts(found: LaunchOutlook) -> tuple[Conflict, ...]:
    """Return the pairs that the safe dates cannot keep, the one with most missing days first."""
    certain = {pair.item for pair in collisions(found.brave)}
    pairs = sorted(collisions(found.safe), key=lambda pair: -pair.days)
    return tuple(Conflict(pair, pair.item in certain) for pair in pairs)


def chain(found: LaunchOutlook) -> Chain | None:
    """Return the chain that decides, by the safe dates; none where nothing is planned.

    Where days are missing they are those of its first piece in the date list.
    """
    deciding = deciding_chain(found.safe)
    if deciding is None:
        return None
    days = found.safe.dates[deciding.items[0]].float_days
    return replace(deciding, slack_days=days) if days < 0 else deciding


def begun_from(case: LaunchCase, day: dt.date) -> LaunchCase:
    """Return a case in which nothing begins before a day; one before today counts as today."""
    return replace(case, today=max(case.today, day))


def standing_at_start(case: LaunchCase, day: dt.date, pace: Pace) -> StandingAt:
    """Return what stands at the start of production if nothing begins before a day.

    Args:
        case: what stands in it already stays so.
        day: one before today counts as today.
        pace: which end of the ranges.

    Raises:
        RuleError: the start of production has no day.
        PlanError: days outside of 1900 to 2100.
    """
    later = begun_from(case, day)
    dates = timetable(work_plan(later, pace)).dates
    start = case.start
    standing: list[str] = []
    missing: list[str] = []
    for entry in case.needs:
        name = entry.need.id
        stands = name in case.standing or (name in dates and dates[name].early.end <= start)
        (standing if stands else missing).append(name)
    return StandingAt(later.today, tuple(standing), tuple(missing))


def missing_at_start(found: LaunchOutlook) -> MissingAtStart | None:
    """Return the gravest need that will not stand at the start, by the order of the pack.

    Returns:
        None where all needs of that order stand then, or are not planned.

    Raises:
        RuleError: the start of production has no day.
    """
    start = found.case.start
    by_id = {row.entry.need.id: row for row in rows(found)}
    for name in found.case.pack.missing_order:
        row = by_id.get(name)
        if row is not None and row.safe.early.end > start:
            return MissingAtStart(row, row.brave.early.end > start)
    return None
