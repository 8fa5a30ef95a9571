"""What a file would do to the systems inventory: what is wrong, what is new, old and new values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.text import readable
from core.workbook.reading import CellProblem
from landscape.models import System
from landscape.selectors.systems import SystemNames
from organizations.models import Plant

TIMES = 10  # from here on a new cost is asked about; docs/method.md#far-values


@dataclass(frozen=True, slots=True)
class Leap:
    """A yearly cost that an import would change beyond what is usual."""

    name: str
    old: Decimal
    new: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a row of a file would do.

    Attributes:
        name: of the system, as it is stored or will be.
        is_known: whether it changes a system that is there.
        values: by field old and new value; of a new system every value that the file gives.
    """

    name: str
    is_known: bool
    values: Mapping[str, tuple[Any, Any]]

    @property
    def effect(self) -> str:
        """new, changed or same."""
        if not self.is_known:
            return "new"
        return "changed" if self.values else "same"


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a file would do.

    Attributes:
        rows: fields by name, one per row of the file; complete only without problems. A field that
            the file leaves blank is missing: it keeps its value.
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
    def before(self) -> list[str]:
        """What it found stored, row by row, to be compared with what a later check finds."""
        return [
            f"{change.name} {change.is_known} {[(name, old) for name, (old, _) in change.values.items()]}"
            for change in self.changes
        ]

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

    @property
    def changes(self) -> tuple[RowChange, ...]:
        """Return what each row would do, in the order of the file."""
        return tuple(self._changes())

    def _changes(self) -> Iterator[RowChange]:
        for row in self.rows:
            system = self.known.get(row.get("name", ""))
            given = {name: value for name, value in row.items() if name != "name"}
            if system is None:
                values = {name: (None, value) for name, value in given.items()}
                yield RowChange(str(row.get("name", "")), is_known=False, values=values)
                continue
            pairs = {name: (getattr(system, name), value) for name, value in given.items()}
            values = {name: pair for name, pair in pairs.items() if _as_read(pair[0]) != pair[1]}
            yield RowChange(system.name, is_known=True, values=values)

    def count(self, effect: str) -> int:
        """Return how many rows are new, changed or same."""
        return sum(change.effect == effect for change in self.changes)


def _as_read(value: Any) -> Any:
    """Return a stored value as a file gives it back: rows of before may hold what nobody sees."""
    return readable(value) if isinstance(value, str) else value


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
