"""What stands in a cell beside its score: the level, and how many answers it rests on."""

from __future__ import annotations

from core.phrases import phrase
from core.text import LocalizedText
from scoring.domain.types import CellScore


def is_single(cell: CellScore) -> bool:
    """Return whether a cell rests on one answer: a score that is no level, drawn hatched."""
    return len(cell.contributions) == 1


def cell_mark(cell: CellScore) -> LocalizedText:
    """Return the short line under the score: "L2 · 3 q.", or "1 q." without a level.

    Source: docs/method.md#cells
    """
    count = len(cell.contributions)
    if cell.level is None or is_single(cell):
        return phrase("{n} q.", n=count)
    return phrase("L{level} · {n} q.", level=cell.level, n=count)


def cell_words(cell: CellScore) -> LocalizedText:
    """Return the same in words: "level 2, 3 questions", or "rests on 1 question".

    Source: docs/method.md#cells
    """
    count = len(cell.contributions)
    if is_single(cell):
        return phrase("rests on 1 question")
    if cell.level is None:
        return phrase("no level yet, {n} questions", n=count)
    return phrase("level {level}, {n} questions", level=cell.level, n=count)
