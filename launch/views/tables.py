"""What the tables of the page show, in rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from calendars.models import PlantMilestone
from core.text import LocalizedText
from launch.domain.bars import NeedState, NeedWork, is_late
from launch.domain.needs import CountryLead
from launch.domain.outlook import Conflict, LaunchOutlook, MilestoneGap, NeedRow, chain, conflicts
from launch.domain.outlook import gaps as find_gaps
from launch.domain.outlook import rows as find_rows
from launch.domain.slips import LaunchSlip
from launch.domain.wording import conflict_told
from launch.selectors.plants import PlantLaunch
from packs.schema.launch import LaunchMilestone


@dataclass(frozen=True, slots=True)
class ShownNeed:
    """A need of the date list.

    Attributes:
        row: the need with its dates.
        due: title of its milestone.
        work: what the plan holds of it.
        days: from today to the safe last responsible start; negative where it has passed.
        is_late: whether its bars come too late.
        asks: whether a button offers to plan it.
    """

    row: NeedRow
    due: LocalizedText
    work: NeedWork
    days: int
    is_late: bool
    asks: bool


@dataclass(frozen=True, slots=True)
class ShownGap:
    """What a milestone will lack."""

    title: LocalizedText
    gap: MilestoneGap


@dataclass(frozen=True, slots=True)
class ShownChain:
    """The chain that decides: titles first to last, the milestone at its end, and its slack."""

    items: tuple[LocalizedText, ...]
    due: LocalizedText
    slack_days: int

    @property
    def missing_days(self) -> int:
        """Calendar days that are missing; 0 where none is."""
        return max(0, -self.slack_days)


@dataclass(frozen=True, slots=True)
class ShownMove:
    """A milestone or a need before and after a slip; `days` is 0 where it stays."""

    title: LocalizedText
    before: dt.date
    after: dt.date
    days: int

    @property
    def size(self) -> int:
        """By how many days, whichever way."""
        return abs(self.days)


@dataclass(frozen=True, slots=True)
class ShownSlip:
    """What moves and what does not, milestones and last responsible starts."""

    stones: tuple[ShownMove, ...]
    staying_stones: tuple[ShownMove, ...]
    starts: tuple[ShownMove, ...]
    staying_starts: tuple[ShownMove, ...]


def needs_shown(one: PlantLaunch, found: LaunchOutlook) -> list[ShownNeed]:
    """Return the needs that do not stand yet, by their last responsible start."""
    titles = one.titles
    return [
        ShownNeed(
            row=row,
            due=titles[one.case.due_of(row.entry.need)],
            work=(work := one.works[row.entry.need.id]),
            days=(row.safe.late.start - one.case.today).days,
            is_late=is_late(work, row),
            asks=work.state is NeedState.NOT_PLANNED,
        )
        for row in find_rows(found)
    ]


def conflicts_shown(found: LaunchOutlook) -> list[tuple[Conflict, LocalizedText]]:
    """Return the pairs that cannot be kept, with their words."""
    return [(pair, conflict_told(found.case, pair)) for pair in conflicts(found)]


def gaps_shown(one: PlantLaunch, found: LaunchOutlook) -> list[ShownGap]:
    """Return what each milestone will lack."""
    titles = one.titles
    return [ShownGap(titles[gap.milestone], gap) for gap in find_gaps(found)]


def chain_shown(one: PlantLaunch, found: LaunchOutlook) -> ShownChain | None:
    """Return the chain that decides; none where nothing is left to plan."""
    deciding = chain(found)
    if deciding is None:
        return None
    names = {entry.need.id: entry.need.title for entry in one.case.needs}
    items = tuple(names[key] for key in deciding.items)
    return ShownChain(items, one.titles[deciding.due], deciding.slack_days)


def slip_shown(one: PlantLaunch, slip: LaunchSlip) -> ShownSlip:
    """Return a slip in two columns."""
    titles = one.titles
    stones = [
        ShownMove(titles[move.milestone], move.before, move.after, (move.after - move.before).days)
        for move in slip.milestones
    ]
    starts = [
        ShownMove(move.entry.need.title, move.before.late.start, move.after.late.start, move.days)
        for move in slip.needs
    ]
    return ShownSlip(_moving(stones), _staying(stones), _moving(starts), _staying(starts))


def _moving(moves: Iterable[ShownMove]) -> tuple[ShownMove, ...]:
    return tuple(move for move in moves if move.days)


def _staying(moves: Iterable[ShownMove]) -> tuple[ShownMove, ...]:
    return tuple(move for move in moves if not move.days)


@dataclass(frozen=True, slots=True)
class ShownStone:
    """A milestone of the pack with the row of the plant; None where it has no day."""

    stone: LaunchMilestone
    title: LocalizedText
    row: PlantMilestone | None


def stones_shown(one: PlantLaunch) -> list[ShownStone]:
    """Return the milestones in the order of their days; those without one behind them."""
    titles = one.titles
    listed = [
        ShownStone(stone, titles[stone.id], one.milestones.get(stone.id))
        for stone in one.case.pack.milestones
    ]
    return sorted(listed, key=lambda shown: one.case.milestones.get(shown.stone.id, dt.date.max))


def leads_shown(one: PlantLaunch) -> list[CountryLead]:
    """Return the lead times of the plant's needs, each once, in the order of the pack."""
    found = {lead.lead_time.id: lead for entry in one.case.needs for lead in entry.leads}
    return [found[entry.id] for entry in one.case.pack.lead_times if entry.id in found]
