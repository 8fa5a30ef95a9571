"""Three-way merge by field."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from steps.domain.merging import Merge, three_way

VALUES = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3))


def names(mine="", theirs="", both=""):
    return Merge(frozenset(mine), frozenset(theirs), frozenset(both))


def test_different_fields_stand_side_by_side():
    merge = three_way({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3})
    assert merge == names("a", "b")


def test_the_same_field_is_a_conflict_unless_both_made_the_same_of_it():
    base = {"a": 1, "b": 1}
    assert three_way(base, {"a": 2, "b": 5}, {"a": 3, "b": 5}) == names("a", "ab", "a")


def test_what_was_seen_of_a_field_may_be_unknown():
    assert three_way({}, {"a": 2, "b": 1}, {"a": 3, "b": 1, "c": 9}) == names("a", "a", "a")


def test_fields_that_one_rule_ties_are_changed_together():
    tied = [frozenset("ab"), frozenset("cd")]
    base = dict.fromkeys("abcd", 0)
    merge = three_way(base, {**base, "a": 1, "c": 1}, {**base, "b": 1}, tied)
    assert merge == names("ac", "b", "ab")


@given(VALUES, VALUES, VALUES)
def test_nothing_of_the_other_one_is_lost(base, mine, theirs):
    merge = three_way(base, mine, theirs)
    written = {name: mine[name] for name in merge.mine - merge.both}
    merged = {**theirs, **written}
    lost = {name for name in theirs if name in base and theirs[name] != base[name]}
    assert all(merged[name] == theirs[name] for name in lost - merge.both)
    assert three_way(base, theirs, theirs).mine == frozenset()
