"""Reads of what a plant measures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import QuerySet

from organizations.models import Plant
from readings.domain.periods import position_of, start_of
from readings.models import Measurement, PlantIndicator


def followed(plant: Plant) -> QuerySet[PlantIndicator]:
    """Return the indicators that a plant follows, by code."""
    rows = PlantIndicator.objects.filter(plant=plant, is_active=True)
    return rows.select_related("indicator", "owner", "plant").order_by("indicator__code")


def readings_of(row: PlantIndicator) -> QuerySet[Measurement]:
    """Return the readings of an indicator in order of time."""
    rows = Measurement.objects.filter(plant_indicator=row)
    return rows.select_related("plant_indicator__plant__organization").order_by("period")


def values_by_period(row: PlantIndicator) -> dict[dt.date, Decimal]:
    """Return the stored values by the first day of their period, in order of time."""
    return dict(readings_of(row).values_list("period", "value"))


def proposed_period(row: PlantIndicator, stored: dict[dt.date, Decimal], today: dt.date) -> dt.date:
    """Return the period a reading is most likely entered for: the oldest gap, else the newest.

    Args:
        row: the plant's indicator.
        stored: its values by period.
        today: the day it is at the plant; the period under way counts as newest.
    """
    step = row.indicator.step
    newest = position_of(today, step)
    oldest = position_of(dt.date(today.year - 1, 1, 1), step)
    due = [start_of(place, step) for place in range(oldest, newest)]
    begin = min(stored, default=start_of(newest, step))
    gaps = [day for day in due if day >= begin and day not in stored]
    if gaps:
        return gaps[0]
    return start_of(newest, step) if due[-1] in stored else due[-1]
