"""The cells of a table that write numbers in one way: read together, asked about once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.wording.figures import grouped, plain, points
from sheets.numbers import (
    DecimalMark,
    NumberStyle,
    normalized,
    number_style,
    read_number,
    readings_of,
)
from sheets.reading import CellProblem, SheetRow, SheetTable
from sheets.values import is_blank, to_text


@dataclass(frozen=True, slots=True)
class NumberBlock:
    """A column of a table, or the columns that hold one kind of value, with their style.

    Attributes:
        table: whose cells these are.
        columns: places of the columns.
        style: how all of them write numbers.
    """

    table: SheetTable
    columns: tuple[int, ...]
    style: NumberStyle

    @property
    def title(self) -> str:
        """The heads of the columns, the first and the last where there are several."""
        heads = [self.table.head[column] for column in self.columns if self.table.head[column]]
        return " – ".join(dict.fromkeys((*heads[:1], *heads[-1:])))

    def number(self, row: SheetRow, column: int) -> Decimal | None:
        """Return the number of a cell; None for an empty one, a dash or n/a.

        Raises:
            ValueError: not a number written in the style of the block.
        """
        cell = row.value(column)
        return None if is_blank(cell) else read_number(cell, self.style.used)

    @property
    def words(self) -> str:
        """How the numbers are read, for the person who checks the file."""
        parts = [mark_words(self.style.mark)] if self.style.mark else []
        if self.style.has_percent:
            parts.append(_("percent cells as %(example)s") % {"example": points("61.2", 1)})
        return _("; ").join(parts) or _("numbers without a decimal mark")

    @property
    def question(self) -> str:
        """A number of the block that can be read in two ways; empty where all are clear."""
        if self.style.question is None:
            return ""
        row, column = self._place(self.style.question)
        return normalized(to_text(row.value(column)))

    @property
    def problem(self) -> CellProblem | None:
        """What is wrong with the block as a whole: numbers written in two ways."""
        if self.style.conflict is None:
            return None
        (first, at), (second, column) = map(self._place, self.style.conflict)
        message = _("Two ways of writing numbers in one column: %(first)s in %(cell)s, %(second)s.")
        words = {
            "first": to_text(first.value(at)),
            "cell": self.table.problem(first, at, "").cell,
            "second": to_text(second.value(column)),
        }
        return self.table.problem(second, column, message % words)

    def _place(self, number: int) -> tuple[SheetRow, int]:
        row, column = divmod(number, len(self.columns))
        return self.table.rows[row], self.columns[column]


def number_block(
    table: SheetTable,
    *columns: int,
    chosen: DecimalMark | None = None,
    has_few_places: bool = False,
) -> NumberBlock:
    """Return columns of a table with the one style of their numbers.

    Args:
        table: the table.
        columns: places of the columns that hold one kind of value.
        chosen: the decimal mark a person chose; it counts where the cells do not tell.
        has_few_places: whether numbers there have at most two decimals.
    """
    cells = (row.value(column) for row in table.rows for column in columns)
    return NumberBlock(
        table, columns, number_style(cells, chosen=chosen, has_few_places=has_few_places)
    )


def mark_words(mark: DecimalMark) -> str:
    """Say how numbers are read by a decimal mark."""
    if mark is DecimalMark.COMMA:
        return _("numbers read as 1.234,5 with decimal comma")
    return _("numbers read as 1,234.5 with decimal point")


def both_readings(text: str) -> dict[DecimalMark, str]:
    """Return what a number means by each decimal mark: 41,125 as 41,125 and as 41.125.

    Args:
        text: `NumberBlock.question`.
    """
    whole, fine = readings_of(text)
    mark = DecimalMark.COMMA if "," in text else DecimalMark.POINT
    return {mark.other: grouped(whole, 0), mark: plain(fine)}
