"""Rows of a table by a declared list of columns: each cell read by its kind, what is wrong gathered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.bounds import AMOUNT_MAX, PLACES, is_kept, without_dust
from core.errors import RuleError
from sheets.blocks import NumberBlock, number_block
from sheets.columns import Column
from sheets.numbers import is_percent, read_number
from sheets.reading import CellProblem, SheetRow, SheetTable
from sheets.values import (
    CellValue,
    DayOrder,
    FarDayError,
    day_order,
    folded,
    is_blank,
    to_date,
    to_text,
)
from sheets.writing import RISKY

# What a column of these holds is read together; whether its numbers have at most two decimals.
NUMBERS = {"integer": True, "money": True, "number": False}
Reader = Callable[[Column, CellValue], Any]
Bare = Callable[[CellValue], CellValue]


class KeptWordError(ValueError):
    """A word that gives no value and is not lost either: its row keeps it."""


@dataclass(frozen=True, slots=True)
class PlacedColumns:
    """A table, and where the columns of a list stand in it.

    Attributes:
        table: as its cells are read.
        columns: the list.
        places: field -> place of its column; None where the file has none.
        blocks: field -> how its numbers are written.
        orders: field -> what stands first in its dates.
    """

    table: SheetTable
    columns: Sequence[Column]
    places: Mapping[str, int | None]
    blocks: Mapping[str, NumberBlock] = field(default_factory=dict)
    orders: Mapping[str, DayOrder | None] = field(default_factory=dict)

    @property
    def read(self) -> tuple[tuple[Column, int], ...]:
        """The columns that the file has and the import reads, with their places."""
        pairs = ((column, self.places.get(column.field)) for column in self.columns)
        return tuple(
            (column, place) for column, place in pairs if place is not None and column.is_read
        )

    @property
    def ignored(self) -> list[str]:
        """Heads of the columns that nobody knows."""
        return self.table.left_out(self.places.values())

    @property
    def only_told(self) -> list[str]:
        """Heads of the columns that help the reader: what is changed in them is not taken."""
        found = (self.places.get(column.field) for column in self.columns if not column.is_read)
        return [self.table.head[place] for place in found if place is not None]

    def problem(self, number: int, name: str, message: str) -> CellProblem:
        """Return a problem at the cell of a field, or at the first cell of its row."""
        return self.table.problem(SheetRow(number, ()), self.places.get(name) or 0, message)


def heads_of(columns: Iterable[Column]) -> tuple[str, ...]:
    """Return every head by which a file may name the columns."""
    return tuple(name for column in columns for name in (*column.titles, *column.aliases))


def places_of(table: SheetTable, columns: Iterable[Column]) -> dict[str, int | None]:
    """Return where the columns stand: by their titles, else by the first head that is an alias.

    Raises:
        WorkbookError: two columns have the title of one.
    """
    found = {column.field: table.column(*column.titles) for column in columns}
    taken = set(found.values())
    heads = [folded(head) for head in table.head]
    for column in columns:
        if found[column.field] is not None:
            continue
        wanted = set(map(folded, column.aliases))
        free = (at for at, head in enumerate(heads) if head in wanted and at not in taken)
        found[column.field] = next(free, None)
        taken.add(found[column.field])
    return found


def placed(
    table: SheetTable,
    columns: Sequence[Column],
    places: Mapping[str, int | None],
    bare: Mapping[str, Bare] | None = None,
) -> PlacedColumns:
    """Return a table with its columns, their numbers and dates understood column by column.

    Args:
        table: as it was read from a file.
        columns: the list.
        places: see `places_of`, or as a person said.
        bare: kind -> what takes from its cells that which is no part of the value.
    """
    one = PlacedColumns(table, columns, places)
    bare = bare or {}
    taking = {place: bare[column.kind] for column, place in one.read if column.kind in bare}
    if taking:
        rows = tuple(replace(row, values=_bare(row.values, taking)) for row in table.rows)
        one = replace(one, table=replace(table, rows=rows))
    blocks = {
        column.field: number_block(one.table, place, has_few_places=NUMBERS[column.kind])
        for column, place in one.read
        if column.kind in NUMBERS
    }
    orders = {
        column.field: day_order(row.value(place) for row in one.table.rows)
        for column, place in one.read
        if column.kind == "date"
    }
    return replace(one, blocks=blocks, orders=orders)


def _bare(values: tuple[CellValue, ...], taking: Mapping[int, Bare]) -> tuple[CellValue, ...]:
    return tuple(taking[at](cell) if at in taking else cell for at, cell in enumerate(values))


class RowReader:
    """Turns the rows of one table into values by field, and gathers the cells that are wrong.

    A blank cell gives no value: what is stored stays.

    Attributes:
        problems: what is wrong, cell by cell.
        unread: numbers of rows with a cell that cannot be read for what stands in others.
        kept: number of a row -> column and word of each cell that no list knows.
    """

    def __init__(
        self,
        placed: PlacedColumns,
        language: str,
        readers: Mapping[str, Reader] | None = None,
        *,
        is_whole: bool = False,
    ) -> None:
        """Look at the table as a whole.

        Args:
            placed: the table with its columns.
            language: of the messages.
            readers: kind -> what reads a cell of it; they go before those that stand here.
            is_whole: whether every row needs what a new one needs.
        """
        self.placed = placed
        self.language = language
        self.is_whole = is_whole
        mixed = [block.problem for block in placed.blocks.values() if block.problem]
        places = [place for _column, place in placed.read]
        self.problems: list[CellProblem] = [*placed.table.problems_of(places), *mixed]
        self.unread: set[int] = set()
        self.kept: dict[int, list[tuple[Column, str]]] = {}
        self.readers: dict[str, Reader] = {
            "text": self._text,
            "date": self._date,
            "money": self._money,
            "number": self._figure,
            "integer": self._integer,
            "choice": self._choice,
            **(readers or {}),
        }

    def read(self, row: SheetRow) -> dict[str, Any]:
        """Return the values of a row by field; wrong cells are gathered and left out."""
        values: dict[str, Any] = {}
        for column, place in self.placed.read:
            cell = row.value(place)
            block = self.placed.blocks.get(column.field)
            if is_blank(cell):
                if self.is_whole and column.is_needed:
                    self._misfit(row, column, cell)
            elif block is not None and block.problem is not None:
                self.unread.add(row.number)  # the column has its own message
            else:
                self._take(values, row, column, cell)
        return values

    def wrong(self, row: SheetRow, name: str, message: str) -> None:
        """Note what is wrong at the cell of a field."""
        self.problems.append(self.placed.problem(row.number, name, message))

    def keep(self, row: SheetRow, column: Column, word: str) -> None:
        """Keep a word of a row that gives no value."""
        self.kept.setdefault(row.number, []).append((column, word))

    def _take(self, values: dict[str, Any], row: SheetRow, column: Column, cell: CellValue) -> None:
        try:
            values[column.field] = self.readers[column.kind](column, cell)
        except RuleError as error:
            self.wrong(row, column.field, error.message)
        except KeptWordError:
            self.keep(row, column, to_text(cell))
        except FarDayError:
            words = _("“%(found)s” lies far away: a day between 1900 and 2100 is expected.")
            self.wrong(row, column.field, words % {"found": to_text(cell)[:60]})
        except ValueError:
            self._misfit(row, column, cell)

    def _misfit(self, row: SheetRow, column: Column, cell: CellValue) -> None:
        text = to_text(cell)[:60]
        message = (
            _("“%(found)s”; expected: %(expected)s.")
            if text
            else _("Empty; expected: %(expected)s.")
        )
        expected = column.expected.in_language(self.language)
        self.wrong(row, column.field, message % {"found": text, "expected": expected})

    def _text(self, column: Column, cell: CellValue) -> str:
        text = to_text(cell)
        if self.placed.table.delimiter and text.startswith("'") and text[1:].startswith(RISKY):
            text = text[1:]  # the export of a CSV file put it there, see `sheets.writing.safe_text`
        if len(text) > column.longest:
            raise RuleError(_("Use at most %(n)s characters.") % {"n": column.longest})
        return text

    def _date(self, column: Column, cell: CellValue) -> dt.date | None:
        return to_date(cell, self.placed.orders[column.field])

    def _number(self, column: Column, cell: CellValue) -> Decimal:
        number = read_number(cell, self.placed.blocks[column.field].style.used)
        if number is None or is_percent(cell):
            raise ValueError("no plain number")
        # What a spreadsheet computed carries the dust of binary numbers.
        return without_dust(number) if isinstance(cell, float) else number

    def _integer(self, column: Column, cell: CellValue) -> int:
        number = self._number(column, cell)
        low, high = column.within
        if number != int(number) or not low <= number <= high:
            raise ValueError("no whole number of these")
        return int(number)

    def _money(self, column: Column, cell: CellValue) -> Decimal:
        number = self._number(column, cell)
        if not 0 <= number < AMOUNT_MAX or number != round(number, 2):
            raise ValueError("no amount")
        return round(number, 2)

    def _figure(self, column: Column, cell: CellValue) -> Decimal:
        number = self._number(column, cell)
        if not is_kept(number, max_digits=18, places=PLACES):
            raise ValueError("no number that is kept")
        return number

    def _choice(self, column: Column, cell: CellValue) -> str:
        return column.chosen(to_text(cell))
