"""The empty table to fill with readings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.workbook.writing import Sheet, write_workbook
from readings.domain.periods import PeriodStep, position_of, start_of
from readings.models import PlantIndicator

HEAD = ("indicator", "period", "value", "quality")


ROWS = 12


SHEET_COLUMNS = 50


def template(rows: Sequence[PlantIndicator], today: dt.date) -> bytes:
    """Return a workbook to fill: months down, indicators across, and what each column means."""
    language = "zh-hans" if (get_language() or "en").startswith("zh") else "en"
    monthly = [row for row in rows if row.indicator.step is PeriodStep.MONTH][:SHEET_COLUMNS]
    quarterly = [row for row in rows if row.indicator.step is PeriodStep.QUARTER][:SHEET_COLUMNS]
    sheets = [
        _sheet(name, chosen, step, today, language)
        for name, chosen, step in (
            (_("Monthly"), monthly, PeriodStep.MONTH),
            (_("Quarterly"), quarterly, PeriodStep.QUARTER),
        )
        if chosen
    ]
    return write_workbook(*(sheets or [Sheet(_("Readings"), HEAD)]))


def _sheet(
    name: str, rows: Sequence[PlantIndicator], step: PeriodStep, today: dt.date, language: str
) -> Sheet:
    newest = position_of(today, step) - 1
    periods = [start_of(place, step) for place in range(newest - ROWS + 1, newest + 1)]
    notes = {
        column: f"{row.indicator.definition.get(language, '')} [{row.unit_text.get(language, '')}]"
        for column, row in enumerate(rows, start=1)
    }
    return Sheet(
        name,
        ["period", *(f"{row.indicator.code} {row.indicator.title[language]}" for row in rows)],
        [[f"{period:%Y-%m}"] for period in periods],
        notes=notes,
    )
