"""The frame of one indicator's pages: the row and the reading of an address, the context."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from indicators.domain.series import IndicatorSeries
from indicators.selectors.series import indicator_series, plant_rows
from organizations.access import get_plant
from organizations.domain.roles import Permission
from organizations.models import Plant
from readings.models import Measurement, PlantIndicator


def find_row(request: HttpRequest, slug: str, pk: int, permission: Permission) -> PlantIndicator:
    """Return a followed indicator of a plant; another plant's is not found."""
    plant = get_plant(request, slug, permission)
    return get_object_or_404(plant_rows([plant]), pk=pk)


def find_reading(row: PlantIndicator, pk: int) -> Measurement:
    """Return a reading of an indicator; another one's is not found."""
    rows = Measurement.objects.filter(plant_indicator=row)
    return get_object_or_404(rows.select_related("plant_indicator__plant__organization"), pk=pk)


def page(
    plant: Plant, row: PlantIndicator | None = None, series: IndicatorSeries | None = None
) -> dict[str, Any]:
    """Return the context every page of the area needs."""
    context: dict[str, Any] = {"plant": plant, "area": "indicators"}
    if row is not None:
        context |= {"row": row, "series": series or indicator_series(row)}
    return context
