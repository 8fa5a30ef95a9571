"""A declared list of columns, from which template, export, import and check of rows are made; pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.bounds import TITLE_LENGTH
from core.phrases import names, phrase
from core.text import LocalizedText, same
from sheets.values import folded


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Attributes:
        field: name of the value; of what is read back the field of the model.
        title: head in each language; any of them is understood on import.
        kind: text, date, money, number, integer, choice, or one that its app knows how to read.
        expected: the form that a wrong cell should have; empty for what is not read back.
        width: in characters.
        choices: value -> words in each language, for kind choice.
        synonyms: value -> what people write for it beside these words, folded.
        aliases: other heads that people give the column.
        is_needed: whether a new row needs it.
        is_read: whether the import looks at it; others help the reader only.
        within: least and greatest of a whole number.
        longest: of a text, in characters.
        letter: of the keys of a column that names a row of another sheet.
    """

    field: str
    title: LocalizedText
    kind: str
    expected: LocalizedText
    width: int = 16
    choices: Mapping[str, LocalizedText] | None = None
    synonyms: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    is_needed: bool = False
    is_read: bool = True
    within: tuple[int, int] = (-10_000, 10_000)
    longest: int = TITLE_LENGTH
    letter: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        """Its head in each language."""
        return tuple(self.title.as_dict().values())

    def chosen(self, text: str) -> str:
        """Return the value that a word names, whatever its case and width.

        Args:
            text: the value itself, its words in any language, or one of its synonyms.

        Raises:
            ValueError: none of the choices.
        """
        word = folded(text)
        for value, words in (self.choices or {}).items():
            known = (value, *words.as_dict().values())
            if word in map(folded, known) or word in self.synonyms.get(value, ()):
                return value
        raise ValueError("not in the list")


NOTHING = same("")
ANY_TEXT = phrase("text")
A_DAY = phrase("a date such as 2027-03-31")
AN_AMOUNT = phrase("an amount from 0 with at most two decimals")
A_NUMBER = phrase("a number with at most six decimals")


def text(
    name: str, title: LocalizedText, longest: int = TITLE_LENGTH, *, width: int = 40
) -> Column:
    """Return a column of texts."""
    return Column(name, title, "text", ANY_TEXT, width, longest=longest)


def told(name: str, title: LocalizedText, width: int = 34) -> Column:
    """Return a column that helps the reader and is not read back."""
    return Column(name, title, "text", NOTHING, width, is_read=False)


def choice(
    name: str, title: LocalizedText, choices: Mapping[str, LocalizedText], width: int = 16
) -> Column:
    """Return a column whose cells are some of a few words."""
    expected = names(list(choices.values()))
    return Column(name, title, "choice", expected, width, choices)


def day(name: str, title: LocalizedText, width: int = 12) -> Column:
    """Return a column of dates."""
    return Column(name, title, "date", A_DAY, width)


def money(name: str, title: LocalizedText, width: int = 15) -> Column:
    """Return a column of amounts."""
    return Column(name, title, "money", AN_AMOUNT, width)


def number(name: str, title: LocalizedText) -> Column:
    """Return a column of numbers."""
    return Column(name, title, "number", A_NUMBER, 14)


def whole(
    name: str,
    title: LocalizedText,
    within: tuple[int, int],
    expected: LocalizedText,
    width: int = 11,
) -> Column:
    """Return a column of whole numbers."""
    return Column(name, title, "integer", expected, width, within=within)


def needed(column: Column) -> Column:
    """Return a column without which there is no new row."""
    return replace(column, is_needed=True)


def known_as(column: Column, *aliases: str) -> Column:
    """Return a column that a file may call by other heads, too."""
    return replace(column, aliases=aliases)
