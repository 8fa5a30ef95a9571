"""Tables of a printed document as rows of cells by the heads of their columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

# Beside what a cell says: the other language, small print under it, and drawings.
ASIDE = {"companion", "sub", "second"}
VOID = {"col", "br", "img", "meta", "link", "hr", "input"}


@dataclass
class Table:
    """One table: where it stands, the heads of its columns, and its rows.

    Attributes:
        section: id of the heading before it.
        heads: words of the columns; of a table without heads nothing.
        rows: words of each cell, without small print.
        small: the small print of each cell.
    """

    section: str
    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    small: list[list[str]] = field(default_factory=list)

    def column(self, head: str) -> list[str]:
        """Return the cells under a head, from top to bottom; rows that are shorter have none."""
        place = self.heads.index(head)
        return [row[place] for row in self.rows if len(row) == len(self.heads)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.section = ""
        self.open: list[tuple[str, bool]] = []
        self.in_head = False
        self.cell: list[str] | None = None
        self.small: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "br" and self.cell is not None:
            self.cell.append(" ")
        if tag in VOID:
            return
        aside = bool(ASIDE & set((named.get("class") or "").split())) or tag == "svg"
        self.open.append((tag, aside))
        if tag in ("h1", "h2") and named.get("id"):
            self.section = str(named["id"])
        elif tag == "table":
            self.tables.append(Table(self.section))
        elif tag == "thead":
            self.in_head = True
        elif tag == "tr" and self.tables and not self.in_head:
            self.tables[-1].rows.append([])
            self.tables[-1].small.append([])
        elif tag in ("td", "th"):
            self.cell, self.small = [], []

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag == "thead":
            self.in_head = False
        elif tag in ("td", "th") and self.cell is not None:
            words = _clean(self.cell)
            if self.in_head:
                self.tables[-1].heads.append(words)
            else:
                self.tables[-1].rows[-1].append(words)
                self.tables[-1].small[-1].append(_clean(self.small))
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            (self.small if any(aside for _tag, aside in self.open) else self.cell).append(data)


def _clean(parts: list[str]) -> str:
    return re.sub(r"\s+", " ", "".join(parts).replace("\u00a0", " ")).strip()


def tables_of(text: str) -> list[Table]:
    """Return every table of a document in order."""
    reader = _Reader()
    reader.feed(text)
    return reader.tables
