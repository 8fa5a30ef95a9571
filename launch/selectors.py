"""Reads: the launch pack, and what a plant does before its start of production."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from launch.domain.needs import needs_of
from launch.domain.slices import InitiativeSlice, slices_of
from organizations.models import Plant
from organizations.selectors.places import plant_facts, plant_today
from packs.models import PackRelease, current_release
from packs.schema.launch import LaunchPack


@dataclass(frozen=True, slots=True)
class StartAhead:
    """A start of production that has not come yet.

    Attributes:
        on: its day.
        pack: what a launch needs.
        release: of the pack.
        slices: of the needs that apply, or may apply, by initiative id.
    """

    on: date
    pack: LaunchPack
    release: str
    slices: Mapping[str, InitiativeSlice]


def launch_release() -> PackRelease | None:
    """Return the launch pack in force, None while none is loaded; one query."""
    try:
        return current_release(PackRelease.Kind.LAUNCH)
    except PackRelease.DoesNotExist:
        return None


def start_ahead(plant: Plant) -> StartAhead | None:
    """Return the start of production of a plant if it lies ahead and a launch pack is loaded.

    Two queries if it lies ahead, else none.
    """
    on = plant.start_of_production
    if on is None or on <= plant_today(plant):
        return None
    release = launch_release()
    if release is None:
        return None
    pack = release.read(LaunchPack)
    applying = {entry.need.id for entry in needs_of(pack, plant_facts(plant))}
    slices = {name: part for name, part in slices_of(pack).items() if part.need.id in applying}
    return StartAhead(on, pack, release.release, slices)
