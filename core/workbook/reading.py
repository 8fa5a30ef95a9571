"""Tables from files that people send: XLSX and CSV, with the place of every cell kept."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from core.workbook.archive import DEFAULT_LIMITS, FileLimits, WorkbookError, check_archive
from core.workbook.values import CellValue, Percentage, to_text

DELIMITERS = ";,\t"
ZIP_MARK = b"PK\x03\x04"
QUOTED = re.compile(r'"[^"]*"|\\.')  # words within a number format
OLD_EXCEL_MARK = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell, and the form that is expected there."""

    sheet: str
    cell: str
    message: str

    @property
    def place(self) -> str:
        """Where to look, as Excel names it."""
        return f"{self.sheet}!{self.cell}" if self.sheet else self.cell


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row below the head; `number` is the row in the file, counted from 1."""

    number: int
    values: tuple[CellValue, ...]

    def value(self, column: int) -> CellValue:
        """Return the cell of a column; a short row has empty cells at its end."""
        return self.values[column] if column < len(self.values) else None


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A head and its rows, with what was assumed about the file.

    Attributes:
        sheet: name of the sheet, of a CSV file that of the file.
        head: titles of the columns.
        rows: rows below the head that hold anything.
        head_number: row of the head in the file.
        encoding: code page of a text file; empty for a workbook.
        delimiter: what parts the columns of a text file.
        others: further sheets of the workbook, which are not read.
        problems: cells that cannot be read.
    """

    sheet: str
    head: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    head_number: int = 1
    encoding: str = ""
    delimiter: str = ""
    others: tuple[str, ...] = ()
    problems: tuple[CellProblem, ...] = ()

    def column(self, *names: str) -> int | None:
        """Return the place of the column with one of the names, whatever case and width."""
        wanted = {folded(name) for name in names}
        return next((place for place, name in enumerate(self.head) if folded(name) in wanted), None)

    @property
    def source(self) -> str:
        """What was read, in words: sheet, or code page and separator."""
        if self.encoding:
            words = _("Text in %(encoding)s, columns separated by %(mark)s")
            marks = {";": _("semicolons"), ",": _("commas"), "\t": _("tabs")}
            return words % {"encoding": self.encoding, "mark": marks[self.delimiter]}
        words = _("Sheet “%(name)s”") % {"name": self.sheet}
        if not self.others:
            return words
        rest = _("not read: %(names)s") % {"names": ", ".join(self.others)}
        return f"{words}; {rest}"

    def problem(self, row: SheetRow, column: int, message: str) -> CellProblem:
        """Return a problem that names the cell as Excel does."""
        return CellProblem(self.sheet, f"{get_column_letter(column + 1)}{row.number}", message)


def folded(name: str) -> str:
    """Return a head in the form in which heads are compared."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def read_table(data: bytes, *, name: str = "", limits: FileLimits = DEFAULT_LIMITS) -> SheetTable:
    """Return the first table of a file; the kind is told by its content, not by its name.

    Args:
        data: the whole file.
        name: name of the file, shown as the sheet of a CSV file.
        limits: what it may cost; larger files are refused, never cut.

    Raises:
        WorkbookError: the file cannot be read, is too large, or has no head.
    """
    if len(data) > limits.file_bytes:
        message = _("The file is larger than %(mb)s MB.") % {"mb": limits.file_bytes // 1024**2}
        raise WorkbookError(message)
    if not data.strip():
        raise WorkbookError(_("The file is empty."))
    if data.startswith(ZIP_MARK):
        return _read_workbook(data, limits)
    if data.startswith(OLD_EXCEL_MARK):
        raise WorkbookError(_("Old or protected Excel file. Save it as .xlsx without a password."))
    return _read_csv(data, name, limits)


# --- XLSX -------------------------------------------------------------------------------------


def _read_workbook(data: bytes, limits: FileLimits) -> SheetTable:
    check_archive(data, limits)
    shown = _cells(data, limits, data_only=True)
    table = replace(_table(shown[0], shown[1], limits), others=shown[2])
    if not _has_formulas(data):
        return table
    written = dict(_cells(data, limits, data_only=False)[1])
    problems = [
        table.problem(row, column, _("A formula without a stored value; paste the value instead."))
        for row in table.rows
        for column, cell in enumerate(written.get(row.number, ()))
        if isinstance(cell, str) and cell.startswith("=") and row.value(column) is None
    ]
    return replace(table, problems=tuple(problems))


def _cells(
    data: bytes, limits: FileLimits, *, data_only: bool
) -> tuple[str, list[tuple[int, tuple[CellValue, ...]]], tuple[str, ...]]:
    """Return name and numbered rows of the first sheet that is not hidden, and the other names."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about styles and extensions
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=data_only)
            try:
                shown = [page for page in book.worksheets if page.sheet_state == "visible"]
                sheet = (shown or book.worksheets)[0]
                sheet.reset_dimensions()
                rows = sheet.iter_rows(max_row=limits.rows * 2 + 50, max_col=limits.columns + 1)
                plain = [tuple(_plain_cell(cell) for cell in row) for row in rows]
                names = tuple(page.title for page in book.worksheets if page is not sheet)
                return sheet.title, list(enumerate(plain, start=1)), names
            finally:
                book.close()
    except Exception as error:  # a damaged file fails in many ways inside openpyxl
        raise WorkbookError(_("The workbook is damaged and cannot be read.")) from error


