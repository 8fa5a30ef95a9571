from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.domain.words import field_of, put_together, split_name, take_apart


def test_words_and_plain_values_are_taken_apart():
    changes = {"state": ["a", "b"], "note": ["old", None], "reason": "why", "rows": ["x"]}
    plain, words = take_apart(changes, lambda name: name in {"note", "reason", "rows"})
    assert plain == {"state": ["a", "b"]}
    assert words == {
        "changes.note.before": "old",
        "changes.note.after": None,
        "changes.reason": "why",
        "changes.rows": ["x"],
    }
    assert put_together(plain, {**words, "actor": "Li"}) == changes


def test_sides_come_together_in_any_order():
    words = {"changes.note.after": "new", "changes.note.before": "old"}
    assert put_together({}, words) == {"note": ["old", "new"]}


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("changes.note", "note"),
        ("changes.note.before", "note"),
        ("changes.initiative 7: note.after", "initiative 7: note"),
    ],
)
def test_field_of_a_word(key, field):
    assert field_of(key) == field


def test_name_of_a_row_is_split():
    assert split_name("roadmap.roadmap", "initiative 7: note") == (
        "roadmap.initiative",
        "7",
        "note",
    )
    assert split_name("goals.goal", "title") == ("goals.goal", "", "title")


@given(st.dictionaries(st.from_regex(r"[a-z_]+", fullmatch=True), st.lists(st.text()) | st.text()))
def test_nothing_is_lost(changes):
    plain, words = take_apart(changes, lambda name: len(name) % 2 == 0)
    assert put_together(plain, words) == changes
