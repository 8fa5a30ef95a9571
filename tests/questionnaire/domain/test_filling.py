from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.domain.filling import (
    CellEntry,
    FillEffect,
    FullEntry,
    effect,
    laid_over,
    settled,
)

TEXTS = st.text(max_size=5)
ENTRIES = st.builds(
    FullEntry,
    parts=st.dictionaries(TEXTS, TEXTS, max_size=3),
    target=st.none() | st.integers(0, 9),
    not_applicable=st.booleans(),
    reason=TEXTS,
    note=TEXTS,
)
STORED = FullEntry({"": "3"}, target=4, note="seen")


@given(ENTRIES)
def test_blank_cells_keep_everything(entry):
    assert laid_over(CellEntry(), entry) == entry
    assert entry.is_empty == (entry == FullEntry())


def test_cells_take_away_what_they_clear():
    cells = CellEntry({"": None}, {"note": "", "target": None})
    assert laid_over(cells, STORED).is_empty


@given(ENTRIES, ENTRIES)
def test_the_mark_tells_entries_apart(one, other):
    assert (one.digest == other.digest) == (one == other)
    assert len(one.digest) == 16


def test_what_counts_for_nothing_goes():
    skipped = FullEntry({"": "3"}, not_applicable=True, reason="no line")
    assert settled(skipped, former=None).parts == {}
    assert settled(skipped, former=STORED) == skipped
    bare = FullEntry(not_applicable=True, reason="no line")
    assert settled(bare, former=STORED).parts == STORED.parts
    assert settled(FullEntry({"": "3"}, reason="left"), former=None) == FullEntry({"": "3"})


@pytest.mark.parametrize(
    ("said", "stored", "is_untouched", "is_newer", "expected"),
    [
        (STORED, FullEntry(), False, False, FillEffect.NEW),
        (STORED, FullEntry({"": "1"}), False, False, FillEffect.CHANGED),
        (STORED, STORED, False, True, FillEffect.SAME),
        (STORED, FullEntry({"": "1"}), True, True, FillEffect.SAME),
        (STORED, FullEntry({"": "1"}), False, True, FillEffect.CONFLICT),
        (STORED, FullEntry(), False, True, FillEffect.CONFLICT),
    ],
)
def test_nothing_newer_is_written_over_unasked(said, stored, is_untouched, is_newer, expected):
    found = effect(said, stored, is_untouched=is_untouched, is_newer=is_newer)
    assert found is expected
