"""Cells as people write them: clean text, percentages, dates in several forms."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.bounds import is_usual_day
from core.text import readable

# What people and spreadsheets write for "nothing".
BLANKS = frozenset(
    (
        *("-", "–", "—", "--", "---", "―", "/", "n/a", "na", "n.a.", "nil"),
        *("null", "none", "无", "暂无", "缺", "不详"),
    )
)
# What a spreadsheet shows where a formula has no result: #REF!, #DIV/0!, #¡VALOR!, #NAME?, #N/A.
_ERROR = re.compile(r"#[¡¿]?[^\W\d_][\w/.]{0,15}[!?]|#(N/?A|NV|N/D|N/B|HIV|HIÁNYZIK)")
TITLE_ROWS = 10  # of which one is the head
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *(("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april")),
            *(("may",), ("jun", "june"), ("jul", "july"), ("aug", "august")),
            *(("sep", "sept", "september"), ("oct", "october"), ("nov", "november")),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"
_DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00)?)?"),
    re.compile(r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?: 0?0:00(?::00)?)?"),
    re.compile(r"(?P<y>[12]\d{3})(?P<m>\d\d)(?P<d>\d\d)"),
    re.compile(r"(?P<y>\d{4})\.(?P<m>\d{1,2})\.(?P<d>\d{1,2})\.?"),
    re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
    re.compile(rf"(?P<d>\d{{1,2}})[- ]{_NAME}[- ,]+(?P<y>\d{{4}}|\d\d)"),
    re.compile(rf"{_NAME} (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})"),
)
_MONTH = re.compile(r"(?P<y>\d{4})(?:年(?P<m>\d{1,2})月|[-/.](?P<n>\d{1,2}))")
_COUNTED_DAY = re.compile(
    r"[2-7]\d{4}"
)  # days since the last of 1899, as a spreadsheet stores them
_SLASHED = re.compile(r"(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<y>\d{4})")


@dataclass(frozen=True, slots=True)
class Percentage:
    """A cell that Excel shows with a percent sign: 61.2 % stands there, 0.612 is stored."""

    points: Decimal

    @classmethod
    def of(cls, share: float | Decimal) -> Percentage:
        """Return the percentage of a stored share, without the dust of binary numbers."""
        return cls((Decimal(str(share)) * 100).normalize())

    @classmethod
    def read(cls, points: str) -> Percentage:
        """Return the percentage that a text of its points names."""
        return cls(Decimal(points))

    def __str__(self) -> str:
        """Return what stands in the cell."""
        return f"{self.points:f}%"


CellValue = str | int | float | Decimal | bool | dt.date | dt.datetime | Percentage | None


def to_text(value: CellValue) -> str:
    """Return a cell as clean text: readable, no space around, whole numbers bare."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return readable(str(value)).strip()


def is_blank(value: CellValue) -> bool:
    """Tell whether a cell says "nothing": empty, a dash, n/a, 无."""
    text = unicodedata.normalize("NFKC", to_text(value)).casefold()
    return not text or text in BLANKS


def is_error(value: CellValue) -> bool:
    """Tell whether a cell shows that its formula has no result, as #REF! and #N/A do."""
    if not isinstance(value, str) or not {"#", "＃"} & set(value[:3]):
        return False
    text = unicodedata.normalize("NFKC", to_text(value)).upper()
    return _ERROR.fullmatch(text) is not None


def folded(name: str) -> str:
    """Return a head or a name in the form in which they are compared."""
    return " ".join(unicodedata.normalize("NFKC", readable(name)).casefold().split())


def known_heads(rows: Iterable[Iterable[CellValue]], heads: Iterable[str]) -> list[int]:
    """Return how many of the known heads each of the first filled rows holds.

    Args:
        rows: rows of a table, titles above its head among them.
        heads: names of columns that are looked for.
    """
    known = {folded(name) for name in heads}
    texts = ({folded(to_text(cell)) for cell in row} - {""} for row in rows)
    return [len(known & found) for found in itertools.islice(filter(None, texts), TITLE_ROWS)]


class DayOrder(StrEnum):
    """What stands first in 03/04/2027."""

    DAY = "day"
    MONTH = "month"


def day_order(cells: Iterable[CellValue]) -> DayOrder | None:
    """Tell from all cells of a column whether the day or the month stands first.

    Evidence is a number above 12; two cells that prove different orders prove nothing.

    Args:
        cells: the cells of one column.
    """
    seen = set()
    for cell in cells:
        match = _SLASHED.fullmatch(unicodedata.normalize("NFKC", to_text(cell)))
        if match and int(match["a"]) > 12:
            seen.add(DayOrder.DAY)
        elif match and int(match["b"]) > 12:
            seen.add(DayOrder.MONTH)
    return seen.pop() if len(seen) == 1 else None


def month_of(name: str) -> int:
    """Return the number of a month by its English name or the first letters of it.

    Raises:
        ValueError: no month.
    """
    number = MONTHS.get(name.casefold())
    if number is None:
        raise ValueError("not a month")
    return number


class FarDayError(ValueError):
    """A day far away: it is one, and no product counts with it."""


def full_year(text: str) -> int:
    """Return a year written with four digits, or with two, of this century."""
    return int(text) if len(text) == 4 else 2000 + int(text)


def to_date(value: CellValue, order: DayOrder | None = None) -> dt.date | None:
    """Return a day.

    Args:
        value: a date of the workbook, or text as 2026-10-02, 2026/10/2, 2026年10月2日, 02.10.2026,
            31-Dec-2026 or, where the order is known, 31/12/2026.
        order: of the column, see `day_order`; without it, forms in which day and month could be
            mixed up are refused.

    Returns:
        The day; None for an empty cell.

    Raises:
        FarDayError: a day of none of the years that the product counts with.
        ValueError: not a day.
    """
    day = _day(value, order)
    if day is not None and not is_usual_day(day):
        raise FarDayError("a day far away")
    return day


def to_last_day(value: CellValue, order: DayOrder | None = None) -> dt.date | None:
    """Return the day on which something ends: as `to_date`; a month ends with its last day.

    Args:
        value: as there; or a month as 2027-03 and 2027年3月, or the bare number of a day in a spreadsheet.
        order: as there.

    Returns:
        The day; None for an empty cell.

    Raises:
        ValueError: as there.
    """
    text = unicodedata.normalize("NFKC", to_text(value))
    if month := _MONTH.fullmatch(text):
        year, number = int(month["y"]), int(month["m"] or month["n"])
        if not 1 <= number <= 12:
            raise ValueError("not a month")
        following = dt.date(year + number // 12, number % 12 + 1, 1)
        return to_date(following - dt.timedelta(days=1))
    if _COUNTED_DAY.fullmatch(text):
        return to_date(dt.date(1899, 12, 30) + dt.timedelta(days=int(text)))
    return to_date(value, order)


def _day(value: CellValue, order: DayOrder | None) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date) or value is None:
        return value
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if not text:
        return None
    for pattern in _DATES:
        match = pattern.fullmatch(text)
        if match:
            parts = match.groupdict()
            month = month_of(parts["name"]) if "name" in parts else int(parts["m"])
            return dt.date(full_year(parts["y"]), month, int(parts["d"]))
    return _slashed(text, order)


def _slashed(text: str, order: DayOrder | None) -> dt.date:
    match = _SLASHED.fullmatch(text)
    if match is None:
        raise ValueError("not a date")
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    if order is None and first != second:
        raise ValueError("day and month could be mixed up")
    day, month = (second, first) if order is DayOrder.MONTH else (first, second)
    return dt.date(year, month, day)
