"""A whole workbook that comes back: every sheet, hidden ones too, cell by cell, formulas as text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.text import readable
from sheets.archive import FileLimits, WorkbookError
from sheets.cells import Extent, SheetCells
from sheets.opening import ZIP_MARK, check_whole, opened
from sheets.reading import CellProblem, column_letters
from sheets.values import CellValue, is_error


@dataclass(frozen=True, slots=True)
class BookRow:
    """One row of a sheet that holds anything; `number` counts from 1."""

    number: int
    values: tuple[CellValue, ...]
    formulas: frozenset[int] = field(default=frozenset())

    def value(self, column: int) -> CellValue:
        """Return the cell of a column, counted from 0; a short row has empty cells at its end."""
        return self.values[column] if column < len(self.values) else None

    def is_formula(self, column: int) -> bool:
        """Tell whether a cell holds a formula, or the error of one; its value is that as text."""
        return column in self.formulas or is_error(self.value(column))


@dataclass(frozen=True, slots=True)
class BookSheet:
    """One sheet of a workbook.

    Attributes:
        title: its tab.
        rows: those that hold anything.
    """

    title: str
    rows: tuple[BookRow, ...]

    def problem(self, number: int, column: int, message: str) -> CellProblem:
        """Return a problem that names the cell as Excel does.

        Args:
            number: of the row, from 1.
            column: from 0.
            message: what is wrong, and what is expected.
        """
        return CellProblem(self.title, f"{column_letters(column)}{number}", message)


def read_book(data: bytes, limits: FileLimits) -> tuple[BookSheet, ...]:
    """Return every sheet of a workbook.

    Args:
        data: the whole XLSX file.
        limits: what it may cost; `rows` counts in each sheet.

    Raises:
        WorkbookError: it cannot be read or costs too much; CSV files are none.
    """
    check_whole(data, limits)
    if not data.startswith(ZIP_MARK):
        raise WorkbookError(_("The file is damaged or not an Excel workbook (.xlsx)."))
    extent = Extent(limits.rows + 1, limits.columns, is_whole=True)
    sheets = tuple(map(_sheet, opened(data, limits, extent)))
    for sheet in sheets:
        if len(sheet.rows) > limits.rows:
            message = _("More than %(rows)s rows. Split the file.") % {"rows": limits.rows}
            raise WorkbookError(message)
    letters = sum(len(cell) for cell in _cells(sheets) if isinstance(cell, str))
    if letters > limits.letters:
        message = _("More than %(count)s letters. Split the file.")
        raise WorkbookError(message % {"count": f"{limits.letters:,}"})
    return sheets


def _cells(sheets: tuple[BookSheet, ...]) -> Any:
    return (cell for sheet in sheets for row in sheet.rows for cell in row.values)


def _sheet(cells: SheetCells) -> BookSheet:
    formulas: dict[int, set[int]] = {}
    for number, column in cells.written:
        formulas.setdefault(number, set()).add(column - 1)
    rows = [
        BookRow(number, tuple(map(_clean, row)), frozenset(formulas.get(number, ())))
        for number, row in enumerate(cells.rows, start=1)
        if row
    ]
    return BookSheet(cells.title, tuple(rows))


def _clean(cell: CellValue) -> CellValue:
    return readable(cell) if isinstance(cell, str) else cell
