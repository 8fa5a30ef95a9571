"""Answers written as a table of item and value: strict, with the line of every error."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Mapping

from core.errors import RuleError
from packs.schema.framework import Framework
from sheets.numbers import (
    DecimalMark,
    is_percent,
    number_style,
    read_number,
    readings_of,
)

COLUMNS = ("item", "value")
DELIMITERS = ",;\t"
MOST_ROWS = 20_000
NOT_APPLICABLE = re.compile(r"\A(?:不适用|n/a\Z)", re.IGNORECASE)
NUMBERS = frozenset({"interval", "ratio", "number", "band"})


class AnswerFileError(RuleError):
    """The table cannot be read; the message names the line."""


def read_answers(text: str) -> dict[str, str]:
    """Return value by item from a CSV table with the columns item and value.

    Commas, semicolons or tabs part the columns: the mark that the head holds most often. Further
    columns are ignored, empty values mean "not assessed", 不适用 means "na".

    Args:
        text: the text of the file.

    Returns: answers in the order of the file.
    Raises: AnswerFileError for missing columns, too many cells or rows, or an item named twice.
    """
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=head.count)
    rows = csv.reader(io.StringIO(text), strict=True, delimiter=delimiter)
    filled = ((rows.line_num, row) for row in rows if any(cell.strip() for cell in row))
    try:
        table = list(itertools.islice(filled, MOST_ROWS + 2))
    except csv.Error as error:
        raise AnswerFileError(f"line {rows.line_num}: {error}") from error
    if len(table) > MOST_ROWS + 1:
        raise AnswerFileError(f"more than {MOST_ROWS} rows; split the table")
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
        value = cells.get("value", "")
        answers[item] = NOT_APPLICABLE.sub("na", value) if value else ""
    return answers


def in_plain_numbers(
    answers: Mapping[str, str], framework: Framework, *, mark: DecimalMark | None = None
) -> dict[str, str]:
    """Return answers with the numbers of their column written in one plain way: 12.5.

    Args:
        answers: value by item, as the table has them.
        framework: tells which items are answered by numbers; all other values stay as they are.
        mark: the decimal mark, where the column does not tell it.

    Raises: AnswerFileError for numbers written in two ways, or in one that has two meanings.
    Source: docs/method.md#number-format
    """
    numeric = {leaf.id for leaf in framework.leaves if framework.answer_of(leaf).type in NUMBERS}
    places = [
        (item, part)
        for item, value in answers.items()
        if item in numeric
        for part in value.replace("；", ";").split(";")
    ]
    style = number_style((part for _item, part in places), chosen=mark)
    if style.conflict is not None:
        (first, one), (second, two) = (places[place] for place in style.conflict)
        message = f"two ways of writing numbers: {first} {one.strip()}, {second} {two.strip()}"
        raise AnswerFileError(message)
    if style.question is not None:
        item, part = places[style.question]
        whole, fine = readings_of(part)
        comma, point = (fine, whole) if "," in part or "，" in part else (whole, fine)
        raise AnswerFileError(
            f"{item}: {part.strip()} is {point:f} (--decimal point) or {comma:f} (--decimal comma)"
        )
    return {
        item: ";".join(_plain(part, style.used) for part in value.replace("；", ";").split(";"))
        if item in numeric
        else value
        for item, value in answers.items()
    }


def _plain(text: str, mark: DecimalMark) -> str:
    """Return a number written plainly; what is none stays, and its item refuses it."""
    try:
        number = read_number(text, mark)
    except ValueError:
        return text
    return text if number is None else f"{number:f}{'%' if is_percent(text) else ''}"
