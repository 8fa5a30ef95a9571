"""Writes of the start of production: days for the milestones of the pack, a slip of all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from calendars.models import PlantMilestone
from calendars.services.milestones import MilestoneEntry, set_milestones
from core.errors import RuleError, StaleVersionError, StateError
from launch.domain.slips import launch_slip
from launch.domain.wording import moved_told
from launch.selectors.plants import PlantLaunch, plant_launch
from organizations.models import Plant, User
from steps.services import history

WEEK = 7


@transaction.atomic
def set_start(
    *, plant: Plant, days: Mapping[str, dt.date], version: int, by: User
) -> list[PlantMilestone]:
    """Give milestones of the launch pack their days, as one step that can be undone.

    How one is called and whether it is fixed stays as the plant said it; a new one has the words of the
    pack, and is fixed if the pack says that it does not move with the start.

    Args:
        plant: the plant.
        days: by key of the milestone; the start of production among them, or stored before.
        version: of `PlantLaunch.version` that the editor saw.
        by: who acts.

    Raises:
        StateError: no launch pack is loaded.
        StaleVersionError: somebody else changed a milestone since.
        RuleError: the start of production would have no day; `field` is its key.
        ValidationError: a day that cannot be stored.
    """
    found = _locked(plant, version)
    pack = found.case.pack
    if pack.start not in days and found.start is None:
        raise RuleError(_("The start of production needs a day."), field=pack.start)
    known = found.milestones
    entries = [
        MilestoneEntry(
            stone.id,
            known[stone.id].both("title") if stone.id in known else stone.title,
            days[stone.id],
            known[stone.id].is_fixed if stone.id in known else not stone.moves_with_start,
        )
        for stone in pack.milestones
        if stone.id in days
    ]
    return set_milestones(plant=plant, entries=entries, by=by)


@transaction.atomic
def slip_start(*, plant: Plant, weeks: int, version: int, by: User) -> list[PlantMilestone]:
    """Move the start of production, and what moves with it, by whole weeks in one step.

    What is fixed or reached stays, and so do milestones of the plant's own. Bars of the plan stay, too.

    Args:
        plant: the plant.
        weeks: negative is earlier.
        version: of `PlantLaunch.version` that the editor saw.
        by: who acts.

    Raises:
        StateError: there is no start of production that lies ahead, or nothing can be computed.
        StaleVersionError: somebody else changed a milestone since.
        RuleError: a day would lie outside of 1900 to 2100.
    """
    found = _locked(plant, version)
    if found.outlook is None or found.start is None:
        raise StateError(_("The start of production has no day yet."))
    moved = launch_slip(found.outlook, WEEK * weeks, found.staying)
    entries = [
        MilestoneEntry(
            move.milestone,
            found.milestones[move.milestone].both("title"),
            move.after,
            is_fixed=False,
        )
        for move in moved.milestones
        if move.milestone not in found.staying
    ]
    return set_milestones(plant=plant, entries=entries, by=by, slip=moved_told(weeks))


def _locked(plant: Plant, version: int) -> PlantLaunch:
    """Return a plant whose milestones nobody else changes until the transaction ends."""
    history.lock(plant)
    found = plant_launch(plant)
    if found is None:
        raise StateError(_("No launch pack is loaded."))
    if found.version != version:
        message = "somebody else changed a milestone in the meantime"
        raise StaleVersionError(message)
    return found
