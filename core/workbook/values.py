"""Cells as people write them: full-width digits, decimal commas, dates in several forms."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal

_GROUPED_COMMA = re.compile(r"[+-]?\d{1,3}(,\d{3})+")
_GROUPED_POINT = re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}")
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
_MOST_PLACES = 100  # beyond, a result might not be writable as a number
CellValue = str | int | float | Decimal | bool | dt.date | dt.datetime | None


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


def to_decimal(value: CellValue, *, decimal_comma: bool = False) -> Decimal | None:
    """Return a number.

    Args:
        value: a cell; text may use full-width digits, a true minus, spaces between groups, and a
            point or comma as decimal mark.
        decimal_comma: whether a lone comma before exactly three digits ("1,234") is a decimal
            mark (files separated by semicolons) or groups thousands (all others).

    Returns:
        The number; None for an empty cell.

    Raises:
        ValueError: not a finite number.
    """
    if isinstance(value, bool | dt.date):
        raise ValueError("not a number")  # noqa: TRY004 -- the caller names the cell
    if value is None:
        return None
    if isinstance(value, int | float | Decimal):
        return _finite(repr(value) if isinstance(value, float) else str(value))
    text = unicodedata.normalize("NFKC", value).replace("\u2212", "-")
    text = re.sub(r"(?<=\d)[\s'\u00a0\u202f](?=\d{3})", "", text).strip()
    if not text:
        return None
    return _finite(_plain(text, decimal_comma=decimal_comma))


def _plain(text: str, *, decimal_comma: bool) -> str:
    """Return the number with a point as decimal mark and no groups."""
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        mark, group = (",", ".") if comma > point else (".", ",")
        whole, _, part = text.rpartition(mark)
        if not re.fullmatch(rf"[+-]?\d{{1,3}}(\{group}\d{{3}})+", whole):
            raise ValueError("digit groups do not fit")
        return f"{whole.replace(group, '')}.{part}"
    if comma >= 0:
        groups = _GROUPED_COMMA.fullmatch(text)
        if groups and not (decimal_comma and text.count(",") == 1):
            return text.replace(",", "")
        return text.replace(",", ".") if text.count(",") == 1 else text
    return text.replace(".", "") if _GROUPED_POINT.fullmatch(text) else text


def _finite(text: str) -> Decimal:
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", text):
        raise ValueError("not a number")
    number = Decimal(text)
    if number and abs(number.adjusted()) > _MOST_PLACES:
        raise ValueError("not a number of a usable size")
    return number


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
