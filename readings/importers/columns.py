"""The columns of a table of readings: which they are, and how their numbers are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from core.errors import RuleError
from readings.domain.periods import PeriodStep, TwoPeriodsError, read_period
from readings.exporters import COLUMNS, INDICATOR, PERIOD, QUALITY, VALUE
from readings.models import PlantIndicator
from sheets.blocks import NumberBlock, both_readings, number_block
from sheets.numbers import DecimalMark
from sheets.reading import CellProblem, SheetRow, SheetTable
from sheets.rows import heads_of
from sheets.values import folded, to_text

PERIOD_HEADS = heads_of([PERIOD])
VALUE_HEADS = heads_of([VALUE])
INDICATOR_HEADS = heads_of([INDICATOR])
QUALITY_HEADS = heads_of([QUALITY])
BRACKETS = re.compile(r"(.+?) ?\((.+)\)")  # a folded title with its short form
HEADS = frozenset((*PERIOD_HEADS, *INDICATOR_HEADS))
# Rows that a spreadsheet adds below a series; they are no readings.
SUMMARIES = frozenset(
    (
        *("total", "totals", "grand total", "subtotal", "sum", "average", "avg", "mean", "median"),
        *(
            "min",
            "max",
            "minimum",
            "maximum",
            "ytd",
            "year to date",
            "合计",
            "总计",
            "小计",
            "总和",
        ),
        *("平均", "平均值", "均值", "最大值", "最小值", "中位数", "累计", "年度合计", "全年"),
        *("summe", "gesamt", "mittelwert", "durchschnitt", "suma", "promedio", "media", "összesen"),
        *("átlag", "jumlah", "purata", "rata-rata", "tổng", "tổng cộng", "trung bình"),
    )
)


class ReadingFileError(RuleError):
    """The table cannot be used; `problems` names every cell at fault."""

    def __init__(self, problems: list[CellProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{item.place}: {item.message}" for item in problems))


def named_rows(rows: Iterable[PlantIndicator]) -> dict[str, PlantIndicator]:
    """Return the indicators by every name that a file may call them.

    A title is also known without what it has in brackets, and by that, as long as no other
    indicator is: "Overall equipment effectiveness (OEE)", "overall equipment effectiveness", "OEE".
    """
    names: dict[str, PlantIndicator] = {}
    short: dict[str, list[PlantIndicator]] = {}
    for row in rows:
        titles = {folded(title) for title in row.indicator.title.values()}
        names |= dict.fromkeys({folded(row.indicator.code), *titles}, row)
        parts = filter(None, map(BRACKETS.fullmatch, titles))
        for name in {part for found in parts for part in found.groups()}:
            short.setdefault(name, []).append(row)
    return {name: found[0] for name, found in short.items() if len(found) == 1} | names


def with_said_heads(
    table: SheetTable, said: Mapping[str, str], rows: Sequence[PlantIndicator]
) -> SheetTable:
    """Return a table whose heads are those that a person said of them.

    Args:
        table: as it was read.
        said: folded head -> field of `readings.exporters.columns_of`, empty for one left out.
        rows: the indicators the plant follows; one that it follows no longer was not said.
    """
    fields = {column.field: column.title.en for column in COLUMNS}
    fields |= {row.indicator.code: row.indicator.code for row in rows}
    known = {*map(folded, heads_of(COLUMNS)), *named_rows(rows)}

    def name(head: str) -> str:
        key = folded(head)
        field = said.get(key)
        if field == "" and not known.isdisjoint((key, key.split(" ")[0])):
            return f"– {head}"  # it would be read otherwise
        return fields.get(field or "", head)

    return replace(table, head=tuple(map(name, table.head)))


def lasting(said: Mapping[str, str]) -> dict[str, str]:
    """Return what is to be remembered of heads: not that a word for period or value is an indicator."""
    ours = {column.field for column in COLUMNS}
    known = set(map(folded, heads_of(COLUMNS)))
    return {
        head: field
        for head, field in said.items()
        if folded(head) not in known or (field or "value") in ours
    }


def is_one_series(heads: Iterable[str]) -> bool:
    """Tell whether a table holds periods and values without naming their indicator."""
    names = {folded(head) for head in heads}
    found = [
        not names.isdisjoint(map(folded, known))
        for known in (PERIOD_HEADS, VALUE_HEADS, INDICATOR_HEADS)
    ]
    return found == [True, True, False]


def with_first_row(table: SheetTable) -> SheetTable:
    """Return a series whose file has no head: its first row is a reading like the others."""
    first = SheetRow(table.head_number, table.head)
    named = [head for head in table.head if is_period(head) and not head.isdecimal()]
    if len(table.head) != 2 or len(named) != 1:
        return table
    return replace(table, head=("", ""), rows=(first, *table.rows))


def series_columns(table: SheetTable) -> tuple[int, int]:
    """Return the places of periods and values.

    They are told by their heads; of two columns, the one whose cells are periods is that of the
    periods and the other can only be the value.

    Raises:
        ReadingFileError: a column is missing; the message says which there are.
    """
    period, value = table.column(*PERIOD_HEADS), table.column(*VALUE_HEADS)
    if len(table.head) == 2:
        if period is None and value is None:
            period = next((at for at in (0, 1) if _holds_periods(table, at)), None)
        if period is not None or value is not None:
            period = 1 - (value or 0) if period is None else period
            value = 1 - period if value is None else value
    for place, title in ((period, "period"), (value, "value")):
        if place is None:
            words = _("The column “%(name)s” is missing; found: %(heads)s.")
            message = words % {"name": title, "heads": ", ".join(filter(None, table.head))}
            raise ReadingFileError([CellProblem(table.sheet, f"A{table.head_number}", message)])
    return period or 0, value or 0


def is_no_reading(row: SheetRow, column: int) -> bool:
    """Tell whether a row stands beside the readings.

    It sums up the others (Total, Average, 合计, 平均), or it is a line of text that nothing stands
    beside and that names no period (Source: MES).
    """
    text = to_text(row.value(column))
    if folded(text).rstrip(" :：") in SUMMARIES:
        return True
    others = (cell for place, cell in enumerate(row.values) if place != column)
    return bool(text) and not any(map(to_text, others)) and not is_period(text)


def is_period(text: str) -> bool:
    """Tell whether a text names a period, if only in one of two ways."""
    try:
        read_period(text)
    except TwoPeriodsError:
        return True
    except RuleError:
        return False
    return True


def left_out(row: SheetRow, column: int) -> str:
    """Say that a row is left out, and why."""
    words = _("Row %(row)s “%(text)s” is no reading and is left out.")
    return words % {"row": row.number, "text": to_text(row.value(column))}


def _holds_periods(table: SheetTable, column: int) -> bool:
    """Tell whether the first cells of a column are periods that could not be mere numbers."""
    cells = [to_text(row.value(column)) for row in table.rows[:5]]
    try:
        steps = [read_period(cell).step for cell in cells if cell]
    except RuleError:
        return False
    return bool(steps) and PeriodStep.NUMBER not in steps


def clear_block(table: SheetTable, column: int, mark: DecimalMark | None) -> NumberBlock:
    """Return a column with the style of its numbers.

    Raises:
        ReadingFileError: they are written in two ways, or in one that can be read as two numbers.
    """
    block = number_block(table, column, chosen=mark)
    if block.problem is not None:
        raise ReadingFileError([block.problem])
    if block.style.question is not None:
        readings = both_readings(block.question)
        words = _("%(text)s is %(point)s (--decimal point) or %(comma)s (--decimal comma)")
        message = words % {
            "text": block.question,
            "point": readings[DecimalMark.POINT],
            "comma": readings[DecimalMark.COMMA],
        }
        row = table.rows[block.style.question]
        raise ReadingFileError([table.problem(row, column, message)])
    return block
