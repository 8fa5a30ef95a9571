"""Periods as whole numbers, so that "the next one" is plus one; months, and what files use."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from core.errors import RuleError
from sheets.values import MONTHS, DayOrder, full_year, month_of, to_date


class PeriodStep(StrEnum):
    """How far two successive periods lie apart."""

    MONTH = "month"
    QUARTER = "quarter"
    WEEK = "week"
    DAY = "day"
    YEAR = "year"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its step and its place on that step's own scale."""

    step: PeriodStep
    position: int


PER_YEAR = {
    PeriodStep.MONTH: 12,
    PeriodStep.QUARTER: 4,
    PeriodStep.WEEK: 52,
    PeriodStep.DAY: 365,
    PeriodStep.YEAR: 1,
    PeriodStep.NUMBER: 12,
}
# Months of one reading, for the steps in which a plant reports.
SPANS = {PeriodStep.MONTH: 1, PeriodStep.QUARTER: 3}

_YEAR_FIRST = re.compile(r"(?P<y>\d\d)[- /](?P<name>[A-Za-z]{3,9})\.?")
_PATTERNS: tuple[tuple[PeriodStep, re.Pattern[str]], ...] = (
    (
        PeriodStep.DAY,
        re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[T ]00:00.*)?"),
    ),
    (PeriodStep.DAY, re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日")),
    (PeriodStep.DAY, re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})")),
    (PeriodStep.MONTH, re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})")),
    (PeriodStep.MONTH, re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月")),
    (PeriodStep.MONTH, re.compile(r"(?P<m>\d{1,2})[-/.](?P<y>\d{4})")),
    (PeriodStep.MONTH, re.compile(r"(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])")),
    (PeriodStep.MONTH, re.compile(r"(?P<name>[A-Za-z]{3,9})\.?[- /,]*(?P<y>\d{4})")),
    (PeriodStep.MONTH, re.compile(r"(?P<name>[A-Za-z]{3,9})\.?[-/' ](?P<y>\d\d)")),
    (PeriodStep.MONTH, re.compile(r"(?P<y>\d{4})[- /]*(?P<name>[A-Za-z]{3,9})\.?")),
    (PeriodStep.QUARTER, re.compile(r"(?P<y>\d{4})[- ]?[Qq](?P<q>[1-4])")),
    (PeriodStep.WEEK, re.compile(r"(?P<y>\d{4})-?[Ww](?P<w>\d{1,2})")),
    (PeriodStep.YEAR, re.compile(r"(?P<y>(?:19|20)\d\d)")),
    (PeriodStep.NUMBER, re.compile(r"(?P<n>\d{1,6})")),
)


def month_position(month: dt.date) -> int:
    """Return the place of a month on the scale of months."""
    return month.year * 12 + month.month - 1


