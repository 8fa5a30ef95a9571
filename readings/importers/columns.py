"""The columns of a table of readings: which they are, and how their numbers are written."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.errors import RuleError
from core.workbook.blocks import NumberBlock, both_readings, number_block
from core.workbook.numbers import DecimalMark
from core.workbook.reading import CellProblem, SheetTable, folded

PERIOD_HEADS = ("period", "month", "date", "期间", "月份", "日期")
VALUE_HEADS = ("value", "reading", "值", "数值", "读数")
INDICATOR_HEADS = ("indicator", "kpi", "code", "指标", "指标编码", "编码")
QUALITY_HEADS = ("quality", "data quality", "data quality, %", "数据质量", "数据质量，%")


class ReadingFileError(RuleError):
    """The table cannot be used; `problems` names every cell at fault."""

    def __init__(self, problems: list[CellProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{item.place}: {item.message}" for item in problems))


def is_one_series(heads: Iterable[str]) -> bool:
    """Tell whether a table holds periods and values without naming their indicator."""
    names = {folded(head) for head in heads}
    found = [
        not names.isdisjoint(map(folded, known))
        for known in (PERIOD_HEADS, VALUE_HEADS, INDICATOR_HEADS)
    ]
    return found == [True, True, False]


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
