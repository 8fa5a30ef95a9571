"""Workbooks that people fill in: open cells with lists and limits, everything else protected."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sheets.values import CellValue
from sheets.writing import OPTIONS, write_cell

if TYPE_CHECKING:
    import xlsxwriter

LISTS = "lists"  # the hidden sheet with what can be chosen
TAB_LENGTH = 31
UNFIT = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
HEAD, QUIET, PLAIN, ENTRY, NUMBER, CLOSED = "head", "quiet", "plain", "entry", "number", "closed"
_TOP = {"text_wrap": True, "valign": "top"}
_OPEN = {**_TOP, "locked": False, "bg_color": "#FFFBE6", "border": 1, "border_color": "#B9B196"}
LOOKS: Mapping[str, Mapping[str, Any]] = {
    HEAD: {**_TOP, "bold": True, "bottom": 1},
    QUIET: {**_TOP, "font_color": "#4A5560", "font_size": 9},
    PLAIN: _TOP,
    ENTRY: {**_OPEN, "num_format": "@"},
    NUMBER: _OPEN,
    CLOSED: {**_TOP, "bg_color": "#ECEEF0", "font_color": "#4A5560"},
}
_WRONG = {"bg_color": "#F8D7DA", "font_color": "#7A1420"}
_PROTECTED = {"format_columns": True, "format_rows": True}


@dataclass(frozen=True, slots=True)
class EntryCell:
    """One cell.

    Attributes:
        value: what stands in it.
        look: a key of `LOOKS`; `ENTRY` and `NUMBER` are open, all others locked.
        choices: what can be chosen; nothing else is taken by the spreadsheet.
        limits: lowest and highest number; None where there is none.
        mark: what is wrong with it; it is colored and commented.
    """

    value: CellValue = None
    look: str = PLAIN
    choices: tuple[str, ...] = ()
    limits: tuple[float, float] | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """One sheet.

    Attributes:
        name: its tab; what does not fit is cut.
        rows: cells from the first row.
        widths: by column, in characters.
        hidden: places of columns that people need not see.
        first: how many rows at the top are hidden.
        frozen: how many rows at the top stay in sight.
        notes: explanation by row and column, both from 0.
        is_hidden: whether no menu of the spreadsheet shows it.
    """

    name: str
    rows: Sequence[Sequence[EntryCell]]
    widths: Sequence[int] = ()
    hidden: frozenset[int] = frozenset()
    first: int = 0
    frozen: int = 0
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    is_hidden: bool = False


def tabs(names: Sequence[str]) -> list[str]:
    """Return names of sheets that a workbook can hold: short, without its own marks, each once."""
    found: list[str] = []
    for name in names:
        plain = " ".join(name.translate(UNFIT).split()) or "-"
        tab, number = plain[:TAB_LENGTH].strip(), 2
        while tab.casefold() in {one.casefold() for one in (*found, LISTS, "history")}:
            end = f" {number}"
            tab, number = plain[: TAB_LENGTH - len(end)].strip() + end, number + 1
        found.append(tab)
    return found


def write_entry_book(sheets: Sequence[EntrySheet]) -> bytes:
    """Return an XLSX file in which only the open cells can be changed.

    The protection has no password: it guards against slips. Text is always text.

    Args:
        sheets: the first is shown when the file is opened.
    """
    import xlsxwriter  # noqa: PLC0415 -- slow import, and most processes write no workbook

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"author": "Landfall", "created": dt.datetime(2026, 1, 1)})  # noqa: DTZ001 -- a fixed stamp keeps bytes the same
        writer = _Writer(book)
        for sheet in sheets:
            writer.write(sheet)
        writer.close()
    return out.getvalue()


class _Writer:
    """Writes sheets and gathers the lists that their cells choose from."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.formats: dict[tuple[str, bool], Any] = {}
        self.lists: dict[tuple[str, ...], str] = {}

    def write(self, sheet: EntrySheet) -> None:
        """Write one sheet, protected."""
        page = self.book.add_worksheet(sheet.name[:TAB_LENGTH])
        for column, width in enumerate(sheet.widths):
            page.set_column(column, column, width, None, {"hidden": column in sheet.hidden})
        for number in range(sheet.first):
            page.set_row(number, None, None, {"hidden": True})
        page.freeze_panes(sheet.frozen, 0)
        rules: dict[Any, list[tuple[int, int]]] = {}
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                write_cell(page, row, column, cell.value, self._format(cell))
                if cell.choices or cell.limits:
                    rules.setdefault(cell.choices or cell.limits, []).append((row, column))
                if cell.mark:
                    page.write_comment(row, column, cell.mark)
        for (row, column), words in sheet.notes.items():
            page.write_comment(row, column, words)
        for rule, places in rules.items():
            self._rule(page, rule, places)
        page.protect("", _PROTECTED)
        if sheet.is_hidden:
            page.very_hidden()

    def close(self) -> None:
        """Write the lists on a sheet of their own, which nobody sees."""
        page = self.book.add_worksheet(LISTS)
        for column, choices in enumerate(self.lists):
            for row, choice in enumerate(choices):
                page.write_string(row, column, choice)
        page.protect("")
        page.very_hidden()

    def _format(self, cell: EntryCell) -> Any:
        key = (cell.look, bool(cell.mark))
        if key not in self.formats:
            wanted = {**LOOKS[cell.look], **(_WRONG if cell.mark else {})}
            self.formats[key] = self.book.add_format(wanted)
        return self.formats[key]

    def _rule(
        self,
        page: xlsxwriter.worksheet.Worksheet,
        rule: tuple[Any, ...],
        places: Sequence[tuple[int, int]],
    ) -> None:
        """Let cells take what a list or two limits allow; one rule for all that share it."""
        if isinstance(rule[0], str):
            told: dict[str, Any] = {"validate": "list", "source": self._source(rule)}
        else:
            told = {"validate": "decimal", "criteria": "between"}
            told |= {"minimum": rule[0], "maximum": rule[1]}
        row, column = places[0]
        others = [[*place, *place] for place in places[1:]]
        page.data_validation(row, column, row, column, {**told, "other_cells": others})

    def _source(self, choices: tuple[str, ...]) -> str:
        """Return where a list stands; lists beside each cell end at 255 letters and at a comma."""
        from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 -- slow import

        if choices not in self.lists:
            column = xl_col_to_name(len(self.lists), col_abs=True)
            self.lists[choices] = f"={LISTS}!{column}$1:{column}${len(choices)}"
        return self.lists[choices]
