"""What stands in a cell beside its score: the level, and how many answers it rests on."""

from __future__ import annotations

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
        return LocalizedText(en=f"{count} q.", zh_hans=f"{count}题")
    return LocalizedText(en=f"L{cell.level} · {count} q.", zh_hans=f"{cell.level}级 · {count}题")


def cell_words(cell: CellScore) -> LocalizedText:
    """Return the same in words: "level 2, 3 questions", or "rests on 1 question".

    Source: docs/method.md#cells
    """
    count = len(cell.contributions)
    if is_single(cell):
        return LocalizedText(en="rests on 1 question", zh_hans="仅依据1题")
    if cell.level is None:
        return LocalizedText(en=f"no level yet, {count} questions", zh_hans=f"暂无等级，{count}题")
    return LocalizedText(
        en=f"level {cell.level}, {count} questions", zh_hans=f"{cell.level}级，{count}题"
    )
