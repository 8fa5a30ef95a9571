"""What was understood of a table of readings: its lines, what is wrong, and what only a person can tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readings.importers.lines import Line
from sheets.numbers import DecimalMark
from sheets.reading import CellProblem


@dataclass(frozen=True, slots=True)
class MarkQuestion:
    """A number that can be read in two ways, and what it is by each decimal mark."""

    text: str
    column: str
    readings: Mapping[DecimalMark, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it was understood: nothing is stored yet.

    Attributes:
        lines: the readings; empty while a question is open.
        problems: what is wrong, cell by cell.
        columns: the head of the table.
        ignored: heads of columns that are not read.
        notes: rows that are left out and periods that were told from others, in words.
        source: sheet, or code page and separator, in words.
        styles: for each column of numbers its head and how it is read.
        question: what only a person can tell; None where the cells tell it.
        is_strange: whether no head tells what the table holds.
    """

    lines: tuple[Line, ...]
    problems: tuple[CellProblem, ...] = ()
    columns: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    styles: tuple[tuple[str, str], ...] = ()
    question: MarkQuestion | None = None
    is_strange: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether it may be stored."""
        return bool(self.lines) and not self.problems

    @property
    def doubts(self) -> int:
        """How many readings need a second look."""
        return sum(bool(line.doubt) for line in self.lines)

    @property
    def good(self) -> tuple[Line, ...]:
        """The readings that need no second look."""
        return tuple(line for line in self.lines if not line.doubt)

    def count(self, effect: str) -> int:
        """Return how many readings are new, changed or same."""
        return sum(line.effect == effect for line in self.lines)
