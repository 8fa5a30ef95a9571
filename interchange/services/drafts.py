"""What a file says about a plan, and what is wrong with it, before anything is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from interchange.selectors.rows import PlanRow


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One row of a sheet as it was read.

    Attributes:
        sheet: name of its sheet, see `exporters.columns.sheets`.
        number: row in the file, counted from 1.
        key: as written, such as I12; empty for a new row, a year for a limit.
        version: as the export said; None if it is missing.
        values: by field of the columns; a cell left blank is missing and keeps its value.
    """

    sheet: str
    number: int
    key: str
    version: int | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """What is wrong with a cell: of which row, in which column."""

    sheet: str
    number: int
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class RowTurn:
    """What one row of a file does.

    Attributes:
        draft: the row of the file.
        row: the row of the plan with its new values, not yet saved.
        before: field -> stored value, of what changes; of a new row empty.
        after: field -> new value; of a new row every value that the file gives.
        is_new: whether it adds a row.
        follows: whether it waits for a bar that the file moves, and the file itself leaves it alone.
    """

    draft: DraftRow
    row: PlanRow
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    is_new: bool
    follows: bool = False

    @property
    def effect(self) -> str:
        """new, changed or same."""
        if self.is_new:
            return "new"
        return "changed" if self.after else "same"


@dataclass(slots=True)
class PlanTurn:
    """What a file does to a plan: nothing while there are problems.

    Attributes:
        turns: row by row, those that follow too.
        problems: wrong cells.
        waiting: how many bars wait for one that moves and would have to go, whether they do or not.
        stuck: of them those that cannot go, with the reason in words; nothing is taken over then.
    """

    turns: list[RowTurn] = field(default_factory=list)
    problems: list[DraftProblem] = field(default_factory=list)
    waiting: int = 0
    stuck: list[str] = field(default_factory=list)

    @property
    def made(self) -> list[RowTurn]:
        """What changes something."""
        return [turn for turn in self.turns if turn.effect != "same"]

    def count(self, effect: str) -> int:
        """Return how many rows are new, changed or same."""
        return sum(turn.effect == effect for turn in self.turns)
