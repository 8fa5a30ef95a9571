"""Answers written as a table of item and value: strict, with the line of every error."""

from __future__ import annotations

import csv
import io

from core.errors import RuleError

COLUMNS = ("item", "value")


class AnswerFileError(RuleError):
    """The table cannot be read; the message names the line."""


def decode(content: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without a mark) or GB18030.

    Raises: AnswerFileError when it is neither.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise AnswerFileError("the file is neither UTF-8 nor GB18030 text")


def read_answers(content: bytes) -> dict[str, str]:
    """Return value by item from a CSV table with the columns item and value.

    Further columns are ignored, empty values mean "not assessed".

    Args:
        content: the bytes of the file.

    Returns: answers in the order of the file.
    Raises: AnswerFileError for missing columns, too many cells, or an item named twice.
    """
    rows = csv.reader(io.StringIO(decode(content)), strict=True)
    try:
        table = [(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise AnswerFileError(f"line {rows.line_num}: {error}") from error
    header = [cell.strip().lower() for cell in table[0][1]] if table else []
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise AnswerFileError(f"line 1: missing column {', '.join(missing)}")
    doubled = [column for column in COLUMNS if header.count(column) > 1]
    if doubled:
        raise AnswerFileError(f"line 1: two columns named {', '.join(doubled)}")
    answers: dict[str, str] = {}
    for line, row in table[1:]:
        if len(row) > len(header):
            raise AnswerFileError(f"line {line}: more cells than columns; join choices by ;")
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        item = cells.get("item", "")
        if not item:
            raise AnswerFileError(f"line {line}: no item")
        if item in answers:
            raise AnswerFileError(f"line {line}: {item} is answered twice")
        answers[item] = cells.get("value", "")
    return answers
