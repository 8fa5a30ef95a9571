"""Tables from files that people send: XLSX and CSV, with the place of every cell kept."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from core.text import readable
from sheets.archive import DEFAULT_LIMITS, FileLimits, WorkbookError
from sheets.cells import Extent, SheetCells
from sheets.heads import head_place, merged_head
from sheets.opening import ZIP_MARK, check_whole, opened
from sheets.pages import decode
from sheets.values import (
    TITLE_ROWS,
    CellValue,
    folded,
    is_error,
    to_text,
)

DELIMITERS = ";,\t"


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
        others: further sheets of the workbook, which are not read; hidden ones say so.
        problems: cells that cannot be read, see `problems_of`.
        stray: values of a text beyond its head, which concern every column.
    """

    sheet: str
    head: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    head_number: int = 1
    encoding: str = ""
    delimiter: str = ""
    others: tuple[str, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    stray: tuple[CellProblem, ...] = ()

    def column(self, *names: str) -> int | None:
        """Return the place of the column with one of the names, whatever case and width.

        Raises:
            WorkbookError: there are two of them.
        """
        wanted = {folded(name) for name in names}
        places = [place for place, name in enumerate(self.head) if folded(name) in wanted]
        if len(places) > 1:
            words = {"name": self.head[places[1]]}
            raise WorkbookError(_("Two columns are named “%(name)s”.") % words)
        return places[0] if places else None

    def problems_of(self, columns: Iterable[int | None]) -> list[CellProblem]:
        """Return what is wrong with cells of the columns that are read; others may hold anything."""
        letters = {column_letters(column) for column in columns if column is not None}
        found = [one for one in self.problems if one.cell.rstrip("0123456789") in letters]
        return [*found, *self.stray]

    def left_out(self, used: Collection[int | None]) -> list[str]:
        """Return the columns with values that are not read: heads, or letters where there is none."""
        width = max((len(row.values) for row in self.rows), default=0)
        heads = dict(enumerate(self.head))
        bare = _("%(column)s (no head)")
        return [
            heads.get(at) or bare % {"column": column_letters(at)}
            for at in range(max(width, len(self.head)))
            if at not in used
            and (heads.get(at) or any(to_text(row.value(at)) for row in self.rows))
        ]

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
        return _("; ").join((words, rest))

    def problem(self, row: SheetRow, column: int, message: str) -> CellProblem:
        """Return a problem that names the cell as Excel does."""
        return CellProblem(self.sheet, f"{column_letters(column)}{row.number}", message)


def column_letters(column: int) -> str:
    """Return the name of a column, counted from 0, as Excel has it."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- slow import

    return get_column_letter(column + 1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a caller knows about a file.

    Attributes:
        heads: names of columns; the head is the one of the first rows that holds most of them.
        encoding: code page that a person chose, a key of `sheets.pages.CODE_PAGES`.
        names: further words by which the sheet with the table is known; they need be no heads.
    """

    heads: frozenset[str] = frozenset()
    encoding: str = ""
    names: frozenset[str] = frozenset()


def first_of_cells(problems: Iterable[CellProblem]) -> list[CellProblem]:
    """Return one problem for each cell, the first that was found."""
    found: dict[tuple[str, str], CellProblem] = {}
    for one in problems:
        found.setdefault((one.sheet, one.cell), one)
    return list(found.values())


def read_table(
    data: bytes,
    *,
    name: str = "",
    limits: FileLimits = DEFAULT_LIMITS,
    heads: Iterable[str] = (),
    names: Iterable[str] = (),
    encoding: str = "",
) -> SheetTable:
    """Return the table of a file; the kind is told by its content, not by its name.

    Of a workbook the first sheet counts that holds most of the heads. A cell that shows an error of
    its formula is a problem and reads as empty.

    Args:
        data: the whole file.
        name: name of the file, shown as the sheet of a CSV file.
        limits: what it may cost; larger files are refused, never cut.
        heads: names of the columns that are looked for; titles may stand above them.
        names: further words by which the sheet of a workbook is known that holds the table.
        encoding: code page of a text that does not tell it, see `sheets.pages`.

    Raises:
        CodePageError: a person must say which letters are right.
        WorkbookError: the file cannot be read, is too large, or has no head.
    """
    return _read_tables(data, name, limits, [Wanted(frozenset(heads), encoding, frozenset(names))])[
        0
    ]


def read_tables(
    data: bytes, kinds: Iterable[Iterable[str]], *, limits: FileLimits = DEFAULT_LIMITS
) -> list[SheetTable]:
    """Return the tables of several kinds that a file holds, as `read_table` would; it is read once.

    Args:
        data: the whole file.
        kinds: heads of each table that is looked for.
        limits: what it may cost.

    Raises:
        WorkbookError: as in `read_table`.
    """
    return _read_tables(data, "", limits, [Wanted(frozenset(heads)) for heads in kinds])


def _read_tables(
    data: bytes, name: str, limits: FileLimits, kinds: Sequence[Wanted]
) -> list[SheetTable]:
    check_whole(data, limits)
    if data.startswith(ZIP_MARK):
        return _read_workbook(data, limits, kinds)
    return [_read_csv(data, name, limits, wanted) for wanted in kinds]


# --- XLSX -------------------------------------------------------------------------------------


def _read_workbook(data: bytes, limits: FileLimits, kinds: Sequence[Wanted]) -> list[SheetTable]:
    words = tuple(tuple(sorted(wanted.heads | wanted.names)) for wanted in kinds)
    found = opened(data, limits, Extent(limits.rows * 2 + 50, limits.columns + 1, words))
    return [_of_sheet(cells, limits, wanted) for cells, wanted in zip(found, kinds, strict=True)]


def _of_sheet(cells: SheetCells, limits: FileLimits, wanted: Wanted) -> SheetTable:
    table = _table(cells.title, enumerate(cells.rows, start=1), limits, wanted)
    hidden = _("%(name)s (hidden)")
    names = [hidden % {"name": name} if is_hidden else name for name, is_hidden in cells.others]
    table = replace(table, others=tuple(names))
    written = {number: row for number, row in enumerate(cells.formulas, start=1) if row}
    problems = [
        table.problem(row, column, _("A formula without a stored value; paste the value instead."))
        for row in table.rows
        for column, cell in enumerate(written.get(row.number, ()))
        if isinstance(cell, str) and cell.startswith("=") and row.value(column) is None
    ]
    return replace(table, problems=(*table.problems, *problems))


# --- CSV --------------------------------------------------------------------------------------


def _read_csv(data: bytes, name: str, limits: FileLimits, wanted: Wanted) -> SheetTable:
    text, encoding = decode(data, wanted.encoding)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, tuple[CellValue, ...]]] = []
    before = begins = 0
    try:
        for cells in reader:
            begins, before = before + 1, reader.line_num
            if any(cells):
                rows.append((begins, tuple(cell if cell != "" else None for cell in cells)))
            if len(rows) >= limits.rows * 2 + 50:
                break
    except csv.Error as error:
        words = _("The CSV file is damaged near line %(line)s.")
        if "field larger" in str(error):
            words = _(
                "The cell that begins in line %(line)s is longer than %(count)s letters; perhaps its "
                "quotation mark is not closed."
            )
        shown = {"line": before + 1, "count": f"{csv.field_size_limit():,}"}
        raise WorkbookError(words % shown) from error
    if rows and _is_open(text, begins, delimiter):
        words = _("A quotation mark opens in row %(row)s and is not closed.")
        raise WorkbookError(words % {"row": begins})
    table = _table(name or "CSV", rows, limits, wanted)
    table = replace(table, encoding=encoding, delimiter=delimiter)
    return replace(table, stray=tuple(_beyond_head(table)))


