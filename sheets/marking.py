"""The rows of a file back as a workbook, with the cells that are wrong colored and explained."""

from __future__ import annotations

from collections.abc import Iterable

from sheets.reading import CellProblem, SheetTable
from sheets.writing import Sheet, write_workbook

TITLE_LENGTH = 31  # of a sheet
UNFIT = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def marked_workbook(table: SheetTable, problems: Iterable[CellProblem]) -> bytes:
    """Return the table as an XLSX file: its head in the first row, each wrong cell with its comment.

    Args:
        table: as it was read.
        problems: of its cells; the first of a cell counts, what is wrong with the head goes there.
    """
    from xlsxwriter.utility import xl_cell_to_rowcol  # noqa: PLC0415 -- slow import

    width = max((len(row.values) for row in table.rows), default=0)
    head = [*table.head, *[""] * (width - len(table.head))]
    rows = {table.head_number: -1, **{row.number: at for at, row in enumerate(table.rows)}}
    marks: dict[tuple[int, int], str] = {}
    for problem in problems:
        number, column = xl_cell_to_rowcol(problem.cell)
        marks.setdefault((rows[number + 1], column), problem.message)
    name = table.sheet.translate(UNFIT).strip()[:TITLE_LENGTH] or "Table"
    return write_workbook(Sheet(name, head, [row.values for row in table.rows], marks=marks))
