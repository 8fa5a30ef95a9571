"""Readings as files: what is there, and the empty table to fill."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language

from indicators.domain.series import IndicatorSeries
from readings.exporters import head_of
from sheets.values import CellValue
from sheets.writing import write_csv


def readings_csv(series: Sequence[IndicatorSeries]) -> bytes:
    """Return every reading in rows; read back unchanged it changes nothing."""
    rows: list[list[CellValue]] = [
        [item.code, f"{reading.period:%Y-%m}", reading.value, reading.quality]
        for item in series
        for reading in item.readings
    ]
    return write_csv(head_of(get_language() or "en"), rows)
