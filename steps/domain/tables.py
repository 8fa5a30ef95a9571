"""What of a table the log of steps keeps; declared by each app in `steps` of its `apps.py`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepTable:
    """A kind of row that steps change.

    Attributes:
        name: what the log calls it; kept for ever.
        model: label of the model.
        many: relations to other rows that a step keeps along.
        guard: relation to the row in whose form rows of this kind are edited; empty for a form of
            their own.
        named_by: columns that name a row which has no title, a relation by its column `…_id`.
        is_titled: whether rows have a typed title with a second language.
        loose: columns whose later change hinders no undo; it leaves them alone unless it is about
            them.
    """

    name: str
    model: str
    many: tuple[str, ...] = ()
    guard: str = ""
    named_by: tuple[str, ...] = ()
    is_titled: bool = False
    loose: tuple[str, ...] = ()
