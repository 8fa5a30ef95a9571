from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overview.domain.attention import AttentionItem, in_order

TODAY = date(2026, 11, 18)


def item(title, due=None, kind="duty", mine=False, place=0):
    day = TODAY + timedelta(days=due) if due is not None else None
    return AttentionItem(kind, title, "", "/", day, mine, place)


def titles(items):
    return [one.title for one in items]


def test_longest_overdue_comes_first():
    assert titles(in_order([item("a", -3), item("b", -6), item("c", 1)], TODAY, most=3)) == [
        "b",
        "a",
        "c",
    ]


def test_own_things_come_before_those_of_others():
    assert titles(in_order([item("a", 1), item("b", 9, mine=True)], TODAY, most=2)) == ["b", "a"]


def test_things_without_a_date_come_last():
    assert titles(in_order([item("a"), item("b", 90)], TODAY, most=2)) == ["b", "a"]


def test_equal_dates_are_ordered_by_kind():
    found = in_order([item("a", 5, "milestone"), item("b", 5, "duty")], TODAY, most=2)
    assert titles(found) == ["b", "a"]


def test_tasks_follow_their_date_then_the_working_order_then_their_name():
    tasks = [
        item("a", kind="task", place=2),
        item("b", 5, "task", place=3),
        item("z", kind="task", place=1),
        item("y", kind="task", place=1),
    ]
    assert titles(in_order(tasks, TODAY, most=4)) == ["b", "y", "z", "a"]


def test_due_today_is_not_late():
    assert item("a", 0).days_late(TODAY) == 0
    assert item("a").days_late(TODAY) == 0
    assert item("a", -2).days_late(TODAY) == 2


def test_no_place_for_anything_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        in_order([], TODAY, most=0)


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(-30, 30), st.integers(0, 3)), max_size=8
    ),
    st.integers(1, 5),
)
def test_order_does_not_depend_on_the_order_given(rows, most):
    items = [item(title, due, place=place) for title, due, place in rows]
    assert in_order(items, TODAY, most=most) == in_order(items[::-1], TODAY, most=most)
    assert len(in_order(items, TODAY, most=most)) == min(most, len(items))
