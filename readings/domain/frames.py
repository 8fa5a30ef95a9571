"""Readings as tables: wide and long, months to quarters, seasons, trends over time and plants.

The only module that loads pandas, which takes a second and 60 MB: it is imported inside the tasks
and commands that need it, never by a page. Values come and go as decimals; what is estimated
between is a float. Source: docs/method.md#quarters, docs/method.md#trends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from statistics import median

import pandas as pd

from core.bounds import settled
from core.errors import RuleError
from readings.domain.aggregation import Aggregation
from readings.domain.elements import UNITS, Elements, Unit
from readings.domain.formulas import FORMULAS, evaluate
from readings.domain.kendall import CHANCE, NOTHING, Kendall, kendall
from readings.domain.points import SeriesPoint
from readings.domain.verdicts import GroupPoint, GroupVerdict, MadeQuarter, TrendDrift, TrendVerdict

FEWEST = 8  # readings for a verdict
YEARS_OF_SEASON = 2
DEPENDENT = 0.5
MONTHS = 3
# Elements that do not add up over months: by piece, limits, spreads, averages.
_INTENSIVE = frozenset({"PRI", "INV"}) | {
    code for code, unit in UNITS.items() if unit is Unit.VALUE
}


@dataclass(frozen=True, slots=True)
class FrameCell:
    """One reading that counts, of one column; `elements` are what it was computed from."""

    column: str
    position: int
    value: Decimal
    elements: Elements | None = None


def wide(cells: Sequence[FrameCell]) -> pd.DataFrame:
    """Return readings in rows as a table: periods down, in order, columns as they first come.

    A period or column without any reading is not there; a reading that is missing is None.

    Raises:
        RuleError: two readings of one column in one period.
    """
    names = list(dict.fromkeys(cell.column for cell in cells))
    rows = [(cell.column, cell.position, cell.value) for cell in cells]
    table = pd.DataFrame(rows, columns=["column", "position", "value"], dtype=object)
    doubled = table[table.duplicated(["column", "position"])]
    if len(doubled):
        first = doubled.iloc[0]
        raise RuleError(f"{first['column']} has two readings in one period", field="period")
    shaped = table.pivot_table(
        index="position", columns="column", values="value", aggfunc="first", observed=True
    )
    ordered = shaped.sort_index().reindex(columns=names).astype(object)
    return ordered.where(ordered.notna(), None)


def rows_of(table: pd.DataFrame) -> list[tuple[int, list[Decimal | None]]]:
    """Return a wide table row by row: period and its values in the order of the columns."""
    places: list[int] = table.index.to_list()
    return list(zip(places, map(list, table.to_numpy().tolist()), strict=True))


# --- quarters -------------------------------------------------------------------------------------
def quarters(
    cells: Sequence[FrameCell], how: Aggregation, formula: str = ""
) -> tuple[MadeQuarter, ...]:
    """Return the quarters of one monthly indicator.

    Args:
        cells: its readings that count, at month positions, in any order.
        how: sum, mean and last are taken of the readings. A ratio is computed from the sums of its
            elements where every month of the quarter has them, and else is the mean of the months.
        formula: id in `FORMULAS`, for ratios; empty without one.
    """
    table = pd.DataFrame(
        {"value": [cell.value for cell in cells], "cell": list(cells)},
        index=[cell.position for cell in cells],
        dtype=object,
    ).sort_index()
    found = []
    for position, part in table.groupby(lambda place: place // MONTHS):
        values = list(part["value"])
        value, done = _combined(values, list(part["cell"]), how, formula)
        found.append(MadeQuarter(int(str(position)), settled(value), len(values), done))
    return tuple(found)


def _combined(
    values: list[Decimal], cells: list[FrameCell], how: Aggregation, formula: str
) -> tuple[Decimal, Aggregation]:
    if how is Aggregation.SUM:
        return sum(values, Decimal(0)), how
    if how is Aggregation.LAST:
        return values[-1], how
    whole = _from_sums(cells, formula) if how is Aggregation.RATIO else None
    if whole is not None:
        return whole, how
    return sum(values, Decimal(0)) / len(values), Aggregation.MEAN


def _from_sums(cells: list[FrameCell], formula: str) -> Decimal | None:
    """Return the formula over summed elements; None where they are not known or do not add up.

    An element by piece, such as the planned time, stays as it is if all months have the same.
    """
    needed = FORMULAS[formula].elements if formula in FORMULAS else ()
    if not needed or any(cell.elements is None for cell in cells):
        return None
    table = pd.DataFrame([cell.elements for cell in cells], dtype=object)
    if not set(needed) <= set(table.columns) or table[list(needed)].isna().any(axis=None):
        return None
    elements = {}
    for name in needed:
        if name in _INTENSIVE:
            if (table[name] != table[name].iloc[0]).any():
                return None
            elements[name] = table[name].iloc[0]
        else:
            elements[name] = sum(table[name], Decimal(0))
    try:
        return evaluate(formula, elements)
    except RuleError:
        return None


# --- seasons --------------------------------------------------------------------------------------
def season(points: Sequence[SeriesPoint], per_year: int) -> tuple[Decimal, ...]:
    """Return the usual value of each period of the year over the mean of a year.

    Each reading is divided by the mean of the year around it (of an even number of periods the mean
    of the two years half a period before and after); the index is the median of these ratios for
    the same period, and all indices are scaled to a mean of 1.

    Args:
        points: readings that count, in order of time.
        per_year: 12 for months, 4 for quarters.

    Returns:
        The index of the first period of the year, the second, ...; nothing where readings do not
        reach over two years, one is zero or below, or a period of the year has no ratio.
    """
    if not points or min(point.value for point in points) <= 0:
        return ()
    series = _series(points)
    if len(series) < YEARS_OF_SEASON * per_year:
        return ()
    year = series.rolling(per_year).mean()
    centered = (year + year.shift(1)).div(2).shift(-per_year // 2)
    ratios = (series / centered).dropna()
    usual = ratios.groupby(lambda place: place % per_year).median()
    if len(usual) < per_year:
        return ()
    scaled = usual / usual.mean()
    return tuple(Decimal(repr(round(float(index), 6))) for index in scaled)


def _series(points: Sequence[SeriesPoint]) -> pd.Series:
    """Return readings as numbers at their positions; a missing period is not a number."""
    series = pd.Series(
        [float(point.value) for point in points], index=[point.position for point in points]
    ).sort_index()
    return series.reindex(range(int(series.index[0]), int(series.index[-1]) + 1))


# --- trends ---------------------------------------------------------------------------------------
def trend(points: Sequence[SeriesPoint], per_year: int) -> TrendVerdict:
    """Return whether readings drift.

    The test of Mann and Kendall at one in a hundred, with the slope of Theil and Sen. Where
    readings of two years and more swing with the seasons (what is left without the slope resembles
    itself a year before by more than 2 / √n), only the same periods of different years are
    compared: the seasonal test of Hirsch and Slack.

    Args:
        points: readings that count, in order of time.
        per_year: periods in a year.
    """
    n = len(points)
    if n < FEWEST:
        return TrendVerdict(TrendDrift.TOO_FEW, n)
    slope = _slope([(point.position, point.value) for point in points])
    rest = _without(_series(points), slope)
    indices = season(points, per_year)
    is_seasonal = bool(indices) and _autocorrelation(rest, per_year) > 2 / n**0.5
    if is_seasonal:
        parts = _by_season(points, per_year)
        figures = sum((kendall([p.value for p in part]) for part in parts), NOTHING)
        slope = _slope_of(
            [step for part in parts for step in _steps([(p.position, p.value) for p in part])]
        )
        rest = _deseasoned(_without(_series(points), slope), per_year)
    else:
        figures = kendall([point.value for point in points])
    verdict = _verdict(figures, n)
    return replace(
        verdict,
        slope=settled(slope * per_year),
        is_seasonal=is_seasonal,
        is_dependent=_autocorrelation(rest, 1) > DEPENDENT,
        season=indices,
    )


def _verdict(figures: Kendall, n: int) -> TrendVerdict:
    drift = TrendDrift.NONE
    if figures.p < CHANCE:
        drift = TrendDrift.RISING if figures.s > 0 else TrendDrift.FALLING
    return TrendVerdict(drift, n, p=round(figures.p, 6), s=figures.s, variance=figures.variance)


def _steps(pairs: Sequence[tuple[int, Decimal]]) -> list[Decimal]:
    """Return the change in a period between each two readings."""
    return [
        (later[1] - first[1]) / (later[0] - first[0]) for first, later in combinations(pairs, 2)
    ]


def _slope_of(steps: Sequence[Decimal]) -> Decimal:
    return Decimal(median(steps)) if steps else Decimal(0)


def _slope(pairs: Sequence[tuple[int, Decimal]]) -> Decimal:
    return _slope_of(_steps(pairs))


def _by_season(points: Sequence[SeriesPoint], per_year: int) -> list[list[SeriesPoint]]:
    parts: dict[int, list[SeriesPoint]] = {}
    for point in points:
        parts.setdefault(point.position % per_year, []).append(point)
    return list(parts.values())


def _without(series: pd.Series, slope: Decimal) -> pd.Series:
    """Return a series without its slope."""
    return series - pd.Series(range(len(series)), index=series.index) * float(slope)


def _deseasoned(rest: pd.Series, per_year: int) -> pd.Series:
    """Return a series without what is usual for each period of the year."""
    usual = rest.groupby(lambda place: place % per_year).transform("median")
    return rest - usual


def _autocorrelation(series: pd.Series, lag: int) -> float:
    """Return how much readings resemble those a number of periods before [-1 to 1]."""
    centered = series - series.mean()
    whole = float((centered**2).sum())
    return float((centered * centered.shift(lag)).sum()) / whole if whole else 0.0


# --- groups ---------------------------------------------------------------------------------------
def group_trend(
    plants: Mapping[str, Sequence[SeriesPoint]], verdicts: Mapping[str, TrendVerdict]
) -> GroupVerdict:
    """Return whether the plants of a group drift together.

    The figures of the test are added up over plants (the regional test of Kendall); the slope is
    the median of theirs. Plants that something common moves count as if they were independent.

    Args:
        plants: plant -> its readings that count.
        verdicts: plant -> its own verdict.
    """
    told = [one for one in verdicts.values() if one.drift is not TrendDrift.TOO_FEW]
    cells = [
        FrameCell(plant, point.position, point.value)
        for plant, points in plants.items()
        for point in points
    ]
    points = _spread(wide(cells)) if cells else ()
    if not told:
        return GroupVerdict(TrendVerdict(TrendDrift.TOO_FEW, 0), len(plants), points)
    figures = sum((Kendall(one.s, one.variance) for one in told), NOTHING)
    slope = median(one.slope for one in told if one.slope is not None)
    verdict = replace(
        _verdict(figures, sum(one.n for one in told)),
        slope=settled(Decimal(slope)),
        is_dependent=any(one.is_dependent for one in told),
    )
    return GroupVerdict(verdict, len(told), points)


def _spread(table: pd.DataFrame) -> tuple[GroupPoint, ...]:
    found = []
    for position, row in table.iterrows():
        values = [value for value in row if value is not None]
        middle = settled(Decimal(median(values)))
        found.append(GroupPoint(int(str(position)), middle, min(values), max(values), len(values)))
    return tuple(found)
