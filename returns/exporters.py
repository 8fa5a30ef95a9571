"""The cash flows of a business case as a file that the command `business-case` takes."""

from __future__ import annotations

from planning.domain.estimates import ThreePoint
from returns.domain.cases import CaseMoney, QuarterMoney
from sheets.values import CellValue
from sheets.writing import write_csv

HEAD = ("date", "amount", "low", "high", "group")
COST, BENEFIT = "cost", "benefit"


def flows_csv(money: CaseMoney) -> bytes:
    """Return two flows of each quarter on its last day: what goes, and what comes."""
    rows = [
        _row(quarter, ends, group)
        for quarter in money.quarters
        for ends, group in ((quarter.cash_out, COST), (quarter.gain, BENEFIT))
    ]
    return write_csv(HEAD, rows)


def _row(quarter: QuarterMoney, ends: ThreePoint, group: str) -> list[CellValue]:
    return [quarter.last_day.isoformat(), ends.likely, ends.low, ends.high, group]
