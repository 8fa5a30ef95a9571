"""Cash flows from a table of days and amounts, with ranges where they are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from planning.domain.estimates import ThreePoint
from planning.domain.flows import CashFlow
from planning.importers.tables import NamedTable, open_table
from sheets.numbers import DecimalMark
from sheets.reading import SheetRow
from sheets.values import day_order, to_date

COLUMNS = {
    "date": ("date", "日期"),
    "amount": ("amount", "金额"),
    "low": ("low", "低"),
    "high": ("high", "高"),
    "group": ("group", "组"),
}
OPTIONAL = frozenset(("low", "high", "group"))


@dataclass(frozen=True, slots=True)
class RangedFlow:
    """A cash flow with its range.

    Attributes:
        flow: day and amount.
        range: lowest, likely and highest amount; all the same where none is given.
        group: rows of a group go up and down together; empty for a row by itself.
    """

    flow: CashFlow
    range: ThreePoint
    group: str


def read_flows(
    data: bytes, name: str, *, mark: DecimalMark | None = None, encoding: str = ""
) -> list[RangedFlow]:
    """Return the flows of a table with the columns date and amount, and may be low, high, group.

    Args:
        data: CSV or XLSX.
        name: name of the file, for the messages.
        mark: decimal mark, where the amounts do not tell it.
        encoding: code page, where the text does not tell it.

    Raises:
        WorkbookError: the file cannot be read.
        PlanningFileError: rows are wrong, each is named.
    """
    table = open_table(data, name, columns=COLUMNS, optional=OPTIONAL, mark=mark, encoding=encoding)
    amounts = [column for column in ("amount", "low", "high") if table.has(column)]
    number = table.numbers(*amounts)
    order = day_order(row.value(table.columns["date"]) for row in table.table.rows)

    def read(row: SheetRow) -> RangedFlow | None:
        try:
            day = to_date(row.value(table.columns["date"]), order)
        except ValueError as error:
            table.wrong(row, "date", f"{error}: {table.text(row, 'date')}")
            day = None
        else:
            if day is None:
                table.wrong(row, "date", "empty")
        found = [number(row, column) for column in amounts]
        if found[0] is None and not table.text(row, "amount"):
            table.wrong(row, "amount", "empty")
        if day is None or found[0] is None:
            return None
        group = table.text(row, "group") if table.has("group") else ""
        return RangedFlow(CashFlow(day, found[0]), _range(table, row, amounts, found), group)

    return [flow for flow in table.each(read) if flow is not None]


def _range(
    table: NamedTable, row: SheetRow, columns: Sequence[str], found: Sequence[Decimal | None]
) -> ThreePoint:
    known = dict(zip(columns, found, strict=True))
    likely = known["amount"] or Decimal(0)
    ends = [known.get(column) for column in ("low", "high")]
    low, high = (likely if end is None else end for end in ends)
    if not low <= likely <= high:
        table.wrong(row, "low", f"{likely} does not lie between {low} and {high}")
    return ThreePoint(low, likely, high)
