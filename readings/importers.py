"""Readings from files: one indicator, several in rows, or several in columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.errors import RuleError
from core.workbook.archive import FileLimits
from core.workbook.reading import CellProblem, SheetRow, SheetTable, folded, read_table
from core.workbook.values import to_decimal, to_text
from readings.domain.entries import settled
from readings.domain.periods import (
    SPANS,
    Period,
    PeriodStep,
    common_step,
    label_of,
    position_of,
    read_period,
    start_of,
)
from readings.domain.points import SeriesPoint
from readings.models import Measurement, PlantIndicator
from readings.services.readings import Entry, check

PERIOD_HEADS = ("period", "month", "date", "期间", "月份", "日期")
VALUE_HEADS = ("value", "reading", "值", "数值", "读数")
INDICATOR_HEADS = ("indicator", "kpi", "code", "指标", "指标编码", "编码")
QUALITY_HEADS = ("quality", "data quality", "data quality, %", "数据质量", "数据质量，%")
LONG_SERIES = FileLimits(rows=100_000)


class ReadingFileError(RuleError):
    """The table cannot be used; `problems` names every cell at fault."""

    def __init__(self, problems: list[CellProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{item.place}: {item.message}" for item in problems))


@dataclass(frozen=True, slots=True)
class SeriesFile:
    """One series of any step, in order of time."""

    step: PeriodStep
    points: tuple[SeriesPoint, ...]


def column_of(table: SheetTable, heads: tuple[str, ...], title: str) -> int:
    """Return the place of a column that must be there.

    Raises:
        ReadingFileError: there is none.
    """
    place = table.column(*heads)
    if place is None:
        message = _("The column “%(name)s” is missing.") % {"name": title}
        raise ReadingFileError([CellProblem(table.sheet, f"A{table.head_number}", message)])
    return place


def read_series(data: bytes, name: str = "") -> SeriesFile:
    """Return the readings of a table with the columns period and value.

    Args:
        data: CSV (UTF-8, UTF-16 or GB18030; comma, semicolon or tab) or XLSX.
        name: name of the file, for the messages.

    Returns:
        The readings; a row without a value is a missing period.

    Raises:
        WorkbookError: the file cannot be read.
        ReadingFileError: cells are wrong, named by row.
    """
    table = read_table(data, name=name, limits=LONG_SERIES)
    period_column = column_of(table, PERIOD_HEADS, "period")
    value_column = column_of(table, VALUE_HEADS, "value")
    problems: list[CellProblem] = list(table.problems)
    readings: list[tuple[SheetRow, Period, Decimal]] = []
    for row in table.rows:
        try:
            period = read_period(to_text(row.value(period_column)))
        except RuleError as error:
            problems.append(table.problem(row, period_column, error.message))
            continue
        try:
            value = to_decimal(row.value(value_column), decimal_comma=table.decimal_comma)
        except ValueError:
            text = to_text(row.value(value_column))
            message = _("not a number: %(text)s") % {"text": text}
            problems.append(table.problem(row, value_column, message))
            continue
        if value is not None:
            readings.append((row, period, value))
    if problems:
        raise ReadingFileError(problems)
    return _series(table, period_column, readings)


def _series(
    table: SheetTable, column: int, readings: list[tuple[SheetRow, Period, Decimal]]
) -> SeriesFile:
    try:
        step, positions = common_step([period for _row, period, _value in readings])
    except RuleError as error:
        other = next(
            row for row, period, _value in readings if period.step is not readings[0][1].step
        )
        raise ReadingFileError([table.problem(other, column, error.message)]) from error
    label = label_of(step)
    seen: dict[int, int] = {}
    points: list[SeriesPoint] = []
    problems: list[CellProblem] = []
    for (row, _period, value), position in zip(readings, positions, strict=True):
        if position in seen:
            words = _("%(period)s stands in row %(row)s already")
            message = words % {"period": label(position), "row": seen[position]}
            problems.append(table.problem(row, column, message))
            continue
        seen[position] = row.number
        points.append(SeriesPoint(position, label(position), value))
    if problems:
        raise ReadingFileError(problems)
    ordered = sorted(points, key=lambda point: point.position)
    if (
        step is PeriodStep.DAY
    ):  # the plant's calendar is not known: every day given follows the last
        ordered = [SeriesPoint(n, point.label, point.value) for n, point in enumerate(ordered)]
    return SeriesFile(step, tuple(ordered))


# --- readings of a plant ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One reading of a file with what storing it would do."""

    place: str
    entry: Entry
    before: Decimal | None = None

    @property
    def effect(self) -> str:
        """new, changed or same."""
        if self.before is None:
            return "new"
        return "same" if self.before == settled(self.entry.value) else "changed"


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it was understood: nothing is stored yet."""

    lines: tuple[Line, ...]
    problems: tuple[CellProblem, ...]
    columns: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether it may be stored."""
        return bool(self.lines) and not self.problems

    def count(self, effect: str) -> int:
        """Return how many readings are new, changed or same."""
        return sum(line.effect == effect for line in self.lines)


