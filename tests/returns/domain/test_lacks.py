"""What is missing is named, the most important first, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.money import MoneyScale
from returns.domain.cases import CaseLine
from returns.domain.drawings import CashPoint, CashWords, cash_chart
from returns.domain.lacks import CaseState, Lack, Missing, lacks

WHOLE = CaseState(
    has_settings=True,
    gaining=3,
    silent=0,
    open=8,
    unpriced=0,
    bearing=9,
    uncovered=None,
    lost=0,
    misfit=0,
    is_foreign=True,
    has_inflation=True,
    has_rate=True,
)


def test_nothing_is_missing():
    assert lacks(WHOLE) == ()


def test_everything_is_missing():
    found = lacks(
        CaseState(
            has_settings=False,
            gaining=0,
            silent=4,
            open=5,
            unpriced=2,
            bearing=9,
            uncovered=Decimal("0.82"),
            lost=1,
            misfit=1,
            is_foreign=True,
            has_inflation=False,
            has_rate=False,
        )
    )
    assert [lack.what for lack in found] == [
        *(Missing.SETTINGS, Missing.BENEFIT, Missing.RUNNING, Missing.EXCHANGE),
        *(Missing.UNCONVERTED, Missing.RANGE),
    ]
    assert found[2] == Lack(Missing.RUNNING, 2, 9, Decimal("0.82"))


def test_what_stands_without_running_cost_has_a_share_of_the_investment():
    line = CaseLine(*[Decimal(10), None, None, Decimal(10), None], *[Decimal(0)] * 2, None, 3)
    assert line.uncovered_share is None
    assert replace(line, uncovered=Decimal(4)).uncovered_share == Decimal("0.4")


def test_some_are_silent_and_inflation_is_open():
    assert lacks(replace(WHOLE, silent=2)) == (Lack(Missing.SILENT, 2, 8),)
    assert lacks(replace(WHOLE, has_inflation=False)) == (Lack(Missing.INFLATION),)
    assert lacks(replace(WHOLE, has_inflation=False, is_foreign=False, has_rate=False)) == ()


def test_drawing_adds_up_and_has_a_tick_for_each_year():
    points = [
        CashPoint(date(2027 + n // 4, 1 + 3 * (n % 4), 1), Decimal(10 * n - 20), Decimal(n))
        for n in range(6)
    ]
    words = CashWords("T", "D", "S", "P", "U")
    found = cash_chart(points, MoneyScale("MYR", 0, 0), words)
    assert found.series[0].values == (-20, -30, -30, -20, 0, 30)
    assert found.series[1].values == (0, 1, 3, 6, 10, 15)
    assert found.ticks == (0, 4)
    bare = [replace(point, present=None) for point in points]
    assert len(cash_chart(bare, MoneyScale("MYR", 0, 0), words).series) == 1
