"""Reads: what a plant does before its start of production, and what must begin soon anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from calendars.models import PlantMilestone
from launch.domain.bars import NeedState, NeedWork, bar_span
from launch.domain.outlook import NeedRow, rows
from launch.domain.slices import InitiativeSlice, slices_of
from launch.selectors.plants import PlantLaunch, plant_launch, plant_launches
from organizations.models import Plant
from organizations.selectors.places import plant_today
from packs.schema.launch import LaunchPack
from planning.domain.plans import DaySpan

SOON = 60  # days


@dataclass(frozen=True, slots=True)
class StartAhead:
    """A start of production that has not come yet.

    Attributes:
        on: its day.
        pack: what a launch needs.
        release: of the pack.
        slices: of the needs that apply, or may apply, by initiative id.
        spans: days of each need whose milestones have days, by its id; see `bar_span`.
    """

    on: date
    pack: LaunchPack
    release: str
    slices: Mapping[str, InitiativeSlice]
    spans: Mapping[str, DaySpan] = field(default_factory=dict)


def start_ahead(plant: Plant) -> StartAhead | None:
    """Return the start of production of a plant if it lies ahead and a launch pack is loaded.

    Its milestone counts where the plant has one, else the day of the profile. One query where neither
    is there, else seven.
    """
    found = launch_ahead(plant)
    if found is None or found.ahead_on is None:
        return None
    if found.start is None:
        return StartAhead(found.ahead_on, found.case.pack, found.release, _slices(found))
    listed = rows(found.outlook) if found.outlook else ()
    spans = {row.entry.need.id: bar_span(row) for row in listed}
    return StartAhead(found.ahead_on, found.case.pack, found.release, _slices(found), spans)


def launch_ahead(plant: Plant) -> PlantLaunch | None:
    """Return a plant whose start of production lies ahead, None for another or without a launch pack.

    One query where neither milestones of the pack nor a day in the profile are there, else seven.
    """
    on = plant.start_of_production
    has_profile = on is not None and on > plant_today(plant)
    if not has_profile and not PlantMilestone.objects.filter(plant=plant).exclude(key="").exists():
        return None
    found = plant_launch(plant)
    return found if found and found.ahead_on else None


def _slices(found: PlantLaunch) -> dict[str, InitiativeSlice]:
    applying = {entry.need.id for entry in found.case.needs}
    every = slices_of(found.case.pack)
    return {name: part for name, part in every.items() if part.need.id in applying}


@dataclass(frozen=True, slots=True)
class SoonStart:
    """A last responsible start that comes soon or has passed, of work that was not begun.

    Attributes:
        plant: the plant.
        row: the need with its dates.
        work: what the plan holds of it.
        days: calendar days from today at the plant; negative where it has passed.
    """

    plant: Plant
    row: NeedRow
    work: NeedWork
    days: int


def soon_starts(plants: Sequence[Plant]) -> list[SoonStart]:
    """Return the last responsible starts of the next 60 days, the earliest first; six queries.

    Args:
        plants: with all their fields; those whose start of production is not ahead add none.
    """
    found = [
        SoonStart(one.plant, row, one.works[row.entry.need.id], days)
        for one in plant_launches(plants)
        if one.is_ahead and one.outlook
        for row in rows(one.outlook)
        if (days := (row.safe.late.start - one.case.today).days) <= SOON
        and one.works[row.entry.need.id].state in (NeedState.PLANNED, NeedState.NOT_PLANNED)
    ]
    return sorted(found, key=lambda soon: (soon.row.safe.late.start, soon.plant.name))
