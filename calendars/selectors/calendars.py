"""Reads: when a plant works, which days of a year are closed, and why."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from calendars.models import PlantCalendar, PlantClosure
from core import clock
from core.errors import RuleError
from organizations.models import Plant
from planning.domain.calendars import ALWAYS_OPEN, Closure, WorkCalendar
from planning.selectors import named_holidays, public_holidays, usual_weekend

BACK, AHEAD = 12, 21  # years whose holidays count; a bar lasts ten years at most


@dataclass(frozen=True, slots=True)
class ClosedSpan:
    """Days that are closed for one reason.

    Attributes:
        first, last: both included, as people read them.
        name: a public holiday's; None for a closure of the plant.
        closure: the plant's own; None for a public holiday.
    """

    first: dt.date
    last: dt.date
    name: str = ""
    closure: PlantClosure | None = None


def calendar_of(plant: Plant) -> PlantCalendar | None:
    """Return the calendar that was said of a plant, None if nobody said one; one query."""
    return PlantCalendar.objects.filter(plant=plant).first()


def closures(plant: Plant) -> QuerySet[PlantClosure]:
    """Return the closures of a plant in order."""
    return PlantClosure.objects.filter(plant=plant)


def work_calendar(plant: Plant) -> WorkCalendar:
    """Return when a plant works, in two queries; nothing is closed that nobody said.

    Public holidays count from twelve years before this one to twenty after.
    """
    return kept(calendar_of(plant), closures(plant))


def work_calendars(plants: Iterable[Plant | int]) -> dict[int, WorkCalendar]:
    """Return when plants work, by id, in two queries; one of which nothing is said is missing."""
    wanted = list(plants)
    said = {row.plant_id: row for row in PlantCalendar.objects.filter(plant__in=wanted)}
    own: dict[int, list[PlantClosure]] = defaultdict(list)
    for row in PlantClosure.objects.filter(plant__in=wanted):
        own[row.plant_id].append(row)
    return {key: kept(said.get(key), own[key]) for key in {*said, *own}}


def kept(said: PlantCalendar | None, own: Iterable[PlantClosure]) -> WorkCalendar:
    """Return a plant's calendar from its rows; see `work_calendar`."""
    return _built(
        frozenset(said.weekend if said else ()),
        said.holiday_place if said else "",
        tuple(Closure(row.starts_on, row.opens_on) for row in own),
        clock.today().year,
    )


@lru_cache(maxsize=64)
def _built(
    weekend: frozenset[int], place: str, own: tuple[Closure, ...], year: int
) -> WorkCalendar:
    """Return a calendar; equal ones are one, whose open days are counted once.

    Args:
        weekend: days of the week, 1 Monday to 7 Sunday.
        place: whose public holidays count; empty for none. One that is not known any more has none.
        own: closures of the plant.
        year: the present one.
    """
    if not (weekend or place or own):
        return ALWAYS_OPEN
    try:
        days = public_holidays(place, range(year - BACK, year + AHEAD)) if place else ()
    except RuleError:
        days = ()
    return WorkCalendar(weekend, (*own, *days))


def proposal(plant: Plant) -> tuple[frozenset[int], str]:
    """Return weekend and place of public holidays that are usual in a plant's country.

    Of a country whose holidays are not known: Saturday and Sunday, and no place.
    """
    try:
        return usual_weekend(plant.country), plant.country
    except RuleError:
        return frozenset({6, 7}), ""


def closed_in(
    year: int, said: PlantCalendar | None, own: Iterable[PlantClosure], language: str
) -> list[ClosedSpan]:
    """Return what is closed in a year beside the weekend, in order; no query.

    Args:
        year: a calendar year.
        said: the calendar of the plant.
        own: its closures.
        language: of the reader, for the names of public holidays.
    """
    found = [
        ClosedSpan(row.starts_on, row.last_day, closure=row)
        for row in own
        if row.starts_on.year <= year <= row.last_day.year
    ]
    if said and said.holiday_place:
        try:
            named = named_holidays(said.holiday_place, range(year, year + 1), language)
        except RuleError:
            named = ()
        found += [ClosedSpan(day, day, name=name) for day, name in named]
    return sorted(found, key=lambda span: (span.first, span.last))
