"""The one place that keeps start, end and length of an initiative in agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.utils.translation import gettext as _

from calendars.selectors.calendars import work_calendar
from core.errors import RuleError
from core.wording.dates import day
from core.wording.texts import lt
from organizations.models import Plant
from planning.domain.calendars import ALWAYS_OPEN, WorkCalendar
from roadmap.domain.dating import DatesDisagreeError, SaidDates, dated
from roadmap.models import Initiative

DATES = {"starts_on", "ends_on", "duration"}
COLUMNS = ("starts_on", "ends_on", "duration", "duration_unit")


def calendar_for(plant: Plant, *values: Mapping[str, Any]) -> WorkCalendar:
    """Return the calendar of a plant, which only new dates need: without them no query is made."""
    return work_calendar(plant) if any(DATES & set(one) for one in values) else ALWAYS_OPEN


def set_dates(
    initiative: Initiative, values: Mapping[str, Any], calendar: WorkCalendar | None
) -> None:
    """Give an initiative the start, end and length that are among new values; the others follow.

    Raises:
        RuleError: all three were said and differ, or the end would lie after 2100.
    """
    said = {name: values[name] for name in DATES if name in values}
    if not said:
        return
    before = None if initiative.starts_on is None else initiative.dates
    calendar = calendar or work_calendar(initiative.roadmap.plant)
    try:
        initiative.dates = dated(before, cast("SaidDates", said), calendar)
    except DatesDisagreeError as error:
        words = _(
            "A duration of %(length)s from %(start)s ends on %(end)s. Change the end or the"
            " duration, or leave one of them empty."
        )
        named = {"start": day(said.get("starts_on") or initiative.starts_on)}
        named |= {"length": lt(said["duration"].words), "end": day(error.due_end)}
        raise RuleError(words % named, field="duration") from error
    except RuleError as error:
        raise RuleError(_("It would end after 2100."), field="duration") from error
