from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from packs.schema.answers import AnswerType
from scoring.domain.answers import AnswerError, rate, read_answer
from scoring.domain.types import Answer

ADAPTER = TypeAdapter(AnswerType)
SINGLE = {
    "type": "single",
    "options": {"a": 1, "b": {"weight": 2, "text": {"en": "b", "zh-hans": "乙"}}},
}
MULTI = {
    "type": "multi",
    "options": {"none": 0, "a": 2, "b": 3, "bad": -4},
    "exclusive": ["none"],
    "negative": ["bad"],
    "cap": 4,
}
RIGHT = {"type": "interval", "unit": "percent", "cuts": [[10, 0], [50, 1], [100, 2]]}
LEFT = {"type": "interval", "closed": "left", "min": 0, "cuts": [[10, 0], [50, 1], [100, 2]]}
OPEN = {"type": "interval", "min": 0, "min_open": True, "max_open": True, "cuts": [[10, 1]]}
ENDLESS = {"type": "interval", "cuts": [[10, 0], [None, 1]]}
RATIO = {"type": "ratio", "unit": "percent", "cuts": [[50, 1], [100, 2]]}
PLAIN_RATIO = {"type": "ratio"}
BAND = {"type": "band", "bands": [{"v": 0}, {"v": 1}]}
NUMBER = {"type": "number", "min": 1, "max": 5}
MATRIX = {"type": "matrix", "rows": ["r1", "r2"]}
MEAN_MATRIX = {"type": "matrix", "rows": ["r1", "r2"], "combine": "mean"}
ONE_LEVEL = {"type": "clauses_per_level"}
THREE = {"type": "clauses_per_level", "levels": 3}
COUNTED = {"type": "clauses_per_level", "clauses": {1: 2, 2: 1}}


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (SINGLE, "b", "2"),
        (SINGLE, ["a"], "1"),
        (MULTI, "a;b", "4"),
        (MULTI, ["a"], "2"),
        (MULTI, "a；bad", "0"),
        (MULTI, "none", "0"),
        (RIGHT, 10, "0"),
        (RIGHT, "10.01", "1"),
        (RIGHT, "50%", "1"),
        (RIGHT, 100, "2"),
        (LEFT, 10, "1"),
        (LEFT, 9, "0"),
        (LEFT, 100, "2"),
        (OPEN, 5, "1"),
        (ENDLESS, 1000, "1"),
        (ENDLESS, -5, "0"),
        (RATIO, "30;60", "1"),
        (RATIO, [45, 60], "2"),
        (PLAIN_RATIO, "1;4", "0.25"),
        (BAND, 1, "1"),
        (BAND, "1.0", "1"),
        (NUMBER, "2.5", "2.5"),
        (NUMBER, "＋3", "3"),
        (NUMBER, "４．５", "4.5"),
        (BAND, "１", "1"),
        (RIGHT, "４５．５％", "1"),
        (ENDLESS, "－1", "0"),
        (ENDLESS, "−1", "0"),
        (MATRIX, "yes;partly", "1.5"),
        (MATRIX, {"r1": "no", "r2": "yes"}, "1"),
        (MATRIX, "r2=yes;r1=partly", "1.5"),
        (MATRIX, ["0.5", 1], "1.5"),
        (MEAN_MATRIX, "yes;no", "0.5"),
        (ONE_LEVEL, "1;0.8;0.5;0.5", "0.7"),
        (ONE_LEVEL, 0.8, "0.8"),
        (THREE, "1;1|0.8;0.5", "1.65"),
        (THREE, "L2:0.5", "0.5"),
        (THREE, {"1": [1], 3: [0.5, 0]}, "1.25"),
        (THREE, [[1], [0.8]], "1.8"),
        (THREE, "1||0.5", "1.5"),
        (COUNTED, "1;0;0.8", "1.3"),
    ],
)
def test_rate_gives_the_value_of_an_answer(kind: dict, value: Any, expected: str) -> None:
    assert rate("q", ADAPTER.validate_python(kind), value).value == Decimal(expected)


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (SINGLE, "c", "q: unknown option c; known: a, b"),
        (SINGLE, "a;b", "q: one value is needed, not 2"),
        (MULTI, "a;none", "q: none excludes every other option"),
        (MULTI, "a;a", "q: an option is ticked twice"),
        (RIGHT, "many", "q: not a number: many"),
        (RIGHT, "NaN", "q: not a number: NaN"),
        (RIGHT, -1, "q: -1 is below the table, which starts at 0"),
        (RIGHT, 101, "q: 101 is above the table, which ends at 100"),
        (OPEN, 0, "q: 0 is below the table, which starts at 0"),
        (OPEN, 10, "q: 10 is above the table, which ends at 10"),
        (RATIO, "3", "q: two numbers are needed, not 1"),
        (RATIO, "3;0", "q: the second number of a ratio must not be 0"),
        (PLAIN_RATIO, "5;4", "q: the ratio 5 / 4 is outside 0 to 1"),
        (BAND, 2, "q: 2 is not a step of the scale; known: 0, 1"),
        (NUMBER, 6, "q: 6 is outside 1 to 5"),
        (NUMBER, "－1", "q: -1 is outside 1 to 5"),
        (NUMBER, "＋", "q: not a number: ＋"),
        (MATRIX, "yes", "q: 2 rows need a choice, 1 given"),
        (MATRIX, {"r1": "yes"}, "q: rows without a choice: r2"),
        (MATRIX, {"r1": "yes", "r9": "no"}, "q: unknown row r9; known: r1, r2"),
        (MATRIX, "yes;maybe", "q: unknown choice maybe; known: yes, partly, no"),
        (MATRIX, "yes;0.7", "q: unknown choice 0.7; known: yes, partly, no"),
        (ONE_LEVEL, "0.7", "q: clause score 0.7 is not one of 0, 0.5, 0.8, 1"),
        (
            THREE,
            "1;1",
            'q: clause scores of several levels are written "level:score;score|level:…"',
        ),
        (THREE, "4:1", "q: level 4 is outside 1 to 3"),
        (THREE, "x:1", "q: not a level: x"),
        (COUNTED, "1:1", "q: level 1 has 2 clauses, 1 scored"),
    ],
)
def test_rate_refuses_what_does_not_fit(kind: dict, value: Any, message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        rate("q", ADAPTER.validate_python(kind), value)
    assert (caught.value.message, caught.value.field) == (message, "q")


def test_rate_keeps_level_scores_of_clauses() -> None:
    rating = rate("q", ADAPTER.validate_python(THREE), "1;0.5|0.8")
    assert dict(rating.levels) == {1: Decimal("0.75"), 2: Decimal("0.8")}
    assert rating.text == "1:1;0.5|2:0.8"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("na", Answer(not_applicable=True)),
        (" N/A ", Answer(not_applicable=True)),
        ("", Answer()),
        (None, Answer()),
        ([], Answer()),
        (" 3 ", Answer(value="3")),
        (3, Answer(value=3)),
        (Answer(value=2), Answer(value=2)),
    ],
)
def test_read_answer_tells_missing_from_not_applicable(given: Any, expected: Answer) -> None:
    assert read_answer(given) == expected


