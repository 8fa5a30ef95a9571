"""Files into the systems inventory: every cell is checked before anything is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.bounds import AMOUNT_MAX, COUNT_MAX
from core.currencies import CURRENCIES
from core.errors import RuleError
from core.workbook.archive import FileLimits
from core.workbook.blocks import number_block
from core.workbook.numbers import is_percent, read_number
from core.workbook.reading import CellProblem, SheetRow, SheetTable, folded, read_table
from core.workbook.values import CellValue, to_date, to_text
from landscape.exporters import COLUMNS, Column
from landscape.models import System
from landscape.selectors.systems import SystemNames, process_titles, system_categories
from organizations.domain.countries import COUNTRIES
from organizations.models import Plant

LIMITS = FileLimits(rows=2000)
NUMBERS = ("integer", "money")
TIMES = 10  # from here on a new cost is asked about; docs/method.md#far-values


@dataclass(frozen=True, slots=True)
class Leap:
    """A yearly cost that an import would change beyond what is usual."""

    name: str
    old: Decimal
    new: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a file would do.

    Attributes:
        rows: fields by name, one per row of the file; complete only without problems.
        problems: what is wrong, cell by cell, in the order of the file.
        known: stored system by the name in the file that would change it; all others are new.
        ignored: heads of columns that nobody knows here.
        source: sheet, or code page and separator, in words.
        styles: for each column of numbers its head and how it is read.
    """

    rows: tuple[dict[str, Any], ...]
    problems: tuple[CellProblem, ...]
    known: Mapping[str, System]
    ignored: tuple[str, ...] = ()
    source: str = ""
    styles: tuple[tuple[str, str], ...] = ()

    @property
    def leaps(self) -> tuple[Leap, ...]:
        """Return the costs that become ten times what is stored, or a tenth, by row."""
        found = []
        for row in self.rows:
            system, new = self.known.get(row.get("name", "")), row.get("yearly_cost_amount")
            if system is None or new is None or row.get("currency") != system.currency:
                continue
            old = system.yearly_cost_amount
            if old and not old < new * TIMES < old * TIMES**2:
                found.append(Leap(system.name, old, new, system.currency))
        return tuple(found)


def dry_run(plant: Plant, data: bytes, *, name: str, language: str) -> DryRun:
    """Read a file without storing anything.

    Args:
        plant: whose inventory; its currency stands in for a missing one.
        data: the whole XLSX or CSV file.
        name: its name.
        language: language of the messages.

    Raises:
        WorkbookError: the file as a whole cannot be read.
        RuleError: a column that every row needs is missing.
    """
    table = read_table(data, name=name, limits=LIMITS)
    places = {
        column.field: table.column(column.field, column.title.en, column.title.zh_hans)
        for column in COLUMNS
    }
    missing = [
        column.title.in_language(language)
        for column in COLUMNS
        if column.is_required and places[column.field] is None
    ]
    if missing:
        raise RuleError(_("The file has no column “%(name)s”.") % {"name": "”, “".join(missing)})
    used = {place for place in places.values() if place is not None}
    ignored = [head for place, head in enumerate(table.head) if head and place not in used]
    if not table.rows:
        raise RuleError(_("The file has no row below its head."))
    result = _Reader(plant, table, places, language).result()
    return replace(result, ignored=tuple(ignored))


def checked_rows(
    plant: Plant, rows: Sequence[dict[str, Any]], *, source: str, styles: Sequence[Sequence[str]]
) -> DryRun:
    """Return rows that were checked before, held against what is stored by now."""
    return DryRun(
        rows=tuple(rows),
        problems=(),
        known=SystemNames(plant).known(str(row["name"]) for row in rows),
        source=source,
        styles=tuple((head, words) for head, words in styles),
    )


