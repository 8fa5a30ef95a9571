from __future__ import annotations

from decimal import Decimal

import pytest

from capability.domain.cells import cell_mark, cell_words, is_single
from scoring.domain.types import CellScore, Contribution


def cell(level, count):
    lines = tuple(Contribution(f"D-{n}", "2", Decimal(2), Decimal(1)) for n in range(count))
    return CellScore("D", "sales", Decimal(2), {}, lines, Decimal(1), level)


@pytest.mark.parametrize(
    ("level", "count", "mark", "words"),
    [
        (None, 1, ("1 q.", "1题"), ("rests on 1 question", "仅依据1题")),
        (2, 2, ("L2 · 2 q.", "2级 · 2题"), ("level 2, 2 questions", "2级，2题")),
        (0, 3, ("L0 · 3 q.", "0级 · 3题"), ("level 0, 3 questions", "0级，3题")),
        (None, 3, ("3 q.", "3题"), ("no level yet, 3 questions", "暂无等级，3题")),
    ],
)
def test_a_cell_says_what_it_rests_on(level, count, mark, words):
    one = cell(level, count)
    assert (cell_mark(one).en, cell_mark(one).zh_hans) == mark
    assert (cell_words(one).en, cell_words(one).zh_hans) == words
    assert is_single(one) == (count == 1)
