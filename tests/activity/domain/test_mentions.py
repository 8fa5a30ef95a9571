"""Names behind an @: kept as ids, shown and edited as names; nothing in a text is trusted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activity.domain.mentions import Piece, as_typed, parts, with_ids

PEOPLE = {1: "Li Zhen", 2: "Li Zhen Hua", 3: "李真", 4: "Ann"}


@pytest.mark.parametrize(
    ("typed", "kept", "named"),
    [
        ("@Li Zhen please", "@[1] please", {1}),
        ("@li zhen hua and @ANN.", "@[2] and @[4].", {2, 4}),
        ("请@李真看一下", "请@[3]看一下", {3}),
        ("＠李真看", "@[3]看", {3}),
        ("@Anna is somebody else", "@Anna is somebody else", set()),
        ("mail to x@Ann", "mail to x@Ann", set()),
        ("@Ann@Li Zhen", "@[4]@Li Zhen", {4}),
        ("@nobody, @", "@nobody, @", set()),
        ("@[1] typed by hand", "@[1] typed by hand", set()),
    ],
)
def test_names_become_ids(typed, kept, named):
    assert with_ids(typed, PEOPLE) == (kept, named)


def test_no_name_is_named_by_an_empty_one():
    assert with_ids("@ and @", {9: ""}) == ("@ and @", set())


def test_a_name_with_an_at_is_one_name():
    assert with_ids("@Ann @home, go", {4: "Ann", 5: "Ann @home"}) == ("@[5], go", {5})


def test_a_text_is_shown_in_parts():
    text = "See https://a.example/x?y=1&z=2), @[1] and @[99]: <b>"
    assert parts(text, PEOPLE) == (
        Piece("text", "See "),
        Piece("link", "https://a.example/x?y=1&z=2"),
        Piece("text", "), "),
        Piece("mention", "@Li Zhen"),
        Piece("text", " and @[99]: <b>"),
    )
    assert parts("", PEOPLE) == ()


def test_no_script_becomes_a_link():
    found = parts('javascript:alert(1) http://x"onclick=1 https://中文，后', {})
    assert [one.text for one in found if one.kind == "link"] == ["http://x", "https://中文"]


@given(st.text(alphabet="@[]0123456789Lizhen An李真 .h:/tps", max_size=60))
def test_nothing_of_a_text_is_lost(text):
    kept, named = with_ids(text, PEOPLE)
    people = {pk: PEOPLE[pk] for pk in named}
    shown = "".join(one.text for one in parts(kept, people))
    assert shown == as_typed(kept, people)
    again, _same = with_ids(as_typed(kept, people), PEOPLE)
    assert as_typed(again, PEOPLE).lower() == as_typed(kept, PEOPLE).lower()
