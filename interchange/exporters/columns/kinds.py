"""Columns that only the sheets of a plan have, and what such a sheet is."""

from __future__ import annotations

from dataclasses import dataclass

from core.phrases import phrase
from core.text import LocalizedText
from sheets.columns import Column, told


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """One sheet: its name, the letter before its keys, and its columns.

    Attributes:
        name: of the rows that it holds, as in `PlanRows.of`.
        title: its tab.
        letter: begins the keys of its rows; empty where a row is known by its year.
        columns: in their order.
        telling: fields of the columns by which the sheet is known in a file.
    """

    name: str
    title: LocalizedText
    letter: str
    columns: tuple[Column, ...]
    telling: tuple[str, ...]

    def column(self, field: str) -> Column:
        """Return a column by its field."""
        return next(column for column in self.columns if column.field == field)


A_PERSON = phrase("the name of somebody with a role at this plant")
YES_NO = {"yes": phrase("yes"), "no": phrase("no")}


def key(letter: str) -> Column:
    """Return the column of the keys of a sheet."""
    expected = phrase(
        "the key of the export such as {key}; empty or N1, N2 … for a new row", key=f"{letter}12"
    )
    return Column("key", phrase("Key"), "key", expected, 9)


def end(
    field: str, title: LocalizedText, letter: str, noun: LocalizedText, *, is_needed: bool = False
) -> Column:
    """Return a column that names a row of another sheet by its key."""
    expected = phrase("the key of {row}, such as {key}", row=noun, key=f"{letter}12")
    return Column(field, title, "key", expected, 12, is_needed=is_needed, letter=letter)


def person(field: str, title: LocalizedText) -> Column:
    """Return a column of names."""
    return Column(field, title, "person", A_PERSON, 20)


VERSION = Column(
    "version",
    phrase("Version"),
    "version",
    phrase("the number of the export, unchanged"),
    8,
)
CURRENCY = told("currency", phrase("Currency"), 9)