class _Reader:
    """Turns the rows of one table into fields and gathers what is wrong."""

    def __init__(
        self,
        plant: Plant,
        table: SheetTable,
        places: Mapping[str, int | None],
        language: str,
    ) -> None:
        self.plant = plant
        self.table = table
        self.places = places
        self.language = language
        self.problems: list[CellProblem] = []
        self.names: set[str] = set()
        # A mark before three digits groups thousands: no number here has more than two decimals.
        self.blocks = {
            column.field: number_block(table, place, has_few_places=True)
            for column in COLUMNS
            if column.kind in NUMBERS and (place := places[column.field]) is not None
        }
        self.categories = {folded(key): key for key in system_categories()}
        self.processes: dict[str, str] = {}
        for key, title in process_titles().items():
            self.processes |= {
                folded(key): key,
                folded(title.en): key,
                folded(title.zh_hans): key,
            }
        self.readers: dict[str, Callable[[Column, CellValue], Any]] = {
            "text": self._text,
            "category": self._category,
            "integer": self._integer,
            "money": self._money,
            "country": self._code(COUNTRIES),
            "currency": self._code(CURRENCIES),
            "date": self._date,
            "choice": self._choice,
            "list": self._list,
        }

    def result(self) -> DryRun:
        """Return what the table would do."""
        rows = tuple(self.read(row) for row in self.table.rows)
        mixed = [block.problem for block in self.blocks.values() if block.problem]
        problems = sorted(
            {
                problem.cell: problem for problem in (*self.table.problems, *self.problems, *mixed)
            }.values(),
            key=lambda problem: int("".join(filter(str.isdigit, problem.cell))),
        )
        return DryRun(
            rows=rows,
            problems=tuple(problems),
            known=SystemNames(self.plant).known(str(row.get("name", "")) for row in rows),
            source=self.table.source,
            styles=tuple((block.title, block.words) for block in self.blocks.values()),
        )

    def read(self, row: SheetRow) -> dict[str, Any]:
        """Return the fields of a row; wrong cells are gathered and left out."""
        found: dict[str, Any] = {}
        for column in COLUMNS:
            place = self.places[column.field]
            if place is None:
                continue
            cell = row.value(place)
            try:
                if column.is_required and not to_text(cell):
                    raise ValueError  # noqa: TRY301 -- one way for every wrong cell
                found[column.field] = self.readers[column.kind](column, cell)
            except ValueError:
                expected = column.expected.in_language(self.language)
                text = to_text(cell)[:60]
                message = (
                    _("“%(found)s”; expected: %(expected)s.")
                    if text
                    else _("Empty; expected: %(expected)s.")
                )
                words = {"found": text, "expected": expected}
                self.problems.append(self.table.problem(row, place, message % words))
        self._check_row(row, found)
        return found

    def _check_row(self, row: SheetRow, found: dict[str, Any]) -> None:
        """Check what concerns several cells of a row, or several rows."""
        name = folded(found.get("name", ""))
        if name and name in self.names:
            self._add(row, "name", _("This name stands in the file twice."))
        self.names.add(name)
        decided = found.get("disposition", "undecided") != "undecided"
        if decided and not found.get("disposition_reason"):
            self._add(row, "disposition", _("A disposition needs its reason."))
        if found.get("yearly_cost_amount") is not None and not found.get("currency"):
            found["currency"] = self.plant.currency

    def _add(self, row: SheetRow, name: str, message: str) -> None:
        self.problems.append(self.table.problem(row, self.places[name] or 0, message))

    def _text(self, column: Column, cell: CellValue) -> str:
        text = to_text(cell)
        limit: int | None = System._meta.get_field(column.field).max_length  # type: ignore[union-attr]  # noqa: SLF001 -- Django's public meta data
        if limit is not None and len(text) > limit:
            raise ValueError
        return text

    def _category(self, column: Column, cell: CellValue) -> str:  # noqa: ARG002 -- one form for all
        return self.categories[folded(to_text(cell))] if self._knows(cell) else self._wrong()

    def _knows(self, cell: CellValue) -> bool:
        return folded(to_text(cell)) in self.categories

    def _wrong(self) -> str:
        raise ValueError

    def _number(self, column: Column, cell: CellValue) -> Decimal | None:
        style = self.blocks[column.field].style
        if style.conflict is not None:
            return None  # the column has its own message
        if is_percent(cell):
            raise ValueError("a percentage")
        return read_number(cell, style.used)

    def _integer(self, column: Column, cell: CellValue) -> int | None:
        number = self._number(column, cell)
        if number is None:
            return None
        if number != int(number) or not 0 <= number <= COUNT_MAX:
            raise ValueError
        return int(number)

    def _money(self, column: Column, cell: CellValue) -> Decimal | None:
        number = self._number(column, cell)
        if number is None:
            return None
        if isinstance(cell, float):  # what Excel computed carries the dust of binary numbers
            number = round(number, 6)
        if not 0 <= number < AMOUNT_MAX or number != round(number, 2):
            raise ValueError
        return round(number, 2)

    def _code(self, known: Any) -> Callable[[Column, CellValue], str]:
        def read(column: Column, cell: CellValue) -> str:  # noqa: ARG001 -- one form for all
            text = folded(to_text(cell)).upper()
            if text and text not in known:
                raise ValueError
            return text

        return read

    def _date(self, column: Column, cell: CellValue) -> dt.date | None:  # noqa: ARG002
        return to_date(cell)

    def _choice(self, column: Column, cell: CellValue) -> str:
        text = folded(to_text(cell))
        choices = column.choices or {}
        if not text:
            default: str = System._meta.get_field(column.field).default  # type: ignore[union-attr]  # noqa: SLF001 -- Django's public meta data
            return str(default)
        for value, words in choices.items():
            if text in (value, folded(words.en), folded(words.zh_hans)):
                return value
        raise ValueError

    def _list(self, column: Column, cell: CellValue) -> list[str]:  # noqa: ARG002
        text = to_text(cell).replace("；", ";").replace("、", ";").replace("\n", ";")
        parts = [folded(part) for part in text.split(";") if part.strip()]
        if any(part not in self.processes for part in parts):
            raise ValueError
        return list(dict.fromkeys(self.processes[part] for part in parts))
