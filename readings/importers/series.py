"""One series from a table of periods and values, for the command line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.errors import RuleError
from core.workbook.archive import FileLimits
from core.workbook.numbers import DecimalMark
from core.workbook.reading import CellProblem, SheetRow, SheetTable, read_table
from core.workbook.values import day_order, to_text
from readings.domain.periods import Period, PeriodStep, common_step, label_of, read_period
from readings.domain.points import SeriesPoint
from readings.importers.columns import (
    PERIOD_HEADS,
    VALUE_HEADS,
    ReadingFileError,
    clear_block,
    series_columns,
)

LONG_SERIES = FileLimits(rows=100_000)


@dataclass(frozen=True, slots=True)
class SeriesFile:
    """One series of any step, in order of time."""

    step: PeriodStep
    points: tuple[SeriesPoint, ...]


def read_series(
    data: bytes, name: str = "", *, mark: DecimalMark | None = None, encoding: str = ""
) -> SeriesFile:
    """Return the readings of a table with periods and values.

    Args:
        data: CSV (comma, semicolon or tab) or XLSX. The columns are told by their heads, or, in a
            table of two columns, by which of them holds periods.
        name: name of the file, for the messages.
        mark: the decimal mark, where the column does not tell it.
        encoding: code page of a text that does not tell it, see `core.workbook.pages`.

    Returns:
        The readings; a row without a value is a missing period.

    Raises:
        WorkbookError: the file cannot be read.
        ReadingFileError: cells are wrong, named by row, or can be read in two ways.
    """
    heads = (*PERIOD_HEADS, *VALUE_HEADS)
    table = read_table(data, name=name, limits=LONG_SERIES, heads=heads, encoding=encoding)
    period_column, value_column = series_columns(table)
    order = day_order(row.value(period_column) for row in table.rows)
    block = clear_block(table, value_column, mark)
    problems: list[CellProblem] = list(table.problems)
    readings: list[tuple[SheetRow, Period, Decimal]] = []
    for row in table.rows:
        try:
            period = read_period(to_text(row.value(period_column)), order)
        except RuleError as error:
            problems.append(table.problem(row, period_column, error.message))
            continue
        try:
            value = block.number(row, value_column)
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
