"""The way of a person through the questions."""

import pytest

from core.text import LocalizedText
from questionnaire.domain.way import minutes_left, neighbors, next_open, own_way
from scoring.domain.sections import Section

NAMED = LocalizedText.from_dict({"en": "A section"})
PARTS = [
    Section("A", NAMED, ("a1", "a2")),
    Section("B", NAMED, ("b1",)),
    Section("C", NAMED, ("c1", "c2")),
]


def test_own_sections_are_the_way_and_without_them_all_are():
    assert own_way(PARTS, {"A", "C"}) == ("a1", "a2", "c1", "c2")
    assert own_way(PARTS, set()) == ("a1", "a2", "b1", "c1", "c2")
    assert own_way(PARTS, {"Z"}) == ("a1", "a2", "b1", "c1", "c2")  # hidden since it was assigned
    assert own_way([], {"A"}) == ()


@pytest.mark.parametrize(
    ("own", "question", "beside"),
    [
        ({"A", "C"}, "a2", ("a1", "c1")),  # past the section of somebody else
        ({"A", "C"}, "c2", ("c1", "")),
        ({"A"}, "a2", ("a1", "")),  # the end, not somebody else's section
        ({"A"}, "b1", ("a2", "c1")),  # who looks at others is led through all
        (set(), "a1", ("", "a2")),
    ],
)
def test_nobody_is_led_out_of_their_sections(own, question, beside):
    assert neighbors(PARTS, own, question) == beside


def test_question_that_is_not_asked_has_no_neighbors():
    with pytest.raises(ValueError, match="not in tuple"):
        neighbors(PARTS, {"A"}, "z9")


@pytest.mark.parametrize(
    ("settled", "after", "found"),
    [
        ((), "", "a1"),
        (("a1",), "", "a2"),
        ((), "a2", "c1"),
        (("c1",), "a2", "c2"),
        (("c1", "c2"), "a2", "a1"),  # from the start again
        (("a1", "c1", "c2"), "a2", "a2"),  # where they are is the only one
        (("a1", "a2", "c1", "c2"), "a2", ""),
        (("a1",), "b1", "a2"),
    ],
)
def test_next_open_question(settled, after, found):
    assert next_open(own_way(PARTS, {"A", "C"}), set(settled), after) == found


@pytest.mark.parametrize(
    ("count", "minutes"), [(0, 0), (1, 1), (10, 10), (11, 15), (15, 15), (43, 45), (76, 80)]
)
def test_minutes_are_told_roughly(count, minutes):
    assert minutes_left(count) == minutes
