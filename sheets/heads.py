"""Which row of a table is its head; pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sheets.values import TITLE_ROWS, CellValue, known_heads, to_text

Cells = tuple[CellValue, ...]


def head_place(rows: Sequence[Cells], heads: Collection[str]) -> int:
    """Return the place of the head among the filled rows; titles may stand above it.

    It is the first of the rows that hold most of the known heads; where none is known, that of the
    rows that hold most words.

    Args:
        rows: filled rows from the first on.
        heads: names of columns that are looked for; without any the first row is the head.
    """
    counts = known_heads(rows, heads)
    if heads and not any(counts):
        counts = [sum(isinstance(cell, str) for cell in row) for row in rows[:TITLE_ROWS]]
    return counts.index(max(counts))


def merged_head(upper: Cells, lower: Cells, heads: Collection[str]) -> Cells | None:
    """Return the one head that two rows give together; None where they know no more than one of them.

    A merged cell stands in its upper row, and the heads below a group in the lower one.

    Args:
        upper: cells of a row.
        lower: cells of the next.
        heads: names of columns that are looked for.
    """
    width = max(len(upper), len(lower))
    above, below = (tuple(row) + (None,) * (width - len(row)) for row in (upper, lower))
    cells = tuple(low if to_text(low) else high for high, low in zip(above, below, strict=True))
    alone, under, together = known_heads((upper, lower, cells), heads)
    return cells if together > max(alone, under) else None
