"""The drawings of a business case, the same for screen and paper.

What has come in all, by quarter; and the readings before and after a promise. Words arrive in the reader's language.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from charts.spec import AxisStretch, ChartSpec, ReferenceLine, Series
from core.money import MoneyScale
from indicators.domain.baseline import Baseline


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


TICKS = 8


@dataclass(frozen=True, slots=True)
class PromisePhase:
    """A phase of a promise on the axis: places of its first and last period, its statistics."""

    first: int
    last: int
    stage: Baseline


@dataclass(frozen=True, slots=True)
class PromisePicture:
    """What is drawn of a promise.

    Attributes:
        periods: first days of the periods, without a gap.
        values: readings by period; None where there is none.
        before, after: phases that have readings.
        work: places between which the work was done; None where no period lies between.
        level: value that was promised, and the place from which on; None without a phase before.
        places: decimals to print.
    """

    periods: tuple[date, ...]
    values: tuple[Decimal | None, ...]
    before: PromisePhase | None
    after: PromisePhase | None
    work: tuple[int, int] | None
    level: tuple[Decimal, int] | None
    places: int


@dataclass(frozen=True, slots=True)
class PromiseWords:
    """Words of the drawing; `{}` takes a number.

    Attributes:
        number: writes a value with so many decimals.
        period: writes a period.
    """

    title: str
    description: str
    readings: str
    unit: str
    center: str
    upper: str
    lower: str
    promised: str
    work: str
    number: Callable[[Decimal, int], str]
    period: Callable[[date], str]


def promise_chart(picture: PromisePicture, words: PromiseWords) -> ChartSpec:
    """Return the readings with center and limits of each phase, and the promised level."""
    periods, places = picture.periods, picture.places
    lines: list[ReferenceLine] = []
    for phase in (picture.before, picture.after):
        if phase is not None:
            lines += _phase_lines(phase, words, places)
    if picture.level is not None:
        value, first = picture.level
        text = words.promised.format(words.number(value, places))
        last = len(periods) - 1
        lines.append(
            ReferenceLine(
                float(value),
                text,
                color="good",
                stroke="dashed",
                first=first,
                last=last,
                below=True,
            )
        )
    step = max(1, math.ceil(len(periods) / TICKS))
    return ChartSpec(
        kind="line",
        title=words.title,
        description=words.description,
        x=tuple(day.isoformat() for day in periods),
        x_labels=tuple(words.period(day) for day in periods),
        series=(
            Series(
                "readings",
                words.readings,
                tuple(None if value is None else float(value) for value in picture.values),
            ),
        ),
        unit=words.unit,
        decimals=places,
        references=tuple(lines),
        periods=(AxisStretch(*picture.work, words.work),) if picture.work else (),
        ticks=tuple(range(0, len(periods), step)),
        time=True,
    )


def _phase_lines(phase: PromisePhase, words: PromiseWords, places: int) -> list[ReferenceLine]:
    """Return the center of a phase, and its limits where there are some."""
    stage, first, last = phase.stage, phase.first, phase.last

    def line(value: Decimal, text: str, *, solid: bool, below: bool = False) -> ReferenceLine:
        said = text.format(words.number(value, places))
        stroke: Literal["solid", "dotted"] = "solid" if solid else "dotted"
        return ReferenceLine(
            float(value), said, color="ink-3", stroke=stroke, first=first, last=last, below=below
        )

    lines = [line(stage.center, words.center, solid=True)]
    if stage.limits is not None:
        lines.append(line(stage.limits.upper, words.upper, solid=False))
        lines.append(line(stage.limits.lower, words.lower, solid=False, below=True))
    return lines
