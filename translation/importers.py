"""A translator's workbook: read, compared with what is stored, named by cell where it is wrong."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import RuleError
from core.labels import present_label
from sheets.reading import (
    CellProblem,
    SheetRow,
    SheetTable,
    first_of_cells,
    read_table,
)
from sheets.values import to_text
from translation.domain.texts import FreeText, TextState, checked
from translation.services import TextEntry

ID_HEADS, SEEN_HEADS = ("id", "编号"), ("seen", "版本标记")
TRANSLATION_HEADS = ("translation", "译文")
SAME_HEADS = ("same in both", "两种语言相同")
SAME = frozenset({"x", "yes", "y", "true", "1", "是", "√", "✓", "✔"})
DIFFERENT = frozenset({"", "no", "n", "false", "0", "否"})


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One text that the file gives other words."""

    text: FreeText
    entry: TextEntry

    @property
    def is_new(self) -> bool:
        """Whether the text had no second language."""
        return self.text.state is TextState.MISSING


@dataclass(frozen=True, slots=True)
class SheetDraft:
    """What a file would do; with problems it does nothing.

    Attributes:
        lines: texts that change, in the order of the file.
        unchanged: rows that say what is stored.
        empty: rows without a translation.
        problems: cells that are wrong.
    """

    lines: tuple[DraftLine, ...]
    unchanged: int
    empty: int
    problems: tuple[CellProblem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether it can be stored."""
        return not self.problems


def read_translations(
    data: bytes, *, known: Mapping[str, FreeText], name: str = "", encoding: str = ""
) -> SheetDraft:
    """Return what a workbook or CSV file would change.

    Args:
        data: the whole file.
        known: the texts the person may translate, by key.
        name: of the file, for the messages.
        encoding: code page of a text that does not tell it, see `sheets.pages`.

    Raises:
        CodePageError: a person must say which letters are right.
        WorkbookError: the file cannot be read.
    """
    known_heads = (ID_HEADS, SEEN_HEADS, TRANSLATION_HEADS, SAME_HEADS)
    heads = itertools.chain.from_iterable(known_heads)
    table = read_table(data, name=name, heads=heads, encoding=encoding)
    places = [table.column(*heads) for heads in known_heads]
    if None in places:
        words = _(
            "%(source)s: the columns id, seen, translation and same in both are needed. Take the "
            "sheet of the export, shown and with all its columns, or export again."
        )
        shown = words % {"source": table.source}
        problem = CellProblem(table.sheet, f"A{table.head_number}", shown)
        return SheetDraft((), 0, 0, (problem,))
    reader = _SheetReader(table, tuple(place or 0 for place in places), known)
    for row in table.rows:
        reader.read(row)
    problems = first_of_cells((*table.problems_of(places), *reader.problems))
    return SheetDraft(tuple(reader.lines), reader.unchanged, reader.empty, tuple(problems))


class _SheetReader:
    """Reads row by row and remembers what it found."""

    def __init__(
        self, table: SheetTable, places: tuple[int, ...], known: Mapping[str, FreeText]
    ) -> None:
        self.table, self.places, self.known = table, places, known
        self.lines: list[DraftLine] = []
        self.problems: list[CellProblem] = []
        self.unchanged = self.empty = 0
        self.met: dict[str, int] = {}

    def read(self, row: SheetRow) -> None:
        """Take one row: a change, nothing new, or a problem."""
        key, seen, words, same = (to_text(row.value(place)).strip() for place in self.places)
        id_place, _seen_place, words_place, same_place = self.places
        if not key and not words:
            return
        label, colon, rest = key.partition(":")
        key = present_label(label) + colon + rest
        text = self.known.get(key)
        if text is None:
            self._wrong(row, id_place, _("No text of this plant has this id, or it is gone."))
        elif key in self.met:
            message = _("This text stands in row %(n)s already.") % {"n": self.met[key]}
            self._wrong(row, id_place, message)
        elif same.casefold() not in SAME | DIFFERENT:
            self._wrong(row, same_place, _("Write x or nothing here."))
        else:
            self.met[key] = row.number
            is_same = same.casefold() in SAME
            if is_same and words and words != text.text:
                message = _("Either a translation, or the same in both languages.")
                self._wrong(row, words_place, message)
            else:
                self._take(row, text, text.text if is_same else words, seen)

    def _take(self, row: SheetRow, text: FreeText, words: str, seen: str) -> None:
        place = self.places[2]
        try:
            other = checked(text, words, _("Use at most %(n)s characters."))
        except RuleError as error:
            self._wrong(row, place, error.message)
            return
        if not other:
            self.empty += 1
        elif other == text.other and text.state is TextState.BOTH:
            self.unchanged += 1
        elif seen != text.seen:
            self._wrong(row, place, _("The text or its translation was changed since the export."))
        else:
            self.lines.append(DraftLine(text, TextEntry(other, seen)))

    def _wrong(self, row: SheetRow, place: int, message: str) -> None:
        self.problems.append(self.table.problem(row, place, message))
