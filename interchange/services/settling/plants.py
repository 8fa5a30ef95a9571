"""Rows of the sheets of a plant: its milestones, its working week, its closures."""

from __future__ import annotations

from copy import copy

from django.utils.translation import gettext as _

from calendars.models import PlantCalendar, PlantClosure, PlantMilestone
from calendars.services.calendars import check_place
from calendars.services.closures import check_closure
from calendars.services.milestones import check_reached
from core.errors import RuleError
from interchange.services.drafts import DraftRow
from interchange.services.settling.settler import Settler
from planning.domain.calendars import ONE_DAY

DAYS = {f"day_{number}": number for number in range(1, 8)}


def take_milestone(settler: Settler, draft: DraftRow, stored: PlantMilestone | None) -> None:
    """Take one milestone of the plant."""
    values = settler.values_of(draft, stored)
    if stored is not None and not settler.differs(draft, stored, values):
        return
    if stored is None:
        settler.need(draft, "title", "planned_on")
    row = copy(stored) if stored else PlantMilestone(plant=settler.rows.roadmap.plant)
    for name, value in values.items():
        setattr(row, name, value == "yes" if name == "is_fixed" else value)
    row.clean_fields(exclude={"plant", "owner"})
    check_reached(row)
    settler.done(draft, stored, row, values)


def take_week(settler: Settler, draft: DraftRow, stored: PlantCalendar | None) -> None:
    """Take the working week; a plant has one."""
    values = draft.values
    if stored is not None and not settler.differs(draft, stored, values):
        return
    if stored is None and settler.taken["week"]:
        raise RuleError(_("The plant has a working week already. Change its row."), field="key")
    row = copy(stored) if stored else PlantCalendar(plant=settler.rows.roadmap.plant)
    closed = {number for number in DAYS.values() if number in row.weekend}
    for name, number in DAYS.items():
        if name in values:
            (closed.add if values[name] == "closed" else closed.discard)(number)
    row.weekend = sorted(closed)
    row.holiday_place = str(values.get("holiday_place", row.holiday_place)).upper()
    check_place(row.holiday_place)
    row.clean_fields(exclude={"plant"})
    settler.done(draft, stored, row, values)


def take_closure(settler: Settler, draft: DraftRow, stored: PlantClosure | None) -> None:
    """Take one closure."""
    values = draft.values
    if stored is not None and not settler.differs(draft, stored, values):
        return
    if stored is None:
        settler.need(draft, "title", "starts_on", "last_day")
    row = copy(stored) if stored else PlantClosure(plant=settler.rows.roadmap.plant)
    for name in ("title", "kind", "starts_on"):
        setattr(row, name, values.get(name, getattr(row, name)))
    if "last_day" in values:
        row.opens_on = values["last_day"] + ONE_DAY
    check_closure(row)
    settler.done(draft, stored, row, values)