@pytest.mark.parametrize(
    ("kind", "maximum"),
    [
        (SINGLE, 2),
        (MULTI, 4),
        ({"type": "multi", "options": {"a": 2, "b": 3}}, 5),
        (RATIO, 2),
        (PLAIN_RATIO, 1),
        ({"type": "ratio", "unit": "percent"}, 100),
        ({"type": "ratio", "max": 3}, 3),
        (MATRIX, 2),
        (MEAN_MATRIX, 1),
        (COUNTED, 2),
    ],
)
def test_maximum_is_the_highest_answer(kind: dict, maximum: int) -> None:
    assert ADAPTER.validate_python(kind).maximum == maximum


def test_short_and_long_forms_of_options_and_steps_mean_the_same() -> None:
    listed = {"type": "single", "options": [{"id": "a", "value": 1}, {"id": "b", "v": 2}]}
    mapped = {"type": "single", "options": {"a": 1, "b": 2}}
    assert ADAPTER.validate_python(listed) == ADAPTER.validate_python(mapped)
    assert ADAPTER.validate_python({"type": "band", "bands": [0, 1]}) == ADAPTER.validate_python(
        BAND
    )


@pytest.mark.parametrize("options", [["a", "b"], [{"id": "a", "v": 1}, {"id": "a", "v": 2}]])
def test_lists_of_options_need_their_own_ids(options: list) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python({"type": "single", "options": options})


@pytest.mark.parametrize(
    ("text", "value"),
    [("＋3", "3"), ("３．５", "3.5"), ("４．５％", "4.5"), ("−0", "0"), ("－0", "0")],
)
def test_a_number_is_parsed_as_it_was_tested(text: str, value: str) -> None:
    kind = ADAPTER.validate_python({"type": "number", "min": 0, "max": 5})
    assert rate("q", kind, text).value == Decimal(value)
