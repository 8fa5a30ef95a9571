from __future__ import annotations

import pytest

from scoring.domain.answer_files import AnswerFileError, read_answers

TABLE = "item,value\nSA-01,3\nSA-02,na\nSA-03,a;b\n\nSA-04\n"
EXPECTED = {"SA-01": "3", "SA-02": "na", "SA-03": "a;b", "SA-04": ""}


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("item,value", " Item , VALUE ").encode(),
    ],
)
def test_tables_are_read(content: bytes) -> None:
    assert read_answers(content) == EXPECTED


def test_gb18030_and_further_columns_are_read() -> None:
    content = "value,备注,item\n3,现场看过,SA-01\n".encode("gb18030")
    assert read_answers(content) == {"SA-01": "3"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1: missing column item, value"),
        (b"item\nSA-01\n", "line 1: missing column value"),
        (b"item,value\nSA-01,1,2\n", "line 2: more cells than columns; join choices by ;"),
        (b"item,value\n,1\n", "line 2: no item"),
        (b"value,item\n1\n", "line 2: no item"),
        (b"item,value,value\na,1,2\n", "line 1: two columns named value"),
        (b"item,value\na,1\na,2\n", "line 3: a is answered twice"),
        (b'item,value\n"a,1\n', "line 2: unexpected end of data"),
        (b"\xff\xfe\xff", "the file is neither UTF-8 nor GB18030 text"),
        (b"item,value\na,\x001\n", "the file is neither UTF-8 nor GB18030 text"),
    ],
)
def test_tables_that_cannot_be_read_name_the_line(content: bytes, message: str) -> None:
    with pytest.raises(AnswerFileError) as caught:
        read_answers(content)
    assert caught.value.message == message
