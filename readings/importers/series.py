"""One series from a table of periods and values, for the command line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.errors import RuleError
from core.workbook.archive import FileLimits
from core.workbook.numbers import DecimalMark
from core.workbook.reading import CellProblem, SheetRow, SheetTable, read_table
from core.workbook.values import to_text
from readings.domain.periods import Period, PeriodStep, common_step, label_of, read_period
from readings.domain.points import SeriesPoint
from readings.importers.columns import (
    PERIOD_HEADS,
    VALUE_HEADS,
    ReadingFileError,
    clear_block,
    column_of,
)

LONG_SERIES = FileLimits(rows=100_000)


@dataclass(frozen=True, slots=True)
class SeriesFile:
    """One series of any step, in order of time."""

    step: PeriodStep
    points: tuple[SeriesPoint, ...]


def read_series(data: bytes, name: str = "", *, mark: DecimalMark | None = None) -> SeriesFile:
    """Return the readings of a table with the columns period and value.

    Args:
        data: CSV (UTF-8, UTF-16 or GB18030; comma, semicolon or tab) or XLSX.
        name: name of the file, for the messages.
        mark: the decimal mark, where the column does not tell it.

    Returns:
        The readings; a row without a value is a missing period.

    Raises:
        WorkbookError: the file cannot be read.
        ReadingFileError: cells are wrong, named by row, or can be read in two ways.
    """
    table = read_table(data, name=name, limits=LONG_SERIES)
    period_column = column_of(table, PERIOD_HEADS, "period")
    value_column = column_of(table, VALUE_HEADS, "value")
    block = clear_block(table, value_column, mark)
    problems: list[CellProblem] = list(table.problems)
    readings: list[tuple[SheetRow, Period, Decimal]] = []
    for row in table.rows:
        try:
            period = read_period(to_text(row.value(period_column)))
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
