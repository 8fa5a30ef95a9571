"""The declared columns of readings, which export, import and check share; the empty table to fill."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.phrases import phrase
from core.text import ENGLISH, LocalizedText
from readings.domain.periods import PeriodStep, position_of, start_of
from readings.models import PlantIndicator
from sheets.columns import NOTHING, Column, known_as
from sheets.writing import Sheet, write_workbook

ROWS = 12
SHEET_COLUMNS = 50
INDICATOR = known_as(
    Column("indicator", phrase("Indicator"), "text", NOTHING),
    "kpi",
    "code",
    "指标编码",
    "编码",
)
PERIOD = known_as(
    Column("period", phrase("Period"), "text", NOTHING),
    *("month", "date", "月份", "日期"),
)
VALUE = known_as(Column("value", phrase("Value"), "number", NOTHING), "reading", "值", "读数")
QUALITY = known_as(
    Column("quality", phrase("Data quality, %"), "number", NOTHING),
    *("quality", "data quality", "数据质量"),
)
COLUMNS = (INDICATOR, PERIOD, VALUE, QUALITY)


def head_of(language: str) -> list[str]:
    """Return the head of a table with one reading a row."""
    return [column.title.in_language(language) for column in COLUMNS]


def columns_of(rows: Iterable[PlantIndicator]) -> tuple[Column, ...]:
    """Return the columns that a file of a plant may have: ours, and one for each indicator."""
    wide = (
        Column(row.indicator.code, _name(row), "number", NOTHING)
        for row in sorted(rows, key=lambda row: row.indicator.code)
    )
    return (*COLUMNS, *wide)


def _name(row: PlantIndicator) -> LocalizedText:
    code, title = row.indicator.code, row.indicator.title
    return LocalizedText({language: f"{code} {text}" for language, text in title.items()})


def template(rows: Sequence[PlantIndicator], today: dt.date) -> bytes:
    """Return a workbook to fill: months down, indicators across, and what each column means."""
    language = get_language() or ENGLISH
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
    return write_workbook(*(sheets or [Sheet(_("Readings"), head_of(language))]))


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
        [
            PERIOD.title.in_language(language),
            *(
                f"{row.indicator.code} {row.indicator.title.get(language, row.indicator.title[ENGLISH])}"
                for row in rows
            ),
        ],
        [[f"{period:%Y-%m}"] for period in periods],
        notes=notes,
    )
