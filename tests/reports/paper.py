"""A document as drawn, read by the heads of its columns and compared with the rows.

The heads are typed in `heads.py` in both languages, so that a figure which moves under another head,
or a head which changes its word, is seen. A table that no test knows fails
`test_every_table_is_known`.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from tests.reports.heads import HEADS, OF_A_RUN
from tests.reports.tables import Table, tables_of

KNOWN = HEADS | OF_A_RUN
NUMBER = re.compile(r"(−?[\d,]+(?:\.\d+)?)\s*(M|万|k)?")
TIMES = {"M": 1_000_000, "万": 10_000, "k": 1_000}
LANGUAGES = ("en", "zh-hans")


class Paper:
    """A drawn document: its tables by name, and what a column of a row says."""

    def __init__(self, text: str, language: str) -> None:
        self.place = int(language == "zh-hans")  # both side by side: English is the main one
        self.language = LANGUAGES[self.place]
        self.text = text
        self.tables = tables_of(text)

    def heads(self, name: str) -> list[str]:
        return [words[self.place] for words in KNOWN[name].values()]

    def named(self, name: str) -> list[Table]:
        """Return the tables of a name; one table may be printed in several pieces."""
        return [table for table in self.tables if table.heads == self.heads(name)]

    def rows(self, name: str, key: str) -> dict[str, dict[str, str]]:
        """Return the whole rows by one of their cells: name of the column -> words."""
        names, found = list(KNOWN[name]), {}
        for table in self.named(name):
            for row in table.rows:
                if len(row) == len(names):
                    cells = dict(zip(names, row, strict=True))
                    found[cells[key]] = cells
        return found

    def facts(self, section: str) -> dict[str, str]:
        """Return the tables without heads of a section as one: words of a row -> its cell."""
        plain = [table for table in self.tables if not table.heads and table.section == section]
        return {row[0]: row[1] for table in plain for row in table.rows if len(row) == 2}

    def small(self, name: str, place: int) -> list[str]:
        return [row[place] for table in self.named(name) for row in table.small if len(row) > place]

    def say(self, english: str, chinese: str) -> str:
        return (english, chinese)[self.place]

    @property
    def millions(self) -> int:
        """What the tables of money count in: millions, in Chinese documents ten thousands."""
        return (1_000_000, 10_000)[self.place]


def is_near(cell: str, value, unit: int = 1) -> bool:
    """Tell whether a cell shows a value, rounded at the last digit that it shows."""
    if value is None:
        return cell == "–"
    found = NUMBER.search(cell.replace("+", ""))
    if found is None:
        return False
    text = found[1].replace(",", "").replace("−", "-")
    unit *= TIMES.get(found[2], 1)
    digits = len(text.partition(".")[2])
    return abs(Decimal(text) - Decimal(value) / unit) <= Decimal(1).scaleb(-digits) / 2


def day_in(cell: str) -> dt.date | None:
    """Return the day that a cell names in either language."""
    for form in ("%d %b %Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(cell, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None


def months_in(cell: str) -> list[tuple[int, int]]:
    """Return the months that a text names in either language, as (year, month)."""
    names = dict(
        zip(
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
            range(1, 13),
            strict=True,
        )
    )
    english = [
        (int(year), names[name]) for name, year in re.findall(r"([A-Z][a-z]{2}) (\d{4})", cell)
    ]
    chinese = [(int(year), int(month)) for year, month in re.findall(r"(\d{4})-(\d\d)", cell)]
    return english or chinese


def month(day: dt.date) -> tuple[int, int]:
    return day.year, day.month


def compare(rows, raw, *columns, unit=1):
    """Compare columns of rows with the raw figures of the same keys."""
    wrong = {
        (key, name): (rows[key][name], figures[name])
        for key, figures in raw.items()
        for name in columns
        if name in figures and not is_near(rows[key][name], figures[name], unit)
    }
    assert wrong == {}
