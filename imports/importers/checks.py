"""What a file would do to stored rows: what is wrong, what is new, old and new values, what is far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.text import readable
from sheets.reading import CellProblem
from sheets.rows import PlacedColumns

GOOD = "good"  # rows without a far value


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a person wants a table to be read.

    Attributes:
        places: field -> place of its column.
        language: of the messages, and of words that are kept in notes.
        empties: whether a blank cell takes away what is stored.
    """

    places: Mapping[str, int | None]
    language: str
    empties: bool = False


@dataclass(frozen=True, slots=True)
class FarValue:
    """A value that an import would change beyond what is usual.

    Attributes:
        number: row in the file.
        field: whose column it stands in.
        name: of the row that it changes.
        old, new: in words.
    """

    number: int
    field: str
    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of a file as it was read.

    Attributes:
        number: its row in the file.
        values: by field; one that the file leaves blank is missing: it keeps its value.
        is_sound: whether each of its cells could be read.
        said: what was told from other cells, or kept as a word, in words.
    """

    number: int
    values: Mapping[str, Any]
    is_sound: bool
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a row of a file would do.

    Attributes:
        name: of the row, as it is stored or will be.
        is_known: whether it changes a row that is there.
        values: by field old and new value; of a new row every value that the file gives.
        said: see `FileRow`.
    """

    name: str
    is_known: bool
    values: Mapping[str, tuple[Any, Any]]
    said: tuple[str, ...] = ()

    @property
    def effect(self) -> str:
        """new, changed or same."""
        if not self.is_known:
            return "new"
        return "changed" if self.values else "same"


def change_of(
    row: FileRow, name: str, stored: Any | None, *, key: str, title: str = ""
) -> RowChange:
    """Return what a row would do to what is stored.

    Args:
        row: as it was read.
        name: what the file calls it.
        stored: the row that it changes; None for a new one.
        key: the field that names the row and is no change.
        title: what the stored row is called; the value of its key if empty.
    """
    given = {field: value for field, value in row.values.items() if field != key}
    if stored is None:
        values = {field: (None, value) for field, value in given.items()}
        return RowChange(name, is_known=False, values=values, said=row.said)
    pairs = {field: (getattr(stored, field), value) for field, value in given.items()}
    values = {field: pair for field, pair in pairs.items() if _as_read(pair[0]) != pair[1]}
    words = title or getattr(stored, key)
    return RowChange(words, is_known=True, values=values, said=row.said)


@dataclass(frozen=True)
class DryRun:
    """What a file would do.

    Attributes:
        rows: every row of the file.
        changes: what each sound row would do, in the order of the file.
        problems: what is wrong, cell by cell, in the order of the file.
        doubts: values of sound rows that are far from what is stored.
        ignored: heads of columns that nobody knows here.
        only_told: heads of columns that help the reader and are not taken.
        source: sheet, or code page and separator, in words.
        styles: for each column of numbers its head and how it is read.
    """

    rows: tuple[FileRow, ...]
    changes: tuple[RowChange, ...]
    problems: tuple[CellProblem, ...]
    doubts: tuple[FarValue, ...] = ()
    ignored: tuple[str, ...] = ()
    only_told: tuple[str, ...] = ()
    source: str = ""
    styles: tuple[tuple[str, str], ...] = ()

    @cached_property
    def sound(self) -> tuple[FileRow, ...]:
        """The rows that can be imported."""
        return tuple(row for row in self.rows if row.is_sound)

    def taken(self, which: str) -> list[Mapping[str, Any]]:
        """Return the values of the rows that are imported: all that are sound, or the good ones."""
        far = {doubt.number for doubt in self.doubts} if which == GOOD else set()
        return [row.values for row in self.sound if row.number not in far]

    @property
    def before(self) -> list[str]:
        """What it found stored, row by row, to be compared with what a later check finds."""
        return [
            f"{change.name} {change.is_known} {[(name, old) for name, (old, _) in change.values.items()]}"
            for change in self.changes
        ]

    def count(self, effect: str) -> int:
        """Return how many rows are new, changed or same."""
        return sum(change.effect == effect for change in self.changes)


def told(
    rows: Iterable[FileRow],
    changes: Iterable[RowChange],
    problems: Iterable[CellProblem],
    placed: PlacedColumns,
    doubts: Iterable[FarValue] = (),
) -> DryRun:
    """Return what a file would do, with what there is to say of its table.

    Args:
        rows: every row of the file.
        changes: what each sound row would do.
        problems: what is wrong, cell by cell.
        placed: the table with its columns.
        doubts: values of sound rows that are far from what is stored.
    """
    return DryRun(
        rows=tuple(rows),
        changes=tuple(changes),
        problems=tuple(problems),
        doubts=tuple(doubts),
        ignored=tuple(placed.ignored),
        only_told=tuple(placed.only_told),
        source=placed.table.source,
        styles=tuple((block.title, block.words) for block in placed.blocks.values()),
    )


def row_of(cell: str) -> int:
    """Return the number of the row of a cell: 12 of C12."""
    return int("".join(filter(str.isdigit, cell)))


def _as_read(value: Any) -> Any:
    """Return a stored value as a file gives it back: rows of before may hold what nobody sees."""
    return readable(value) if isinstance(value, str) else value
