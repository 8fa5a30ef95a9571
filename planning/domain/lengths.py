"""Lengths as people say them, "6 months" or "20个工作日": read, in words, counted from dates.

See docs/method.md#lengths.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from core.phrases import plural
from core.text import LocalizedText
from planning.domain.calendars import WorkCalendar
from planning.domain.durations import Duration, TimeUnit, add_months

DAYS_MAX, MONTHS_MAX = 3660, 120  # ten years, as long as an initiative may last
TEXT_MAX = 40
SAID = re.compile(r"([+-]?)([0-9]+)([.,][0-9]+)? ?(.+)")
WORKING, CALENDAR, MONTHS = TimeUnit.WORKING, TimeUnit.CALENDAR, TimeUnit.MONTHS
NAMES = {
    **dict.fromkeys(("d", "day", "days", "cd", "calendar day", "calendar days"), (CALENDAR, 1)),
    **dict.fromkeys(("天", "日", "个日历天", "日历天", "个日历日", "日历日"), (CALENDAR, 1)),
    **dict.fromkeys(("个自然日", "自然日"), (CALENDAR, 1)),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), (CALENDAR, 7)),
    **dict.fromkeys(("周", "个星期", "星期", "个礼拜"), (CALENDAR, 7)),
    **dict.fromkeys(("wd", "workday", "workdays"), (WORKING, 1)),
    **dict.fromkeys(("work day", "work days", "working day", "working days"), (WORKING, 1)),
    **dict.fromkeys(("个工作日", "工作日", "个工作天", "工作天"), (WORKING, 1)),
    **dict.fromkeys(("m", "mo", "mos", "month", "months", "个月"), (MONTHS, 1)),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years", "年"), (MONTHS, 12)),
}
NUMERALS = {**dict(zip("一二三四五六七八九", range(1, 10), strict=True)), "两": 2}
# 1 to 99 before a unit; without one of these behind it, "六月" is June.
COUNTED = re.compile(
    "([一二三四五六七八九]?十)?([一二两三四五六七八九])?(?= ?[年周天日个工自星礼])"
)
YEARS_AND_A_HALF = re.compile("([1-9][0-9]{0,2}) ?年半")
HALVES = {
    **dict.fromkeys(("半年", "half a year", "half year"), "6 months"),
    "半个月": "0.5 months",
    "a year and a half": "18 months",
}
# Full-width forms of what stands on a keyboard, and capitals; no other letter or digit is taken for one.
_SMALL = {code: chr(code).lower() for code in range(0x21, 0x7F)}
TYPED = _SMALL | {code + 0xFEE0: letter for code, letter in _SMALL.items()}
MOST = {WORKING: DAYS_MAX, CALENDAR: DAYS_MAX, MONTHS: MONTHS_MAX}


class Misread(StrEnum):
    """Why a text is no length."""

    UNKNOWN = "unknown"  # no number with a unit
    BROKEN = "broken"  # not a whole number
    BEYOND = "beyond"  # less than 1, or more than ten years


class LengthError(ValueError):
    """A text is no length.

    Attributes:
        why: for the words of the reader.
    """

    def __init__(self, why: Misread) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Length:
    """How long work takes, as somebody said it.

    Attributes:
        count: of the unit, from 1.
        unit: what is counted.
    """

    count: int
    unit: TimeUnit = TimeUnit.CALENDAR

    def on(self, calendar: WorkCalendar) -> Duration:
        """Return the length on a calendar, to compute with."""
        return Duration(self.count, self.unit, calendar)

    def is_held(self, start: dt.date, end: dt.date, calendar: WorkCalendar) -> bool:
        """Tell whether [start, end) is exactly so long on a calendar."""
        return counted(start, end, self.unit, calendar) == self

    @property
    def words(self) -> LocalizedText:
        """The length in both languages; `read_length` reads either back."""
        count = f"{self.count:,}"
        if self.unit is TimeUnit.WORKING:
            return plural("{count} working day", "{count} working days", self.count, count=count)
        if self.unit is TimeUnit.CALENDAR:
            return plural("{count} calendar day", "{count} calendar days", self.count, count=count)
        return plural("{count} month", "{count} months", self.count, count=count)


def read_length(text: str) -> Length:
    """Return the length that a text says.

    A number and its unit, in English or Chinese: working days, days (those of the calendar), weeks
    (of seven of them), months, years (of twelve), half a year. In Chinese the number may be a numeral up
    to 99, and a year and a half 一年半. Full-width digits, capitals and spaces do not
    matter, circled digits or a long s are none. A number alone is none: nobody could tell of what.

    Raises:
        LengthError: it says none that is allowed.

    Source: docs/method.md#lengths.
    """
    plain = " ".join(text.translate(TYPED).split())
    plain = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", plain).replace("−", "-")
    plain = _in_digits(plain)
    found = SAID.fullmatch(plain) if len(plain) <= TEXT_MAX else None
    unit, times = NAMES.get(found[4], (None, 0)) if found else (None, 0)
    if found is None or unit is None:
        raise LengthError(Misread.UNKNOWN)
    sign, digits, broken, _name = found.groups()
    count = int(digits) * times
    if sign == "-" or count > MOST[unit] or not (count or broken):
        raise LengthError(Misread.BEYOND)
    if broken:
        raise LengthError(Misread.BROKEN)
    return Length(count, unit)


def _in_digits(text: str) -> str:
    """Return a text with halves and Chinese numerals of its beginning in digits."""
    if text in HALVES:
        return HALVES[text]
    found = COUNTED.match(text)
    if found and found[0]:
        tens, ones = found.groups()
        ten = NUMERALS.get(tens[0], 1) * 10 if tens else 0
        text = f"{ten + NUMERALS.get(ones, 0)}{text[found.end() :]}"
    half = YEARS_AND_A_HALF.fullmatch(text)
    return f"{int(half[1]) * 12 + 6} months" if half else text


def counted(start: dt.date, end: dt.date, unit: TimeUnit, calendar: WorkCalendar) -> Length | None:
    """Return how long [start, end) is in a unit on a calendar; None where nothing of it counts.

    Months that are not whole are counted as calendar days.

    Source: docs/method.md#lengths.
    """
    if unit is TimeUnit.MONTHS:
        months = (end.year - start.year) * 12 + end.month - start.month
        if months > 0 and add_months(start, months) == end:
            return Length(months, unit)
        unit = TimeUnit.CALENDAR
    days = calendar.working if unit is TimeUnit.WORKING else calendar.running
    count = days.count(start, end)
    return Length(count, unit) if count else None
