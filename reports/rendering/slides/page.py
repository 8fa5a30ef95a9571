"""What slides are built of: a page with its title, columns of words, tables cut to their room."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charts.svg.widths import fitted, text_width
from core.text import LocalizedText
from reports.domain.document import DocumentFrame
from reports.domain.pen import Pen
from reports.rendering.slides.reading import PrintedChapter, PrintedTable
from reports.rendering.slides.shapes import Align, Box, Element, Grid, Paragraph, TextBox
from reports.sections.languages import below, in_both

LEFT, TOP, WIDE = 48.0, 122.0, 864.0
FOOT, BOTTOM = 508.0, 492.0
SMALL, PLAIN, LARGE = 11.0, 13.0, 26.0
SIZES = (15.0, PLAIN, 12.0, SMALL)  # of points that must all stand
LINE = 1.32  # height of a line, in sizes
SENTENCE, CLAUSE = re.compile(r"[.!?](?=\s)|[。！？]"), re.compile(r"[,;:](?=\s)|[，；：]")
LEAST_KEPT = 0.4  # of what has room, where a text is cut behind a sentence
SPARE = 0.92  # of a width: other programs may set other typefaces


Columns = Sequence[tuple[int, float, Align]]  # place in the printed table, share, alignment


@dataclass(frozen=True, slots=True)
class SlideWords:
    """Everything a slide may say.

    Attributes:
        frame: what stands around the sections.
        pen: in which languages.
        contents: content of each section by its name.
        chapters: what each section prints, by its name.
        open_count: how many open points concern a deck in these languages.
    """

    frame: DocumentFrame
    pen: Pen
    contents: Mapping[str, Any]
    chapters: Mapping[str, PrintedChapter]
    open_count: int = 0

    def text(self, words: LocalizedText) -> str:
        """Return a text, in bilingual decks with the other language on a line of its own."""
        return below(self.pen, words)

    def say(self, tell: Callable[[], str]) -> str:
        """Return what is told by the active language, in bilingual decks in both."""
        return self.text(in_both(tell))


def titled(title: str, *elements: Element, finding: str = "") -> tuple[Element, ...]:
    """Return the elements of a slide below its title, and a finding between them."""
    head = title.replace("\n", "  ")
    found = [
        TextBox(Box(LEFT, 30, WIDE, 38), (Paragraph(head, LARGE, is_bold=True),), is_title=True)
    ]
    if finding:
        said = finding.split("\n")
        size, most = (PLAIN, 2) if len(said) > 1 else (SMALL, 3)
        size, most = (PLAIN, 2) if fits(finding, 2) else (size, most)
        lines = [cut(line, WIDE, size, lines=most) for line in said]
        words = (Paragraph("\n".join(lines), size, "ink-2"),)
        found.append(TextBox(Box(LEFT, 70, WIDE, 46), words))
    return (*found, *elements)


def fits(text: str, lines: int) -> bool:
    """Return whether a finding fits below a title over some lines of the usual size."""
    return cut(text, WIDE, PLAIN, lines=lines) == text


def cut(text: str, width: float, size: float, *, lines: int = 1) -> str:
    """Return each line of a text cut to a width; it may wrap over some lines."""
    room = width * lines * SPARE
    shorten = fitted if lines == 1 else _shortened
    return "\n".join(shorten(line, room, size) for line in text.split("\n"))


def _shortened(text: str, room: float, size: float) -> str:
    """Cut a text behind a sentence, else behind a clause, so that no half thought hangs at its end."""
    shown = fitted(text, room, size)
    if shown == text:
        return text
    for mark in (SENTENCE, CLAUSE):
        ends = [found.start() for found in mark.finditer(shown)]
        if ends and ends[-1] > len(shown) * LEAST_KEPT:
            end = ends[-1] + (mark is SENTENCE)  # a sentence keeps its mark
            return shown[:end] + (" …" if shown[end - 1].isascii() else "…")
    return shown


def bullets(
    told: SlideWords, texts: Sequence[str], place: Box, size: float = PLAIN, *, lines: int = 3
) -> TextBox:
    """Return points below each other, as many as the place has room for, the rest counted."""
    words, used = [], 0.0
    for number, text in enumerate(texts):
        shown = cut(text, place.wide - 14, size, lines=lines)
        high = _point_height(shown, place.wide, size)
        more = (LINE + 0.5) * size  # a line for what is counted
        rest = more if number + 1 < len(texts) else 0.0
        if used + high + rest > place.high:
            left = more_words(told, len(texts) - number).replace("\n", "  ")
            words.append(Paragraph(left, SMALL, "ink-3", before=size * 0.5))
            break
        words.append(Paragraph(f"• {shown}", size, before=size * 0.5))
        used += high
    return TextBox(place, tuple(words))


def whole_points(texts: Sequence[str], place: Box) -> tuple[float, int]:
    """Return the largest size at which points stand whole in a place, and how many of them do.

    Where the smallest size is too large for all, as many as fit at the usual size stand there.
    """
    for size in SIZES:
        if sum(_point_height(text, place.wide, size) for text in texts) <= place.high:
            return size, len(texts)
    ends = itertools.accumulate(_point_height(text, place.wide, PLAIN) for text in texts)
    return PLAIN, sum(end <= place.high for end in ends)


def height_of(text: str, width: float, size: float) -> float:
    """Return how high a text is that may wrap [points]."""
    return _lines(text, width, size) * LINE * size


def _point_height(text: str, width: float, size: float) -> float:
    return height_of(text, width - 14, size) + 0.5 * size


def _lines(text: str, width: float, size: float) -> int:
    return sum(int(text_width(line, size) // (width * 0.94)) + 1 for line in text.split("\n"))


def grid(
    told: SlideWords,
    table: PrintedTable,
    place: Box,
    columns: Columns,
    *,
    name: str,
    lines: int = 1,
) -> Grid:
    """Return some columns of a printed table, as many rows as there is room for, the rest counted.

    Args:
        told: in which languages.
        table: as the chapter prints it.
        place: its room.
        columns: place of the column in the printed table, share of the width, and alignment.
        name: what the table is, for a listener.
        lines: over how many a cell may wrap in each language.
    """
    least = row_height(told)
    widths = tuple(place.wide * share for _, share, _ in columns)
    plain = [
        _row(row.cells, columns, widths, lines=lines)
        for row in table.body
        if "total" not in row.css
    ]
    totals = [
        _row(row.cells, columns, widths, is_bold=True) for row in table.body if "total" in row.css
    ]
    heights = [max(least, _height(row, widths)) for row in plain]
    room = place.high - SMALL * LINE - least * (1 + len(totals))  # a head may have two lines
    kept = len(plain)
    if sum(heights) > room:
        kept = sum(one + least <= room for one in itertools.accumulate(heights))
    rows = [_row(table.heads, columns, widths, "ink-2", is_bold=True, lines=2), *plain[:kept]]
    if kept < len(plain):
        rows.append(_rest(told, len(plain) - kept, widths))
    rows += totals
    tall = (least, *heights[:kept], *[least] * (len(rows) - 1 - kept))
    return Grid(place, widths, tuple(rows), least, name, has_total=bool(totals), heights=tall)


def row_height(told: SlideWords) -> float:
    """Return how high a row of a table is at least: bilingual words have two lines."""
    return 36.0 if told.pen.is_bilingual else 24.0


def _height(row: Sequence[Paragraph], widths: Sequence[float]) -> float:
    most = max(_lines(one.text, wide - 8, SMALL) for one, wide in zip(row, widths, strict=True))
    return most * SMALL * LINE + 9


def _rest(told: SlideWords, count: int, widths: tuple[float, ...]) -> tuple[Paragraph, ...]:
    """Return a row that says, in its widest cell, how many rows there are beyond."""
    widest = widths.index(max(widths))
    text = more_words(told, count)
    return tuple(
        Paragraph(cut(text, wide - 8, SMALL) if at == widest else "", SMALL, "ink-3")
        for at, wide in enumerate(widths)
    )


def _row(
    cells: Sequence[str],
    columns: Columns,
    widths: Iterable[float],
    color: str = "ink",
    *,
    is_bold: bool = False,
    lines: int = 1,
) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(cut(cells[at], wide - 8, SMALL, lines=lines), SMALL, color, is_bold, align)
        for (at, _, align), wide in zip(columns, widths, strict=True)
    )


def more_words(told: SlideWords, count: int) -> str:
    """Say how many rows a slide has no room for."""
    return told.say(
        lambda: (
            ngettext(
                "%(n)s more row stands in the strategy blueprint.",
                "%(n)s more rows stand in the strategy blueprint.",
                count,
            )
            % {"n": count}
        )
    )


def empty(told: SlideWords, name: str) -> TextBox:
    """Say what a chapter without data says."""
    texts = told.chapters[name].said("p", "empty") or [told.say(lambda: _("Nothing to show yet."))]
    place = Box(LEFT, TOP, WIDE, 90)
    return TextBox(place, tuple(Paragraph(text, PLAIN, "ink-2") for text in texts))
