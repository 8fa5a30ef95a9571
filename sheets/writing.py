"""Workbooks and CSV files that nobody can turn against the reader."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, SupportsFloat, cast

from core.text import readable
from sheets.values import CellValue, Percentage

if TYPE_CHECKING:
    import xlsxwriter

CELL_MAX = 32_767
RISKY = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to write.

    Attributes:
        name: its tab, at most 31 characters.
        head: titles of the columns.
        rows: values in the order of the head.
        widths: width per column, in characters; 18 where none is given.
        choices: allowed values per column place, offered as a list by Excel.
        notes: explanation per column place, shown on the head cell.
        hidden: places of columns that people need not see; a file that comes back needs them.
        marks: what is wrong with a cell, by row of `rows` from 0 and column place; it is colored.
    """

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[CellValue]] = ()
    widths: Sequence[int] = ()
    choices: dict[int, Sequence[str]] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    marks: dict[tuple[int, int], str] = field(default_factory=dict)


def write_workbook(*sheets: Sheet, choice_rows: int = 2000) -> bytes:
    """Return an XLSX file; text is always text, so no cell can become a formula or a link.

    Args:
        sheets: at least one.
        choice_rows: rows below the head in which lists of choices are offered.
    """
    import xlsxwriter  # noqa: PLC0415 -- slow import, and most processes write no workbook

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"author": "Landfall", "created": dt.datetime(2026, 1, 1)})  # noqa: DTZ001 -- a fixed stamp keeps bytes the same
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name[:31])
            page.freeze_panes(1, 0)
            for column, title in enumerate(sheet.head):
                width = sheet.widths[column] if column < len(sheet.widths) else 18
                page.set_column(column, column, width, None, {"hidden": column in sheet.hidden})
                page.write_string(0, column, title, bold)
                if column in sheet.notes:
                    page.write_comment(0, column, sheet.notes[column])
                if column in sheet.choices:
                    rule = {"validate": "list", "source": list(sheet.choices[column])}
                    page.data_validation(1, column, choice_rows, column, rule)
            for number, row in enumerate(sheet.rows, start=1):
                for column, value in enumerate(row):
                    write_cell(page, number, column, value)
            _mark(book, page, sheet)
    return out.getvalue()


def _mark(book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet, sheet: Sheet) -> None:
    """Color the marked cells, whatever they hold, and comment them."""
    if not sheet.marks:
        return
    color = book.add_format({"bg_color": "#F8D7DA", "font_color": "#7A1420"})
    for (row, column), message in sheet.marks.items():
        place = (row + 1, column, row + 1, column)
        page.conditional_format(*place, {"type": "formula", "criteria": "=TRUE", "format": color})
        page.write_comment(row + 1, column, message)


def write_cell(
    page: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    value: CellValue,
    look: Any = None,
) -> None:
    """Write a cell by the type of its value; text never becomes a formula or a link.

    Args:
        page: the sheet.
        row: from 0.
        column: from 0.
        value: what stands in it.
        look: a format of the workbook, which an empty cell has too.
    """
    if value is None or value == "":
        if look is not None:
            page.write_blank(row, column, None, look)
    elif isinstance(value, str):
        page.write_string(row, column, readable(value)[:CELL_MAX], look)
    elif isinstance(value, Percentage):
        page.write_string(row, column, str(value), look)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, look)
    elif isinstance(value, dt.date):
        page.write_datetime(row, column, value, look)
    else:
        page.write_number(row, column, float(cast(SupportsFloat, value)), look)


def safe_text(value: str) -> str:
    """Return text for a CSV cell, as people see it; one that a spreadsheet would run gets an apostrophe."""
    value = readable(value)
    return f"'{value}" if value.startswith(RISKY) else value


def write_csv(head: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    """Return a CSV file that Excel opens with the right letters (UTF-8 with its mark)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe_text(title) for title in head])
    for row in rows:
        writer.writerow([safe_text(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
