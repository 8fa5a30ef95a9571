"""A plan's workbook back: each sheet read, each cell checked, the rows held against the plan."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.bounds import AMOUNT_MAX, TITLE_LENGTH, is_id
from core.errors import RuleError
from core.workbook.archive import FileLimits, WorkbookError
from core.workbook.blocks import NumberBlock, number_block
from core.workbook.numbers import is_percent, read_number
from core.workbook.reading import CellProblem, SheetRow, SheetTable, first_of_cells, read_table
from core.workbook.values import (
    CellValue,
    DayOrder,
    day_order,
    folded,
    is_blank,
    to_date,
    to_text,
)
from interchange.exporters.columns import SHEETS, PlanColumn, PlanSheet
from interchange.selectors.rows import PlanRows
from interchange.services.drafts import DraftRow, PlanTurn
from interchange.services.settling import settle

FILE_BYTES = 1024 * 1024
LIMITS = FileLimits(file_bytes=FILE_BYTES, rows=1000, columns=60)
NUMBERS = ("integer", "money")
KEY = re.compile(r"[A-Z][0-9]{1,18}")
LENGTHS = {"title_en": TITLE_LENGTH, "title_zh": TITLE_LENGTH, "title": 160}
LONGEST = {"note": 4000, "acceptance": 2000}


@dataclass(slots=True)
class ReadSheet:
    """One sheet of a file: its table and where its columns stand.

    Attributes:
        sheet: which of the plan's sheets it is.
        table: as it was read.
        places: field -> place of its column; None where the file has none.
        blocks: field -> how its numbers are written.
        orders: field -> what stands first in its dates.
    """

    sheet: PlanSheet
    table: SheetTable
    places: Mapping[str, int | None]
    blocks: dict[str, NumberBlock] = field(default_factory=dict)
    orders: dict[str, DayOrder | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What a file would do to a plan.

    Attributes:
        turn: row by row; complete only without problems.
        drafts: the rows as they were read.
        problems: what is wrong, cell by cell, in the order of the file.
        sheets: titles of the sheets that were read, as the file has them.
        unread: titles of those that were not.
        ignored: heads of columns that nobody knows here.
        styles: of each column whose numbers are text with a mark, its head and how it is read.
    """

    turn: PlanTurn
    drafts: Sequence[DraftRow]
    problems: tuple[CellProblem, ...]
    sheets: tuple[str, ...]
    unread: tuple[str, ...]
    ignored: tuple[str, ...]
    styles: tuple[tuple[str, str], ...]


def check_plan(rows: PlanRows, data: bytes) -> SheetPlan:
    """Read a workbook and say what it would do; nothing is stored.

    Args:
        rows: the stored plan.
        data: the whole XLSX file.

    Raises:
        WorkbookError: the file cannot be read, is too large, or holds none of the sheets.
    """
    read = read_sheets(data)
    readers = [_PlanReader(one) for one in read]
    drafts = [draft for reader in readers for draft in reader.drafts()]
    problems = [problem for reader in readers for problem in reader.problems]
    turn = settle(rows, drafts)
    tables = {one.sheet.name: one for one in read}
    problems += [
        _cell(tables[one.sheet], one.number, one.field, one.message) for one in turn.problems
    ]
    known = {one.table.sheet for one in read}
    return SheetPlan(
        turn=turn,
        drafts=drafts,
        problems=tuple(first_of_cells(problems)),
        sheets=tuple(one.table.sheet for one in read),
        unread=tuple(name for name in read[0].table.others if name not in known),
        ignored=tuple(name for one in read for name in _ignored(one)),
        styles=tuple(
            (block.title, block.words)
            for one in read
            for block in one.blocks.values()
            if block.style.mark
        ),
    )


def read_sheets(data: bytes) -> list[ReadSheet]:
    """Return the sheets of a plan that a file holds, each known by the heads that tell it.

    Raises:
        WorkbookError: it holds none of them.
    """
    found = [one for one in (_read(sheet, data) for sheet in SHEETS) if one is not None]
    if not found:
        language = get_language() or "en"
        names = _(", ").join(sheet.title.in_language(language) for sheet in SHEETS)
        words = _("No sheet of a plan is in the file. Its sheets are: %(names)s. Export it again.")
        raise WorkbookError(words % {"names": names})
    return found


def _read(sheet: PlanSheet, data: bytes) -> ReadSheet | None:
    heads = {one.field: (one.title.en, one.title.zh_hans) for one in sheet.columns}
    wanted = itertools.chain.from_iterable(heads.values())
    table = read_table(data, limits=LIMITS, heads=wanted)
    places = {name: table.column(*titles) for name, titles in heads.items()}
    if any(places[name] is None for name in sheet.telling):
        return None
    one = ReadSheet(sheet, table, places)
    for column in sheet.columns:
        place = places[column.field]
        if place is None or not column.is_read:
            continue
        if column.kind in NUMBERS:
            one.blocks[column.field] = number_block(table, place, has_few_places=True)
        elif column.kind == "date":
            one.orders[column.field] = day_order(row.value(place) for row in table.rows)
    return one