def _is_open(text: str, line: int, delimiter: str) -> bool:
    """Tell whether the last row of a text, which begins in a line, ends within a quotation mark."""
    rest = "".join(io.StringIO(text, newline="").readlines()[line - 1 :])
    try:
        list(csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _beyond_head(table: SheetTable) -> Iterator[CellProblem]:
    """Yield the first value of each row that stands beyond the head."""
    width = len(table.head)
    for row in table.rows:
        at = next((at for at in range(width, len(row.values)) if to_text(row.value(at))), None)
        if at is None:
            continue
        words = _("A value without a column head. Give its column a head, or empty the cell.")
        if at == width and table.delimiter == ",":
            words = _("A value without a column head. Put numbers with a comma in quotes.")
        yield table.problem(row, at, words)


def _delimiter(text: str) -> str:
    """Return what parts the columns: what most of the first lines hold most often."""
    lines = [line for line in text.splitlines()[: TITLE_ROWS * 3] if line.strip()][:TITLE_ROWS]
    return max(
        DELIMITERS,
        key=lambda mark: (
            sum(mark in line for line in lines),
            lines[0].count(mark) if lines else 0,
        ),
    )


# --- both -------------------------------------------------------------------------------------


def _filled(
    rows: Iterable[tuple[int, tuple[CellValue, ...]]], limits: FileLimits
) -> Iterator[SheetRow]:
    """Yield the rows that hold anything, without the empty cells at their end.

    Letters are counted as they stand in cells: a text that a thousand cells share is small only in
    the file.
    """
    letters = 0
    for number, found in rows:
        if not found:
            continue  # of a gap
        cells = [readable(cell) if isinstance(cell, str) else cell for cell in found]
        letters += sum(len(cell) for cell in cells if isinstance(cell, str))
        if letters > limits.letters:
            message = _("More than %(count)s letters. Split the file.")
            raise WorkbookError(message % {"count": f"{limits.letters:,}"})
        if any(to_text(cell) for cell in cells):
            end = len(cells)
            while not to_text(cells[end - 1]):
                end -= 1
            yield SheetRow(number, tuple(cells[:end]))


def _table(
    sheet: str,
    rows: Iterable[tuple[int, tuple[CellValue, ...]]],
    limits: FileLimits,
    wanted: Wanted,
) -> SheetTable:
    filled = list(itertools.islice(_filled(rows, limits), limits.rows + 2 + TITLE_ROWS))
    if not filled:
        raise WorkbookError(_("The file is empty."))
    filled = _from_head(filled, wanted)
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
    table = SheetTable(sheet=sheet, head=head, rows=tuple(below), head_number=top.number)
    return _without_errors(table)


def _from_head(filled: list[SheetRow], wanted: Wanted) -> list[SheetRow]:
    """Return the rows from the head on, the head as one row."""
    at = head_place([row.values for row in filled], wanted.heads)
    for upper in range(max(at - 1, 0), min(at + 1, len(filled) - 1)):
        first, second = filled[upper : upper + 2]
        merged = merged_head(first.values, second.values, wanted.heads)
        if merged is not None:
            return [SheetRow(second.number, merged), *filled[upper + 2 :]]
    return filled[at:]


def _without_errors(table: SheetTable) -> SheetTable:
    """Return a table whose cells with errors of formulas are problems and empty."""
    words = _("“%(text)s” is an error of the formula in this cell. Mend it, or empty the cell.")
    rows, problems = [], []
    for row in table.rows:
        wrong = [place for place, cell in enumerate(row.values) if is_error(cell)]
        for place in wrong:
            shown = {"text": to_text(row.value(place))}
            problems.append(table.problem(row, place, words % shown))
        kept = tuple(None if place in wrong else cell for place, cell in enumerate(row.values))
        rows.append(replace(row, values=kept) if wrong else row)
    return replace(table, rows=tuple(rows), problems=tuple(problems))
