"""What a newer release says differently is read from the packs themselves."""

from __future__ import annotations

import pytest

from packs.loader import DATA_DIR, load_pack
from scoring.domain.differences import find_differences
from tests.scoring.domain.test_cells import BASE, TEXT, questionnaire

FLAGSHIP = DATA_DIR / "frameworks" / "overseas-plant-readiness"
STAGED = {"type": "staged", "share": "0.8"}


def rules(old, new):
    first, second = (questionnaire(dimension_level_rules=rows) for rows in (old, new))
    return [text.en for text in find_differences(first, second).rules]


def test_release_1_1_of_the_built_in_framework_against_1_0() -> None:
    old, new = (load_pack(FLAGSHIP / release).content for release in ("1.0.0", "1.1.0"))
    found = find_differences(old, new)
    said = [text.en.replace("\u00a0", " ") for text in found.rules]
    assert "Level 1 is called “Individual”, before “Spreadsheet”." in said
    assert "A dimension has no level that an answer lies more than 2 below." in said
    assert any("above 20 % there is no level" in text for text in said)
    assert any("cells of the matrix" in text for text in said)
    assert (len(found.levels), len(found.conditions)) == (53, 1)
    assert (found.added, found.removed, found.reweighed) == ((), (), ())
    assert found.reworded
    assert all(text.zh_hans for text in found.rules)


def test_the_same_release_says_the_same() -> None:
    found = find_differences(questionnaire(), questionnaire())
    assert (found.rules, found.added, found.reworded) == ((), (), ())


def test_questions_are_told_by_what_is_changed() -> None:
    first = [
        BASE | {"id": "D-01", "processes": "all", "weight": "0.5"},
        BASE | {"id": "D-02", "processes": ["sales"], "weight": "0.5"},
    ]
    second = [
        BASE | {"id": "D-01", "processes": "all", "weight": "0.4"},
        BASE | {"id": "D-03", "processes": ["sales"], "weight": "0.6"},
    ]
    found = find_differences(questionnaire(questions=first), questionnaire(questions=second))
    assert (found.added, found.removed, found.reweighed) == (("D-03",), ("D-02",), ("D-01",))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ([], [STAGED], "another kind of rule"),
        ([STAGED], [STAGED | {"share": "0.7"}], "needs 70\u00a0% of its weight, before 80\u00a0%"),
        ([STAGED | {"floor_below": 2}], [STAGED], "no longer holds"),
        ([STAGED], [STAGED | {"must_slack": 2}], "Other questions of a gate"),
        (
            [STAGED | {"na": {"most": "0.2", "accepted_from": "0.02"}}],
            [STAGED],
            "no longer counts in the level",
        ),
        ([STAGED], [STAGED | {"na": {"most": "0.2", "accepted_from": "0"}}], "accept it always"),
    ],
)
def test_rules_of_levels_are_said_in_words(old, new, words) -> None:
    (said,) = rules(old, new)
    assert words in said


def test_other_parts_and_new_level_names() -> None:
    old = questionnaire(level_names={0: TEXT})
    new = questionnaire(level_names={0: TEXT, 1: TEXT}, completeness="0.8")
    assert [text.en for text in find_differences(old, new).rules] == [
        "Another share of the weight has to be answered."
    ]
