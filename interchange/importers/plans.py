"""A plan's workbook back: each sheet read, each cell checked, the rows held against the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.bounds import is_id
from interchange.exporters.columns.kinds import PlanSheet
from interchange.exporters.columns.sheets import SHEETS
from interchange.selectors.rows import PlanRows
from interchange.services.drafts import DraftRow, PlanTurn
from interchange.services.settling.plan import settle
from sheets.archive import FileLimits, WorkbookError
from sheets.columns import Column
from sheets.reading import CellProblem, SheetRow, SheetTable, first_of_cells, read_tables
from sheets.rows import PlacedColumns, RowReader, heads_of, placed, places_of
from sheets.values import CellValue, to_text

FILE_BYTES = 1024 * 1024
LIMITS = FileLimits(file_bytes=FILE_BYTES, rows=1000, columns=60)
KEY = re.compile(r"[A-Z][0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """One sheet of a file: which of the plan's sheets it is, and its table with its columns."""

    sheet: PlanSheet
    placed: PlacedColumns


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


def check_plan(rows: PlanRows, data: bytes, *, with_followers: bool = False) -> SheetPlan:
    """Read a workbook and say what it would do; nothing is stored.

    Args:
        rows: the stored plan.
        data: the whole XLSX file.
        with_followers: as in `settle`.

    Raises:
        WorkbookError: the file cannot be read, is too large, or holds none of the sheets.
    """
    read = read_sheets(data)
    readers = [_PlanReader(one) for one in read]
    drafts = [draft for reader in readers for draft in reader.drafts()]
    problems = [problem for reader in readers for problem in reader.problems]
    turn = settle(rows, drafts, with_followers=with_followers)
    tables = {one.sheet.name: one.placed for one in read}
    problems += [
        tables[one.sheet].problem(one.number, one.field, one.message) for one in turn.problems
    ]
    known = {one.placed.table.sheet for one in read}
    return SheetPlan(
        turn=turn,
        drafts=drafts,
        problems=tuple(first_of_cells(problems)),
        sheets=tuple(one.placed.table.sheet for one in read),
        unread=tuple(name for name in read[0].placed.table.others if name not in known),
        ignored=tuple(name for one in read for name in one.placed.ignored),
        styles=tuple(
            (block.title, block.words)
            for one in read
            for block in one.placed.blocks.values()
            if block.style.mark
        ),
    )


def read_sheets(data: bytes) -> list[ReadSheet]:
    """Return the sheets of a plan that a file holds, each known by the heads that tell it.

    Raises:
        WorkbookError: it holds none of them.
    """
    kinds = [heads_of(sheet.columns) for sheet in SHEETS]
    tables = read_tables(data, kinds, limits=LIMITS)
    found = [one for one in map(_read, SHEETS, tables) if one is not None]
    if not found:
        language = get_language() or "en"
        names = _(", ").join(sheet.title.in_language(language) for sheet in SHEETS)
        words = _("No sheet of a plan is in the file. Its sheets are: %(names)s. Export it again.")
        raise WorkbookError(words % {"names": names})
    return found


def _read(sheet: PlanSheet, table: SheetTable) -> ReadSheet | None:
    places = places_of(table, sheet.columns)
    if any(places[name] is None for name in sheet.telling):
        return None
    return ReadSheet(sheet, placed(table, sheet.columns, places))


class _PlanReader(RowReader):
    """Turns the rows of one sheet into drafts."""

    def __init__(self, one: ReadSheet) -> None:
        readers = {"key": _key, "version": _version, "person": self._text}
        super().__init__(one.placed, get_language() or "en", readers)
        self.sheet = one.sheet

    def drafts(self) -> list[DraftRow]:
        """Return the rows of the sheet without those that have a wrong cell."""
        found = [self._draft(row) for row in self.placed.table.rows]
        return [draft for draft in found if draft is not None]

    def _draft(self, row: SheetRow) -> DraftRow | None:
        before = len(self.problems)
        values = self.read(row)
        key = str(values.pop("key", "") or "")
        if not self.sheet.letter and len(self.problems) == before:
            if "year" not in values:
                self.wrong(row, "year", _("A limit needs its year."))
            key = str(values.get("year", ""))
        version = values.pop("version", None)
        if len(self.problems) > before:
            return None
        return DraftRow(self.sheet.name, row.number, key, version, values)


def _key(column: Column, cell: CellValue) -> str:  # noqa: ARG001 -- one form for all
    text = to_text(cell).upper()
    if not KEY.fullmatch(text) or not is_id(text[1:].lstrip("0") or "1"):
        raise ValueError("no key")
    return text


def _version(column: Column, cell: CellValue) -> int:  # noqa: ARG001 -- as above
    text = to_text(cell)
    if not is_id(text):
        raise ValueError("no version")
    return int(text)
