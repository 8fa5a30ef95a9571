"""Answers written as a table of item and value: strict, with the line of every error."""

from __future__ import annotations

import re
from collections.abc import Mapping

from packs.schema.framework import Framework
from scoring.domain.tables import TableFileError, read_table
from sheets.numbers import (
    DecimalMark,
    is_percent,
    number_style,
    read_number,
    readings_of,
)

COLUMNS = ("item", "value")
NOT_APPLICABLE = re.compile(r"\A(?:不适用|n/a\Z)", re.IGNORECASE)
NUMBERS = frozenset({"interval", "ratio", "number", "band"})


def read_answers(text: str) -> dict[str, str]:
    """Return value by item from a CSV table with the columns item and value.

    Commas, semicolons or tabs part the columns: the mark that the head holds most often. Further
    columns are ignored, empty values mean "not assessed", 不适用 means "na".

    Args:
        text: the text of the file.

    Returns: answers in the order of the file.
    Raises: TableFileError for missing columns, too many cells or rows, or an item named twice.
    """
    answers: dict[str, str] = {}
    for line, cells in read_table(text, COLUMNS, hint="; join choices by ;"):
        item = cells["item"]
        if not item:
            raise TableFileError(f"line {line}: no item")
        if item in answers:
            raise TableFileError(f"line {line}: {item} is answered twice")
        value = cells["value"]
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

    Raises: TableFileError for numbers written in two ways, or in one that has two meanings.
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
        raise TableFileError(message)
    if style.question is not None:
        item, part = places[style.question]
        whole, fine = readings_of(part)
        comma, point = (fine, whole) if "," in part or "，" in part else (whole, fine)
        raise TableFileError(
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