def month_at(position: int) -> dt.date:
    """Return the first day of the month at a place; the way back of `month_position`."""
    return dt.date(position // 12, position % 12 + 1, 1)


@lru_cache(maxsize=2048)  # a page of indicators names the same months forty times
def month_label(position: int) -> str:
    """Return a month as 2026-10."""
    return f"{month_at(position):%Y-%m}"


def add_months(month: dt.date, count: int) -> dt.date:
    """Return the first day of the month so many months later (earlier if negative)."""
    return month_at(month_position(month) + count)


def position_of(day: dt.date, step: PeriodStep = PeriodStep.MONTH) -> int:
    """Return the place of the month or quarter that holds a day."""
    return month_position(day) // SPANS[step]


def start_of(position: int, step: PeriodStep = PeriodStep.MONTH) -> dt.date:
    """Return the first day of a month or quarter; the way back of `position_of`."""
    return month_at(position * SPANS[step])


class TwoPeriodsError(RuleError):
    """24-Apr: a month of 2024, or a day of a year that is not named; `month` is the first."""

    def __init__(self, text: str, month: str) -> None:
        self.month = month
        super().__init__(f"{text} can be {month} or a day without its year", field="period")


def is_year_first(text: str) -> bool:
    """Tell whether a cell is like 24-Apr, which can be read in two ways."""
    match = _YEAR_FIRST.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return match is not None and match["name"].casefold() in MONTHS


def named_years(cells: Iterable[str]) -> frozenset[int]:
    """Return the years that the cells of a column name without doubt.

    Args:
        cells: the texts of a column of periods.
    """
    years = set()
    for cell in cells:
        with contextlib.suppress(RuleError):
            period = read_period(cell)
            if period.step is PeriodStep.MONTH:
                years.add(month_at(period.position).year)
    return frozenset(years)


def read_period(
    text: str, order: DayOrder | None = None, years: frozenset[int] = frozenset()
) -> Period:
    """Return the period that a cell names.

    Args:
        text: a month (2026-10, 2026/10, 202610, 2026年10月, 10/2026, Oct-26), day (2026-10-02,
            2-Oct-2026), quarter (2026Q4), ISO week (2026-W40), year (2026) or number (1, 2, 3);
            full-width digits too.
        order: of days such as 03/04/2026 in the column, see `sheets.values.day_order`.
        years: that other cells of the column name; 24-Apr is April 2024 if 2024 is one of them.

    Raises:
        TwoPeriodsError: 24-Apr without such a year.
        RuleError: none of these, or no day of the calendar.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if is_year_first(plain):
        return _year_first(plain, years)
    for step, pattern in _PATTERNS:
        match = pattern.fullmatch(plain)
        if match:
            try:
                return Period(step, _position(step, _parts(match)))
            except ValueError as error:
                raise RuleError(f"no such period: {plain}", field="period") from error
    with contextlib.suppress(ValueError):
        day = to_date(plain, order)
        if day is not None:
            return Period(PeriodStep.DAY, day.toordinal())
    raise RuleError(f"not a period: {plain or '(empty)'}", field="period")


def _year_first(text: str, years: frozenset[int]) -> Period:
    match = _YEAR_FIRST.fullmatch(text)
    parts = _parts(match) if match else {}
    position = _position(PeriodStep.MONTH, parts)
    if parts["y"] not in years:
        raise TwoPeriodsError(text, month_label(position))
    return Period(PeriodStep.MONTH, position)


def _parts(match: re.Match[str]) -> dict[str, int]:
    """Return the numbers of a period; a month may be named.

    Raises:
        ValueError: no month has this name.
    """
    found = match.groupdict()
    parts = {key: int(text) for key, text in found.items() if key not in ("name", "y")}
    if "y" in found:
        parts["y"] = full_year(found["y"])
    if "name" in found:
        parts["m"] = month_of(found["name"])
    return parts


def _position(step: PeriodStep, parts: dict[str, int]) -> int:
    if step is PeriodStep.DAY:
        return dt.date(parts["y"], parts["m"], parts["d"]).toordinal()
    if step is PeriodStep.MONTH:
        return month_position(dt.date(parts["y"], parts["m"], 1))
    if step is PeriodStep.QUARTER:
        return parts["y"] * 4 + parts["q"] - 1
    if step is PeriodStep.WEEK:
        return dt.date.fromisocalendar(parts["y"], parts["w"], 1).toordinal() // 7
    return parts["y"] if step is PeriodStep.YEAR else parts["n"]


def label_of(step: PeriodStep) -> Callable[[int], str]:
    """Return the function that names a position of a step."""
    return _LABELS.get(step, str)


def _week_label(position: int) -> str:
    year, week, _ = dt.date.fromordinal(position * 7 + 1).isocalendar()
    return f"{year}-W{week:02}"


_LABELS: dict[PeriodStep, Callable[[int], str]] = {
    PeriodStep.MONTH: month_label,
    PeriodStep.QUARTER: lambda place: f"{place // 4}-Q{place % 4 + 1}",
    PeriodStep.WEEK: _week_label,
    PeriodStep.DAY: lambda place: dt.date.fromordinal(place).isoformat(),
}


def common_step(periods: list[Period]) -> tuple[PeriodStep, list[int]]:
    """Return the step of a column of periods and their places on it.

    Days are read as months if all are the first or the last of a month, or the same day of
    several months; as weeks if all fall on the same weekday; else every day counts as the neighbor
    of the next one given, because the calendar of the plant is not known. Running numbers may pass
    through those that could be years.

    Raises:
        RuleError: periods of different steps.
    """
    steps = {period.step for period in periods}
    if steps == {PeriodStep.NUMBER, PeriodStep.YEAR}:
        steps = {PeriodStep.NUMBER}
    if len(steps) > 1:
        named = ", ".join(sorted(steps))
        raise RuleError(f"periods of different lengths in one column: {named}", field="period")
    positions = [period.position for period in periods]
    step = next(iter(steps), PeriodStep.MONTH)
    if step is not PeriodStep.DAY:
        return step, positions
    days = [dt.date.fromordinal(position) for position in positions]
    if _is_monthly(days):
        return PeriodStep.MONTH, [month_position(day) for day in days]
    if len({day.weekday() for day in days}) == 1:
        return PeriodStep.WEEK, [
            (day - dt.timedelta(day.weekday())).toordinal() // 7 for day in days
        ]
    return PeriodStep.DAY, positions


def _is_monthly(days: list[dt.date]) -> bool:
    """Return whether days stand for their months: one for each, at the same place in it."""
    dates = {day.day for day in days}
    is_last = all(day.day == monthrange(day.year, day.month)[1] for day in days)
    is_repeated = len(dates) == 1 and len({month_position(day) for day in days}) > 1
    return dates == {1} or is_last or is_repeated