def _ignored(one: ReadSheet) -> list[str]:
    return one.table.left_out(one.places.values())


def _cell(one: ReadSheet, number: int, name: str, message: str) -> CellProblem:
    """Return a problem at the cell of a field, or at the first cell of its row."""
    place = one.places.get(name)
    return one.table.problem(SheetRow(number, ()), place or 0, message)


class _PlanReader:
    """Turns the rows of one sheet into drafts and gathers the cells that are wrong."""

    def __init__(self, one: ReadSheet) -> None:
        self.one = one
        mixed = [block.problem for block in one.blocks.values() if block.problem]
        read = [one.places[column.field] for column in one.sheet.columns if column.is_read]
        self.problems: list[CellProblem] = [*one.table.problems_of(read), *mixed]
        self.readers: dict[str, Callable[[PlanColumn, CellValue], Any]] = {
            "key": self._key,
            "version": self._version,
            "text": self._text,
            "date": self._date,
            "money": self._money,
            "integer": self._integer,
            "choice": self._choice,
            "person": self._text,
        }

    def drafts(self) -> list[DraftRow]:
        """Return the rows of the sheet without those that have a wrong cell."""
        found = [self._draft(row) for row in self.one.table.rows]
        return [draft for draft in found if draft is not None]

    def _draft(self, row: SheetRow) -> DraftRow | None:
        before = len(self.problems)
        values: dict[str, Any] = {}
        for column in self.one.sheet.columns:
            place = self.one.places[column.field]
            if place is None or not column.is_read or is_blank(row.value(place)):
                continue  # it keeps its value
            self._take(values, row, column, place)
        key = str(values.pop("key", "") or "")
        if not self.one.sheet.letter and len(self.problems) == before:
            if "year" not in values:
                self._wrong(row, "year", _("A limit needs its year."))
            key = str(values.get("year", ""))
        version = values.pop("version", None)
        if len(self.problems) > before:
            return None
        return DraftRow(self.one.sheet.name, row.number, key, version, values)

    def _take(self, values: dict[str, Any], row: SheetRow, column: PlanColumn, place: int) -> None:
        cell = row.value(place)
        try:
            values[column.field] = self.readers[column.kind](column, cell)
        except RuleError as error:
            self._wrong(row, column.field, error.message)
        except ValueError:
            words = _("“%(found)s”; expected: %(expected)s.")
            expected = column.expected.in_language(get_language() or "en")
            shown = {"found": to_text(cell)[:60], "expected": expected}
            self._wrong(row, column.field, words % shown)

    def _wrong(self, row: SheetRow, name: str, message: str) -> None:
        self.problems.append(_cell(self.one, row.number, name, message))

    def _key(self, column: PlanColumn, cell: CellValue) -> str:  # noqa: ARG002 -- one form for all
        text = to_text(cell).upper()
        if not KEY.fullmatch(text) or not is_id(text[1:].lstrip("0") or "1"):
            raise ValueError("no key")
        return text

    def _version(self, column: PlanColumn, cell: CellValue) -> int:  # noqa: ARG002 -- as above
        text = to_text(cell)
        if not is_id(text):
            raise ValueError("no version")
        return int(text)

    def _text(self, column: PlanColumn, cell: CellValue) -> str:
        text = to_text(cell)
        limit = LENGTHS.get(column.field) or LONGEST.get(column.field, TITLE_LENGTH)
        if len(text) > limit:
            raise RuleError(_("Use at most %(n)s characters.") % {"n": limit})
        return text

    def _date(self, column: PlanColumn, cell: CellValue) -> Any:
        return to_date(cell, self.one.orders[column.field])

    def _number(self, column: PlanColumn, cell: CellValue) -> Decimal:
        if isinstance(cell, bool) or is_percent(cell):
            raise ValueError("no plain number")
        number = read_number(cell, self.one.blocks[column.field].style.used)
        if number is None:
            raise ValueError("no number")
        # What a spreadsheet computed carries the dust of binary numbers.
        return round(number, 6) if isinstance(cell, float) else number

    def _integer(self, column: PlanColumn, cell: CellValue) -> int:
        number = self._number(column, cell)
        if number != int(number) or abs(number) > 10_000 or not self._is_within(column, number):
            raise ValueError("no whole number of these")
        return int(number)

    def _is_within(self, column: PlanColumn, number: Decimal) -> bool:
        return column.field != "progress" or 0 <= number <= 100

    def _money(self, column: PlanColumn, cell: CellValue) -> Decimal:
        number = self._number(column, cell)
        if not 0 <= number < AMOUNT_MAX or number != round(number, 2):
            raise ValueError("no amount")
        return round(number, 2)

    def _choice(self, column: PlanColumn, cell: CellValue) -> str:
        text = folded(to_text(cell))
        for value, words in (column.choices or {}).items():
            if text in (value.casefold(), folded(words.en), folded(words.zh_hans)):
                return value
        raise ValueError("not in the list")