def read_readings(
    data: bytes,
    *,
    rows: Sequence[PlantIndicator],
    today: dt.date,
    only: PlantIndicator | None = None,
    name: str = "",
) -> Draft:
    """Return the readings of a file for a plant, with every problem by cell.

    Three forms are understood: period and value for one indicator; indicator, period and value
    in rows; a table with one column for each indicator, or one for each period.

    Args:
        data: CSV or XLSX.
        rows: the indicators the plant follows.
        today: the day it is at the plant.
        only: the indicator a file without a column for it belongs to.
        name: name of the file.

    Raises:
        WorkbookError: the file as a whole cannot be read.
    """
    table = read_table(data, name=name)
    return Reader(table, rows, today, only).draft()


class Reader:
    """Turns one table into a draft."""

    def __init__(
        self,
        table: SheetTable,
        rows: Sequence[PlantIndicator],
        today: dt.date,
        only: PlantIndicator | None,
    ) -> None:
        self.table, self.today, self.only = table, today, only
        self.head = SheetRow(table.head_number, table.head)
        self.problems: list[CellProblem] = list(table.problems)
        self.lines: list[Line] = []
        self.seen: dict[tuple[int, dt.date], str] = {}
        self.names = {
            key: row
            for row in rows
            for key in (folded(row.indicator.code), *map(folded, row.indicator.title.values()))
        }

    def draft(self) -> Draft:
        """Return what the table holds."""
        table = self.table
        indicator, period = table.column(*INDICATOR_HEADS), table.column(*PERIOD_HEADS)
        value = table.column(*VALUE_HEADS)
        if indicator is not None and period is not None and value is not None:
            self._rows(value, period, indicator)
        elif period is not None and value is not None and self.only is not None:
            self._rows(value, period, None)
        elif period is not None:
            self._indicator_columns(period)
        elif indicator is not None:
            self._period_columns(indicator)
        else:
            message = _("The column “%(name)s” is missing.") % {"name": "period"}
            self.problems.append(table.problem(self.head, 0, message))
        return Draft(tuple(self._compared()), tuple(self.problems), table.head)

    def _rows(self, value: int, period: int, indicator: int | None) -> None:
        quality = self.table.column(*QUALITY_HEADS)
        for row in self.table.rows:
            target = self.only
            if indicator is not None:
                target = self._named(row, indicator, to_text(row.value(indicator)))
                if target is None:
                    continue
            self._cell(row, value, self._period(row, period, target), target, quality)

    def _indicator_columns(self, period: int) -> None:
        columns: dict[int, PlantIndicator] = {}
        for column, head in enumerate(self.table.head):
            if column == period or not head:
                continue
            target = self._named(self.head, column, head)
            if target is not None:
                columns[column] = target
        for row in self.table.rows:
            for column, target in columns.items():
                if to_text(row.value(column)):
                    self._cell(row, column, self._period(row, period, target), target, None)

    def _period_columns(self, indicator: int) -> None:
        for row in self.table.rows:
            target = self._named(row, indicator, to_text(row.value(indicator)))
            if target is None:
                continue
            for column in range(len(self.table.head)):
                if column != indicator and to_text(row.value(column)):
                    self._cell(row, column, self._period(self.head, column, target), target, None)

    def _named(self, row: SheetRow, column: int, name: str) -> PlantIndicator | None:
        """Return the indicator that a cell names; a name that is not followed is a problem."""
        key = folded(name)
        indicator = self.names.get(key) or self.names.get(key.split(" ")[0] if key else "")
        if indicator is None:
            message = _("This plant follows no indicator named “%(name)s”.") % {"name": name}
            self.problems.append(self.table.problem(row, column, message))
        return indicator

    def _period(self, row: SheetRow, column: int, target: PlantIndicator | None) -> dt.date | None:
        """Return the first day of the period a cell names; None with a problem noted."""
        cell = row.value(column)
        try:
            period = read_period(to_text(cell))
            day = _day_of(period)
        except RuleError:
            expected = _("a month such as 2026-10")
            message = _("Not a period: “%(text)s”. Expected %(form)s.")
            words = message % {"text": to_text(cell), "form": expected}
            problem = self.table.problem(row, column, words)
            if problem not in self.problems:
                self.problems.append(problem)
            return None
        step = target.indicator.step if target else PeriodStep.MONTH
        return start_of(position_of(day, step), step)

    def _cell(
        self,
        row: SheetRow,
        column: int,
        period: dt.date | None,
        target: PlantIndicator | None,
        quality: int | None,
    ) -> None:
        if period is None or target is None:
            return
        value = self._number(row, column)
        share = self._number(row, quality) if quality is not None else None
        if share is not None and quality is not None and not 0 <= share <= 100:
            message = _("Data quality lies between 0 and 100.")
            self.problems.append(self.table.problem(row, quality, message))
            return
        if value is None:
            return
        entry = Entry(target, period, value, None if share is None else round(share, 2))
        cell = self.table.problem(row, column, "")
        try:
            check(entry, self.today)
        except RuleError as error:
            self.problems.append(self.table.problem(row, column, error.message))
            return
        key = (target.pk, period)
        if key in self.seen:
            words = _("%(indicator)s %(period)s stands in %(cell)s already.")
            message = words % {
                "indicator": target.indicator.code,
                "period": f"{period:%Y-%m}",
                "cell": self.seen[key],
            }
            self.problems.append(self.table.problem(row, column, message))
            return
        self.seen[key] = cell.cell
        self.lines.append(Line(cell.cell, entry))

    def _number(self, row: SheetRow, column: int) -> Decimal | None:
        cell = row.value(column)
        try:
            return to_decimal(cell, decimal_comma=self.table.decimal_comma)
        except ValueError:
            message = _("Not a number: “%(text)s”.") % {"text": to_text(cell)}
            self.problems.append(self.table.problem(row, column, message))
            return None

    def _compared(self) -> list[Line]:
        """Return the lines with what is stored now, in one query."""
        rows = Measurement.objects.filter(
            plant_indicator__in={line.entry.row.pk for line in self.lines}
        )
        known = {(item.plant_indicator_id, item.period): item.value for item in rows}
        return [
            Line(line.place, line.entry, known.get((line.entry.row.pk, line.entry.period)))
            for line in self.lines
        ]


def _day_of(period: Period) -> dt.date:
    """Return a day of a month, quarter or day.

    Raises:
        RuleError: weeks, years and bare numbers name no month.
    """
    if period.step is PeriodStep.DAY:
        return dt.date.fromordinal(period.position)
    if period.step in SPANS:
        return start_of(period.position, period.step)
    raise RuleError("no month", field="period")
