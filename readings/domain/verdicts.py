"""What is stored of a series that was looked at as a table: quarters, season, trend.

Computed by `readings.domain.frames`, which pages do not load; they read these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from readings.domain.aggregation import Aggregation


class TrendDrift(StrEnum):
    """What the test of a trend says."""

    RISING = "rising"
    FALLING = "falling"
    NONE = "none"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class MadeQuarter:
    """One quarter of a monthly indicator.

    Attributes:
        position: its place, see `readings.domain.periods`.
        value: in the unit of the indicator.
        months: how many of its three months have a reading that counts.
        how: how they were combined; a ratio whose parts are not known is a mean.
    """

    position: int
    value: Decimal
    months: int
    how: Aggregation

    @property
    def is_whole(self) -> bool:
        """Whether all three months count."""
        return self.months == 3


@dataclass(frozen=True, slots=True)
class TrendVerdict:
    """Whether a series drifts, how fast, and how sure that is.

    Attributes:
        drift: the verdict, at one in a hundred.
        n: readings that count.
        slope: change in a year by the median of all pairs; None with too few readings.
        p: how often chance alone drifts as far [0-1]; None with too few readings.
        s, variance: of the test, so that plants can be added up.
        is_seasonal: whether months were compared with the same months of other years only.
        is_dependent: whether each reading follows the one before: p is too small then.
        season: usual value of each month or quarter over the mean of a year, the first of the year
            first; empty where readings of two years are not there.
    """

    drift: TrendDrift
    n: int
    slope: Decimal | None = None
    p: float | None = None
    s: int = 0
    variance: Decimal = Decimal(0)
    is_seasonal: bool = False
    is_dependent: bool = False
    season: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupPoint:
    """What the plants of a group measure in one period: median, lowest, highest, how many."""

    position: int
    median: Decimal
    low: Decimal
    high: Decimal
    plants: int


@dataclass(frozen=True, slots=True)
class GroupVerdict:
    """Whether the plants of a group drift together; `slope` is the median of theirs."""

    trend: TrendVerdict
    plants: int
    points: tuple[GroupPoint, ...] = ()


def quarters_data(quarters: Sequence[MadeQuarter]) -> list[list[Any]]:
    """Return quarters as they are stored."""
    return [[one.position, str(one.value), one.months, str(one.how)] for one in quarters]


def quarters_from(data: Sequence[Sequence[Any]]) -> tuple[MadeQuarter, ...]:
    """Return the quarters of stored data."""
    return tuple(
        MadeQuarter(position, Decimal(value), months, Aggregation(how))
        for position, value, months, how in data
    )


def trend_data(trend: TrendVerdict) -> dict[str, Any]:
    """Return a verdict as it is stored."""
    return {
        "drift": str(trend.drift),
        "n": trend.n,
        "slope": None if trend.slope is None else str(trend.slope),
        "p": trend.p,
        "s": trend.s,
        "variance": str(trend.variance),
        "is_seasonal": trend.is_seasonal,
        "is_dependent": trend.is_dependent,
        "season": [str(index) for index in trend.season],
    }


def trend_from(data: Mapping[str, Any]) -> TrendVerdict:
    """Return the verdict of stored data."""
    slope = data["slope"]
    return TrendVerdict(
        drift=TrendDrift(data["drift"]),
        n=data["n"],
        slope=None if slope is None else Decimal(slope),
        p=data["p"],
        s=data["s"],
        variance=Decimal(data["variance"]),
        is_seasonal=data["is_seasonal"],
        is_dependent=data["is_dependent"],
        season=tuple(Decimal(index) for index in data["season"]),
    )


def group_data(group: GroupVerdict) -> dict[str, Any]:
    """Return the verdict of a group as it is stored."""
    points = [
        [one.position, str(one.median), str(one.low), str(one.high), one.plants]
        for one in group.points
    ]
    return {"trend": trend_data(group.trend), "plants": group.plants, "points": points}


def group_from(data: Mapping[str, Any]) -> GroupVerdict:
    """Return the verdict of a group of stored data."""
    points = tuple(
        GroupPoint(position, Decimal(median), Decimal(low), Decimal(high), plants)
        for position, median, low, high, plants in data["points"]
    )
    return GroupVerdict(trend_from(data["trend"]), data["plants"], points)
