"""The words and tables of a chapter as it is printed, read from its markup.

Slides say what the pages say: the same sentences, and the same figures under the same heads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

SPACE = re.compile(r"[ \t\r\n]+")
VOID = frozenset({"br", "col", "img", "meta", "hr", "input"})
BLOCKS = frozenset({"p", "li", "th", "td", "caption", "h1", "h2"})
UNSEEN = frozenset({"vh", "sub"})  # for listeners; details of a cell that a slide has no room for
OWN_LINE = frozenset({"companion", "line", "sub"})


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of a table: its cells, and whether it is a head, a total or the name of a group."""

    cells: tuple[str, ...]
    css: str = ""


@dataclass(slots=True)
class PrintedTable:
    """A table: its heads and its rows."""

    heads: tuple[str, ...] = ()
    rows: list[PrintedRow] = field(default_factory=list)

    @property
    def body(self) -> list[PrintedRow]:
        """The rows that have as many cells as there are heads."""
        return [row for row in self.rows if len(row.cells) == len(self.heads)]


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A paragraph, heading or point of a list, with the classes of it and of all around it."""

    tag: str
    text: str
    css: frozenset[str]


@dataclass(slots=True)
class PrintedChapter:
    """What a chapter prints, in its order; `tiles` are figures with their heading and notes."""

    texts: list[PrintedText] = field(default_factory=list)
    tables: list[PrintedTable] = field(default_factory=list)
    tiles: list[list[str]] = field(default_factory=list)

    def said(self, tag: str, css: str = "") -> list[str]:
        """Return the texts of a tag, with a class on it or around it if one is named."""
        wanted = (one for one in self.texts if one.tag == tag and (not css or css in one.css))
        return [one.text for one in wanted]


def read_chapter(markup: str) -> PrintedChapter:
    """Return the words and tables of a chapter."""
    reader = _ChapterReader()
    reader.feed(markup)
    reader.close()
    return reader.chapter


class _ChapterReader(HTMLParser):
    """Follows the markup and keeps the way down to where it is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.chapter = PrintedChapter()
        self.way: list[tuple[str, frozenset[str]]] = []
        self.text: list[str] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go one step down."""
        if tag == "br":
            self.text.append("\n")
        if tag in VOID:
            return
        css = frozenset(str(dict(attrs).get("class") or "").split())
        if tag == "div" and self.way and "keys" in self.way[-1][1]:
            self.chapter.tiles.append([])
        self.way.append((tag, css))
        if tag in BLOCKS:
            self.text = []
        elif css & OWN_LINE:
            self.text.append("\n")
        if tag == "table":
            self.chapter.tables.append(PrintedTable())
        elif tag == "tr":
            self.cells = []

    def handle_data(self, data: str) -> None:
        """Keep what people see."""
        names = {tag for tag, _ in self.way}
        unseen = UNSEEN - {"sub"} if "thead" in names else UNSEEN  # under a head stands its unit
        if "svg" not in names and not self._css() & unseen:
            self.text.append(SPACE.sub(" ", data))

    def handle_endtag(self, tag: str) -> None:
        """Keep a whole block, and go one step up."""
        if tag in VOID or not self.way:
            return
        if tag in BLOCKS:
            self._keep(tag)
        elif tag == "tr":
            self._keep_row()
        self.way.pop()

    def _css(self) -> frozenset[str]:
        return frozenset().union(*(css for _, css in self.way))

    def _keep(self, tag: str) -> None:
        lines = (SPACE.sub(" ", line).strip() for line in "".join(self.text).split("\n"))
        text = "\n".join(filter(None, lines))
        self.text = []
        if tag in ("th", "td"):
            self.cells.append(text)
        elif "keys" in self._css() and self.chapter.tiles:
            self.chapter.tiles[-1].append(text)
        elif text:
            self.chapter.texts.append(PrintedText(tag, text, self._css()))

    def _keep_row(self) -> None:
        table = self.chapter.tables[-1]
        if any(tag == "thead" for tag, _ in self.way):
            table.heads = tuple(self.cells)
            return
        table.rows.append(PrintedRow(tuple(self.cells), " ".join(sorted(self.way[-1][1]))))
