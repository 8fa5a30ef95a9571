"""One series from a table of periods and values, for the command line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from core.errors import RuleError
from readings.domain.periods import (
    Period,
    PeriodStep,
    common_step,
    label_of,
    named_years,
    read_period,
)
from readings.domain.points import SeriesPoint
from readings.importers.columns import (
    PERIOD_HEADS,
    VALUE_HEADS,
    ReadingFileError,
    clear_block,
    is_no_reading,
    left_out,
    series_columns,
    with_first_row,
)
from sheets.archive import FileLimits
from sheets.numbers import DecimalMark
from sheets.reading import (
    CellProblem,
    SheetRow,
    SheetTable,
    first_of_cells,
    read_table,
)
from sheets.values import day_order, to_text

LONG_SERIES = FileLimits(rows=100_000)


@dataclass(frozen=True, slots=True)
class SeriesFile:
    """One series of any step, in order of time; `notes` say which rows are left out."""

    step: PeriodStep
    points: tuple[SeriesPoint, ...]
    notes: tuple[str, ...] = ()


def read_series(
    data: bytes, name: str = "", *, mark: DecimalMark | None = None, encoding: str = ""
) -> SeriesFile:
    """Return the readings of a table with periods and values.

    Args:
        data: CSV (comma, semicolon or tab) or XLSX. The columns are told by their heads, or, in a
            table of two columns, by which of them holds periods.
        name: name of the file, for the messages.
        mark: the decimal mark, where the column does not tell it.
        encoding: code page of a text that does not tell it, see `sheets.pages`.

    Returns:
        The readings; a row without a value is a missing period.

    Raises:
        WorkbookError: the file cannot be read.
        ReadingFileError: cells are wrong, named by row, or can be read in two ways.
    """
    heads = (*PERIOD_HEADS, *VALUE_HEADS)
    table = read_table(data, name=name, limits=LONG_SERIES, heads=heads, encoding=encoding)
    table = with_first_row(table)
    period_column, value_column = series_columns(table)
    order = day_order(row.value(period_column) for row in table.rows)
    block = clear_block(table, value_column, mark)
    problems: list[CellProblem] = table.problems_of({period_column, value_column})
    years = named_years(to_text(row.value(period_column)) for row in table.rows)
    notes = [
        left_out(row, period_column) for row in table.rows if is_no_reading(row, period_column)
    ]
    readings: list[tuple[SheetRow, Period, Decimal]] = []
    for row in table.rows:
        if is_no_reading(row, period_column):
            continue
        try:
            period = read_period(to_text(row.value(period_column)), order, years)
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
        raise ReadingFileError(first_of_cells(problems))
    return replace(_series(table, period_column, readings), notes=tuple(notes))


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
