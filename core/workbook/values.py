"""Cells as people write them: clean text, percentages, dates in several forms."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00)?)?"),
    re.compile(r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})\.(?P<m>\d{1,2})\.(?P<d>\d{1,2})\.?"),
    re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
)
_MONTHS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})/(?P<m>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月"),
    re.compile(r"(?P<m>\d{1,2})[./](?P<y>\d{4})"),
)


@dataclass(frozen=True, slots=True)
class Percentage:
    """A cell that Excel shows with a percent sign: 61.2 % stands there, 0.612 is stored."""

    points: Decimal

    @classmethod
    def of(cls, share: float | Decimal) -> Percentage:
        """Return the percentage of a stored share, without the dust of binary numbers."""
        return cls((Decimal(str(share)) * 100).normalize())

    def __str__(self) -> str:
        """Return what stands in the cell."""
        return f"{self.points:f}%"


CellValue = str | int | float | Decimal | bool | dt.date | dt.datetime | Percentage | None


def to_text(value: CellValue) -> str:
    """Return a cell as clean text: no control characters, no space around, whole numbers bare."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def to_date(value: CellValue) -> dt.date | None:
    """Return a day.

    Args:
        value: a date of the workbook, or text as 2026-10-02, 2026/10/2, 2026年10月2日 or
            02.10.2026; forms in which day and month could be mixed up are refused.

    Returns:
        The day; None for an empty cell.

    Raises:
        ValueError: not a day.
    """
    return _day(value, _DATES)


def _day(value: CellValue, patterns: tuple[re.Pattern[str], ...]) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date) or value is None:
        return value
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if not text:
        return None
    for pattern in patterns:
        match = pattern.fullmatch(text)
        if match:
            parts = match.groupdict()
            return dt.date(int(parts["y"]), int(parts["m"]), int(parts.get("d") or 1))
    raise ValueError("not a date")
