from __future__ import annotations

import pytest

from scoring.domain.answer_files import in_plain_numbers, read_answers
from scoring.domain.engine import score
from scoring.domain.tables import TableFileError
from sheets.numbers import DecimalMark
from tests.packs.samples import framework, leaf

TABLE = "item,value\nSA-01,3\nSA-02,na\nSA-03,a;b\n\nSA-04\n"
EXPECTED = {"SA-01": "3", "SA-02": "na", "SA-03": "a;b", "SA-04": ""}


@pytest.mark.parametrize(
    "content",
    [
        TABLE,
        TABLE.replace("\n", "\r\n"),
        TABLE.replace("item,value", " Item , VALUE "),
        TABLE.replace("a;b", '"a;b"').replace(",", ";"),
        TABLE.replace(",", "\t"),
        TABLE.replace("na", "不适用"),
    ],
)
def test_tables_are_read(content: str) -> None:
    assert read_answers(content) == EXPECTED


def test_further_columns_are_ignored() -> None:
    assert read_answers("value,备注,item\n3,现场看过,SA-01\n") == {"SA-01": "3"}


def test_proposed_exclusions_are_read_in_chinese() -> None:
    assert read_answers("item;value\na;不适用 proposed\nb;N/A\n") == {"a": "na proposed", "b": "na"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1: missing column item, value"),
        ("item\nSA-01\n", "line 1: missing column value"),
        ("item,value\nSA-01,1,2\n", "line 2: more cells than columns; join choices by ;"),
        ("item,value\n,1\n", "line 2: no item"),
        ("value,item\n1\n", "line 2: no item"),
        ("item,value,value\na,1,2\n", "line 1: two columns named value"),
        ("item,value\na,1\na,2\n", "line 3: a is answered twice"),
        ('item,value\n"a,1\n', "line 2: unexpected end of data"),
    ],
)
def test_tables_that_cannot_be_read_name_the_line(content: str, message: str) -> None:
    with pytest.raises(TableFileError) as caught:
        read_answers(content)
    assert caught.value.message == message


# --- how numbers are written ---------------------------------------------------------------------

PACK = framework(
    leaf("level"),
    {"id": "amount", "answer": {"type": "number", "min": -10, "max": 100_000}},
    {"id": "share", "answer": {"type": "interval", "unit": "percent", "cuts": [[50, 0], [100, 5]]}},
    {"id": "pair", "answer": {"type": "ratio", "unit": "percent", "cuts": [[50, 1], [100, 2]]}},
    {"id": "free", "answer": {"type": "single", "options": {"1,5": 1, "b": 2}}},
)


def test_numbers_of_the_column_are_written_plainly() -> None:
    answers = {
        "amount": "41,125",
        "share": "４５，５％",
        "pair": "1,5; 3",
        "free": "1,5",
        "level": "3",
    }
    assert in_plain_numbers(answers, PACK) == {
        "amount": "41.125",
        "share": "45.5%",
        "pair": "1.5;3",
        "free": "1,5",  # an option is a name, whatever it looks like
        "level": "3",
    }


def test_other_values_stay_as_they_are() -> None:
    answers = {"amount": "na", "share": "", "pair": "many;1.5", "unknown": "1,5"}
    assert in_plain_numbers(answers, PACK) == answers


def test_full_width_signs_are_read_as_they_were_tested() -> None:
    plain = in_plain_numbers({"amount": "－1", "share": "４５．５", "level": "＋3"}, PACK)
    card = score(PACK, plain)
    assert card.nodes["level"].score == 3
    assert in_plain_numbers({"amount": "－1"}, PACK) == {"amount": "-1"}


def test_undecidable_numbers_are_asked_for() -> None:
    with pytest.raises(TableFileError) as caught:
        in_plain_numbers({"amount": "41,125"}, PACK)
    assert str(caught.value) == (
        "amount: 41,125 is 41125 (--decimal point) or 41.125 (--decimal comma)"
    )
    with pytest.raises(TableFileError, match=r"is 41\.125 \(--decimal point\) or 41125"):
        in_plain_numbers({"amount": "41.125"}, PACK)
    chosen = in_plain_numbers({"amount": "41,125"}, PACK, mark=DecimalMark.POINT)
    assert chosen == {"amount": "41125"}


def test_two_ways_of_writing_name_both_items() -> None:
    with pytest.raises(TableFileError, match=r"numbers: amount 1,5, pair 1\.5"):
        in_plain_numbers({"amount": "1,5", "pair": "2; 1.5"}, PACK)


def test_a_table_has_a_most_of_rows() -> None:
    rows = "item,value\n" + "".join(f"x{n},1\n" for n in range(20_000))
    assert len(read_answers(rows)) == 20_000
    with pytest.raises(TableFileError, match="more than 20000 rows"):
        read_answers(rows + "last,1\n")