def _plain_cell(cell: Any) -> CellValue:
    """Return a cell as one of the types that cells have here; formulas begin with "="."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        shown = QUOTED.sub("", cell.number_format or "")
        return Percentage.of(value) if "%" in shown else value
    if value is None or isinstance(value, str | bool | dt.date):
        return value
    formula = getattr(value, "text", None)
    return str(value if formula is None else formula)


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(
            b"<f" in archive.read(part)
            for part in archive.namelist()
            if part.startswith("xl/worksheets/") and part.endswith(".xml")
        )


# --- CSV --------------------------------------------------------------------------------------


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file saved by Excel or an editor, and its code page.

    UTF-8, UTF-16 and GB18030 are known.

    Raises:
        WorkbookError: none of these.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[1:64:2].count(0) > len(data[:64]) // 4:
        encodings = ["utf-16-le"]
    elif data[0:64:2].count(0) > len(data[:64]) // 4:
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, encoding.removesuffix("-sig").removesuffix("-le").removesuffix(
                "-be"
            ).upper()
    raise WorkbookError(_("Unknown file type. Send an Excel workbook (.xlsx) or a CSV file."))


def _read_csv(data: bytes, name: str, limits: FileLimits) -> SheetTable:
    text, encoding = decode(data)
    lines = [line for line in text.splitlines() if line.strip()]
    first = lines[0] if lines else ""
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, tuple[CellValue, ...]]] = []
    before = 0
    try:
        for cells in itertools.islice(reader, limits.rows * 2 + 50):
            rows.append((before + 1, tuple(cell if cell != "" else None for cell in cells)))
            before = reader.line_num
    except csv.Error as error:
        raise WorkbookError(
            _("The CSV file is damaged near line %(line)s.") % {"line": before}
        ) from error
    table = _table(name or "CSV", rows, limits)
    width = len(table.head)
    message = _("A value without a column head. Put numbers with a comma in quotes.")
    stray = [table.problem(row, width, message) for row in table.rows if len(row.values) > width]
    return replace(table, encoding=encoding, delimiter=delimiter, problems=tuple(stray))


# --- both -------------------------------------------------------------------------------------


def _filled(rows: list[tuple[int, tuple[CellValue, ...]]]) -> Iterator[SheetRow]:
    """Yield the rows that hold anything, without the empty cells at their end."""
    for number, cells in rows:
        if any(to_text(cell) for cell in cells):
            end = len(cells)
            while not to_text(cells[end - 1]):
                end -= 1
            yield SheetRow(number, tuple(cells[:end]))


def _table(
    sheet: str, rows: list[tuple[int, tuple[CellValue, ...]]], limits: FileLimits
) -> SheetTable:
    filled = list(itertools.islice(_filled(rows), limits.rows + 2))
    if not filled:
        raise WorkbookError(_("The file is empty."))
    if len(filled) > limits.rows + 1:
        message = _("More than %(rows)s rows. Split the file.") % {"rows": limits.rows}
        raise WorkbookError(message)
    top, *below = filled
    head = tuple(to_text(cell) for cell in top.values)
    while head and not head[-1]:
        head = head[:-1]
    if len(head) > limits.columns:
        message = _("More than %(columns)s columns.") % {"columns": limits.columns}
        raise WorkbookError(message)
    names = [folded(name) for name in head if name]
    if len(set(names)) != len(names):
        twice = next(name for name in head if name and names.count(folded(name)) > 1)
        raise WorkbookError(_("Two columns are named “%(name)s”.") % {"name": twice})
    return SheetTable(sheet=sheet, head=head, rows=tuple(below), head_number=top.number)
