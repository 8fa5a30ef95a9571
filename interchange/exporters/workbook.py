"""The plan as a workbook that the import reads back, and its initiatives as a CSV file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.wording.dates import day
from core.wording.figures import plain
from core.workbook.values import CellValue
from core.workbook.writing import Sheet, write_csv, write_workbook
from interchange.exporters.columns import INITIATIVES, SHEETS, PlanColumn, PlanSheet
from interchange.selectors.rows import PlanRow, PlanRows, said
from organizations.models import User
from roadmap.models import Initiative

TOLD = {
    "predecessor_title": "predecessor",
    "successor_title": "successor",
    "initiative_title": "initiative",
}


def plan_workbook(rows: PlanRows, language: str) -> bytes:
    """Return the plan as an XLSX file: a sheet for each kind of row, heads in a language.

    Numbers are numbers and dates are dates; text is text, so that none becomes a formula.
    """
    return write_workbook(*(_sheet(sheet, rows, language) for sheet in SHEETS))


def plan_csv(rows: PlanRows, language: str) -> bytes:
    """Return the initiatives as a CSV file with the columns of their sheet."""
    head = [column.title.in_language(language) for column in INITIATIVES.columns]
    return write_csv(head, _lines(INITIATIVES, rows, language))


def _sheet(sheet: PlanSheet, rows: PlanRows, language: str) -> Sheet:
    read = {place: column for place, column in enumerate(sheet.columns) if column.is_read}
    return Sheet(
        name=sheet.title.in_language(language),
        head=[column.title.in_language(language) for column in sheet.columns],
        rows=_lines(sheet, rows, language),
        widths=[column.width for column in sheet.columns],
        choices={
            place: [words.in_language(language) for words in column.choices.values()]
            for place, column in read.items()
            if column.choices
        },
        notes={place: column.expected.in_language(language) for place, column in read.items()},
    )


def _lines(sheet: PlanSheet, rows: PlanRows, language: str) -> Iterator[list[CellValue]]:
    for row in rows.of(sheet.name):
        yield [_cell(sheet, column, row, rows, language) for column in sheet.columns]


def _cell(
    sheet: PlanSheet, column: PlanColumn, row: PlanRow, rows: PlanRows, language: str
) -> CellValue:
    if column.field == "key":
        return f"{sheet.letter}{row.pk}"
    if column.field == "version":
        return rows.version_of(row)
    if column.field == "currency":
        return str(getattr(row, "currency", rows.roadmap.currency))
    if column.field in TOLD:
        end: Initiative = getattr(row, TOLD[column.field])
        return end.both("title").in_language(language)
    value: Any = said(row, column.field)
    if column.choices:
        value = column.choices[value].in_language(language)
    return value.name if isinstance(value, User) else value  # type: ignore[no-any-return]


def shown(column: PlanColumn, value: Any, language: str) -> str:
    """Return a value of a column in words, for the page of the check; a dash for nothing."""
    if value is None or value == "":
        return "–"
    if column.choices:
        return column.choices[value].in_language(language)
    if column.kind in ("money", "integer"):
        return plain(value)
    if column.kind == "date":
        return day(value)
    return value.name if isinstance(value, User) else str(value)
