"""Tables with named columns, of which every cell counts; errors name file, row and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from core.bounds import AMOUNT_MAX, DIGITS
from core.errors import RuleError
from sheets.archive import FileLimits
from sheets.blocks import both_readings, number_block
from sheets.numbers import DecimalMark, is_percent
from sheets.reading import SheetRow, SheetTable, read_table
from sheets.values import to_text

LIMITS = FileLimits(rows=2000)
SHOWN_ERRORS = 20
Value = TypeVar("Value")


class PlanningFileError(RuleError):
    """A file cannot be used; the message has a line for each row at fault, at most 20."""

    def __init__(self, problems: list[str]) -> None:
        shown = problems[:SHOWN_ERRORS]
        if len(problems) > SHOWN_ERRORS:
            shown.append(f"... {len(problems)} cells need a change")
        super().__init__("\n".join(shown))


@dataclass
class NamedTable:
    """A table whose columns are known by name; problems are gathered and raised together.

    Attributes:
        table: the cells.
        name: of the file.
        columns: place of each column by name.
        mark: decimal mark that a person chose.
        problems: what is wrong so far.
    """

    table: SheetTable
    name: str
    columns: Mapping[str, int]
    mark: DecimalMark | None
    problems: list[str]

    def each(self, read: Callable[[SheetRow], Value]) -> list[Value]:
        """Return what is read of each row.

        Raises:
            PlanningFileError: rows that cannot be read, or no row at all.
        """
        found = []
        for row in self.table.rows:
            before = len(self.problems)
            value = read(row)
            if len(self.problems) == before:
                found.append(value)
        if self.problems:
            raise PlanningFileError(self.problems)
        if not found:
            raise PlanningFileError([f"{self.name}: no row below the head"])
        return found

    def has(self, column: str) -> bool:
        """Tell whether the table has a column."""
        return column in self.columns

    def text(self, row: SheetRow, column: str) -> str:
        """Return a cell as clean text."""
        return to_text(row.value(self.columns[column]))

    def wrong(self, row: SheetRow, column: str, message: str) -> None:
        """Note what is wrong with a cell."""
        self.problems.append(f"{self.name}, row {row.number}, {column}: {message}")

    def numbers(self, *columns: str) -> Callable[[SheetRow, str], Decimal | None]:
        """Return a reader of the numbers in columns that are written in one way.

        In a file with commas between its columns the comma is no decimal mark, unless the cells or
        a person say so. What is no number of at most 15 digits is noted as wrong and read as None,
        as is an empty cell.

        Raises:
            PlanningFileError: the numbers can be read in two ways.
        """
        chosen = self.mark or (DecimalMark.POINT if self.table.delimiter == "," else None)
        places = [self.columns[column] for column in columns]
        block = number_block(self.table, *places, chosen=chosen)
        if block.problem is not None:
            raise PlanningFileError([f"{block.problem.place}: {block.problem.message}"])
        if block.question:
            readings = both_readings(block.question)
            point, comma = readings[DecimalMark.POINT], readings[DecimalMark.COMMA]
            words = f"{point} (--decimal point) or {comma} (--decimal comma)"
            raise PlanningFileError([f"{self.name}: {block.question} is {words}"])

        def number(row: SheetRow, column: str) -> Decimal | None:
            text = self.text(row, column)
            try:
                value = block.number(row, self.columns[column])
            except ValueError:
                value = None
            if is_percent(text) or (value is None and text):
                self.wrong(row, column, f"not a number: {text}")
                return None
            if value is not None and not is_usual(value):
                self.wrong(row, column, f"not below {AMOUNT_MAX:,} with 15 digits: {text}")
                return None
            return value

        return number


def is_usual(value: Decimal) -> bool:
    """Tell whether a number has a size and a length that amounts have."""
    digits = value.normalize().as_tuple().digits
    return abs(value) < AMOUNT_MAX and len(digits) <= DIGITS and value.adjusted() > -DIGITS


def open_table(
    data: bytes,
    name: str,
    *,
    columns: Mapping[str, tuple[str, ...]],
    optional: frozenset[str] = frozenset(),
    mark: DecimalMark | None = None,
    encoding: str = "",
) -> NamedTable:
    """Return a CSV or XLSX file as a table whose columns are known.

    Args:
        data: the file.
        name: its name, for the messages.
        columns: heads of each column by its name.
        optional: columns that may be absent.
        mark: decimal mark, where the numbers do not tell it.
        encoding: code page, where the text does not tell it.

    Raises:
        WorkbookError: the file cannot be read.
        PlanningFileError: a column is missing.
    """
    heads = [head for known in columns.values() for head in known]
    table = read_table(data, name=name, limits=LIMITS, heads=heads, encoding=encoding)
    places = {column: table.column(*known) for column, known in columns.items()}
    missing = [c for c, place in places.items() if place is None and c not in optional]
    if missing:
        there = ", ".join(filter(None, table.head))
        words = f"{name}, row {table.head_number}: no column {', '.join(missing)}; found: {there}"
        raise PlanningFileError([words])
    known_places = {column: place for column, place in places.items() if place is not None}
    problems = [
        f"{problem.place}: {problem.message}"
        for problem in table.problems_of(range(len(table.head)))
    ]
    return NamedTable(table, name, known_places, mark, problems)
