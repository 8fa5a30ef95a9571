"""What the address of a page about readings names: the indicator, the reading."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from organizations.access import get_plant
from organizations.domain.roles import Permission
from readings.models import Measurement, PlantIndicator
from readings.selectors.series import followed, readings_of
from readings.selectors.wording import period_text


def find_row(request: HttpRequest, slug: str, pk: int) -> PlantIndicator:
    """Return a followed indicator of a plant that the person may record for."""
    plant = get_plant(request, slug, Permission.INDICATORS_RECORD)
    return get_object_or_404(followed(plant), pk=pk)


def find_reading(row: PlantIndicator, pk: int) -> Measurement:
    """Return a reading of an indicator; another one's is not found."""
    return get_object_or_404(readings_of(row), pk=pk)


def period_name(row: PlantIndicator, period: dt.date) -> str:
    """Write a period of an indicator: "Oct 2026", or "Q4 2026" for quarters."""
    return period_text(period, is_quarter=row.indicator.step == "quarter")
