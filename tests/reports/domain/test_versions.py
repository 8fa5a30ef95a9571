from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.versions import changed_chapters

BEFORE = {
    "stamp": {"number": 1, "as_of": "2026-11-28T03:57:00+00:00"},
    "head": {"plant": {"en": "Johor Bahru"}, "today": "2026-11-28"},
    "open_points": [],
    "sections": {"goals": [{"title": "Core online"}], "budget": {"total": "16.80"}, "risks": []},
}
CHAPTERS = {"goals": "goals", "budget": "money", "risks": "money", "head": "names"}


def after(**sections):
    changed = copy.deepcopy(BEFORE)
    changed["sections"] |= sections
    return changed


def test_number_time_and_day_do_not_count():
    later = after()
    later["stamp"] = {"number": 2, "as_of": "2026-12-05T01:00:00+00:00"}
    later["head"]["today"] = "2026-12-05"
    assert changed_chapters(BEFORE, later, CHAPTERS) == ()


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ({"goals": [{"title": "Core business online"}]}, ("goals",)),
        ({"risks": [1], "goals": []}, ("goals", "money")),
        ({"risks": [1], "budget": {"total": "21.77"}}, ("money",)),
        ({"summary": {}}, ("summary",)),
    ],
)
def test_chapters_come_once_in_the_order_of_the_document(sections, expected):
    assert changed_chapters(BEFORE, after(**sections), CHAPTERS) == expected


def test_part_that_is_gone_and_other_names_of_the_plant_count():
    later = after()
    del later["sections"]["budget"]
    later["head"]["plant"]["en"] = "Johor"
    assert changed_chapters(BEFORE, later, CHAPTERS) == ("money", "names")


def test_content_without_sections_is_read_as_it_lies():
    assert changed_chapters({"goals": 1}, {"goals": 2, "stamp": 3}, CHAPTERS) == ("goals",)
    assert changed_chapters({"head": "x"}, {"head": "y"}, {}) == ("head",)


@given(st.dictionaries(st.sampled_from("abcd"), st.integers()), st.permutations("abcd"))
def test_a_content_has_not_changed_against_itself(sections, order):
    content = {"sections": sections}
    assert changed_chapters(content, copy.deepcopy(content), {name: name for name in order}) == ()
