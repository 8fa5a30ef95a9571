"""What slides are built of: a page with its title, columns of words, tables cut to their room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts.svg.widths import fitted, text_width
from core.text import LocalizedText
from reports.domain.document import DocumentFrame
from reports.domain.pen import Pen
from reports.rendering.slides.reading import PrintedChapter, PrintedTable
from reports.rendering.slides.shapes import Align, Box, Element, Grid, Paragraph, TextBox
from reports.sections.languages import below, in_both

LEFT, TOP, WIDE = 48.0, 122.0, 864.0
FOOT, BOTTOM = 508.0, 492.0
SMALL, PLAIN, LARGE = 11.0, 13.0, 26.0
LINE = 1.32  # height of a line, in sizes
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
        lines = [cut(line, WIDE, PLAIN, lines=2) for line in finding.split("\n")]
        words = (Paragraph("\n".join(lines), PLAIN, "ink-2"),)
        found.append(TextBox(Box(LEFT, 70, WIDE, 46), words))
    return (*found, *elements)


def cut(text: str, width: float, size: float, *, lines: int = 1) -> str:
    """Return each line of a text cut to a width; it may wrap over some lines."""
    room = width * lines * SPARE
    return "\n".join(fitted(line, room, size) for line in text.split("\n"))


def bullets(texts: Sequence[str], place: Box, size: float = PLAIN, *, lines: int = 3) -> TextBox:
    """Return points below each other, as many as the place has room for."""
    words, used = [], 0.0
    for text in texts:
        shown = cut(text, place.wide - 14, size, lines=lines)
        high = (_lines(shown, place.wide - 14, size) * LINE + 0.5) * size
        if used + high > place.high:
            words.append(Paragraph("…", size, "ink-3"))
            break
        words.append(Paragraph(f"• {shown}", size, before=size * 0.5))
        used += high
    return TextBox(place, tuple(words))


def _lines(text: str, width: float, size: float) -> int:
    return sum(int(text_width(line, size) // (width * 0.94)) + 1 for line in text.split("\n"))


def grid(
    told: SlideWords,
    table: PrintedTable,
    place: Box,
    columns: Columns,
    *,
    name: str,
) -> Grid:
    """Return some columns of a printed table, as many rows as there is room for, the rest counted.

    Args:
        told: in which languages.
        table: as the chapter prints it.
        place: its room.
        columns: place of the column in the printed table, share of the width, and alignment.
        name: what the table is, for a listener.
    """
    row_height = 36.0 if told.pen.is_bilingual else 24.0
    room = int(place.high // row_height) - 1  # without the head
    totals = [row for row in table.body if "total" in row.css]
    plain = [row for row in table.body if "total" not in row.css]
    kept = len(plain) if len(table.body) <= room else room - len(totals) - 1
    widths = tuple(place.wide * share for _, share, _ in columns)
    lines = [_row(table.heads, columns, widths, "ink-2", is_bold=True)]
    lines += [_row(row.cells, columns, widths) for row in plain[:kept]]
    if kept < len(plain):
        lines.append(_rest(told, len(plain) - kept, widths))
    lines += [_row(row.cells, columns, widths, is_bold=True) for row in totals]
    return Grid(place, widths, tuple(lines), row_height, name, has_total=bool(totals))


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
) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(cut(cells[at], wide - 8, SMALL), SMALL, color, is_bold, align)
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
