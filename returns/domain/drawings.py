"""The drawing of a business case, the same for screen and paper: what has come in all, by quarter.

Words arrive in the reader's language.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.charts.spec import ChartSpec, ReferenceLine, Series
from core.money import MoneyScale


@dataclass(frozen=True, slots=True)
class CashPoint:
    """The money of one quarter as it is drawn [currency].

    Attributes:
        start: first day of the quarter.
        net: what comes less what goes.
        present: the same as it is worth at t = 0; None without a rate.
    """

    start: date
    net: Decimal
    present: Decimal | None


@dataclass(frozen=True, slots=True)
class CashWords:
    """Words of the drawing: the finding, the two lines and the unit."""

    title: str
    description: str
    sum: str
    present: str
    unit: str


def cash_chart(points: Sequence[CashPoint], scale: MoneyScale, words: CashWords) -> ChartSpec:
    """Return the sums since the beginning at the end of each quarter, with a tick for each year."""
    series = [_series("sum", words.sum, [point.net for point in points], scale, "accent")]
    presents = [point.present for point in points if point.present is not None]
    if len(presents) == len(points):
        series.append(_series("present", words.present, presents, scale, "ink-2", "dashed"))
    return ChartSpec(
        kind="line",
        title=words.title,
        description=words.description,
        x=tuple(point.start.isoformat() for point in points),
        x_labels=tuple(str(point.start.year) for point in points),
        series=tuple(series),
        unit=words.unit,
        references=(ReferenceLine(0.0, color="edge", stroke="solid"),),
        ticks=tuple(place for place, point in enumerate(points) if point.start.month == 1),
        legend=True,
    )


def _series(
    key: str,
    label: str,
    amounts: Sequence[Decimal],
    scale: MoneyScale,
    color: str,
    stroke: str = "solid",
) -> Series:
    sums = itertools.accumulate(amounts)
    values = tuple(float(scale.scaled(amount)) for amount in sums)
    return Series(key, label, values, color=color, stroke=stroke, points=False)  # type: ignore[arg-type]
