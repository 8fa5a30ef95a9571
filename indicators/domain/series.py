"""One indicator of a plant with readings, baseline and target, and what each reading means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from core.text import LocalizedText
from indicators.domain.baseline import Baseline, NaturalLimits, compute
from indicators.domain.signals import (
    Rule,
    Signal,
    find_signals,
    is_current,
    odd_readings,
    outside,
)
from indicators.domain.targets import Direction, Standing, path_at, standing
from readings.domain.periods import PER_YEAR, PeriodStep, label_of, position_of, start_of
from readings.domain.points import Bounds, SeriesPoint
from readings.domain.quality import SeriesQuality, is_stale, measure, months_behind

MOST_PLACES = 3


class State(StrEnum):
    """The word shown beside a reading; BETTER is beyond a limit on the better side."""

    LEFT_OUT = "left_out"
    OUTSIDE = "outside"
    BETTER = "better"
    BEHIND = "behind"
    ON = "on"
    AHEAD = "ahead"
    BASELINE = "baseline"
    NONE = "none"


BEYOND = frozenset({State.OUTSIDE, State.BETTER})


@dataclass(frozen=True, slots=True)
class Reading:
    """One stored reading; `period` is the first day of its month or quarter."""

    period: dt.date
    value: Decimal
    is_excluded: bool = False
    cause: str = ""
    quality: Decimal | None = None
    origin: str = ""
    import_name: str = ""
    recorded_on: dt.date | None = None
    key: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Version:
    """One stored baseline."""

    number: int
    first: dt.date
    last: dt.date
    statistics: Baseline
    sha256: str = ""
    made_at: dt.datetime | None = None
    made_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where the plant wants to be, and how that was said."""

    value: Decimal
    on: dt.date
    kind: str = "value"
    change: Decimal | None = None
    base: Decimal | None = None
    reason: str = ""
    driver: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with its place against path and limits."""

    reading: Reading
    path: Decimal | None
    standing: Standing | None
    rules: tuple[Rule, ...]
    state: State


@dataclass(frozen=True)
class IndicatorSeries:
    """Everything a page or report says about one indicator of a plant."""

    key: int
    code: str
    title: LocalizedText
    unit: LocalizedText
    unit_kind: str
    direction: Direction
    step: PeriodStep
    readings: tuple[Reading, ...]
    bounds: Bounds = (None, None)
    baselines: tuple[Version, ...] = ()
    target: Target | None = None
    today: dt.date = field(default=dt.date.max)
    followed_on: dt.date | None = None

    @property
    def baseline(self) -> Version | None:
        """The newest baseline."""
        return self.baselines[0] if self.baselines else None

    @property
    def limits(self) -> NaturalLimits | None:
        """The limits of the newest baseline."""
        return self.baseline.statistics.limits if self.baseline else None

    @property
    def latest(self) -> Reading | None:
        """The newest reading, left out or not."""
        return self.readings[-1] if self.readings else None

    @property
    def newest_counted(self) -> Reading | None:
        """The newest reading that is not left out; the standing is its."""
        return next((item for item in reversed(self.readings) if not item.is_excluded), None)

    @cached_property
    def places(self) -> int:
        """Decimals to print: those of most readings, at least one for small numbers, at most 3."""
        return display_places([reading.value for reading in self.readings])

    def position(self, day: dt.date) -> int:
        """Return the place of a day's period."""
        return position_of(day, self.step)

    def point(self, reading: Reading) -> SeriesPoint:
        """Return a reading as the rules take it."""
        place = self.position(reading.period)
        return SeriesPoint(place, label_of(self.step)(place), reading.value)

    @cached_property
    def points(self) -> tuple[SeriesPoint, ...]:
        """Every reading."""
        return tuple(self.point(reading) for reading in self.readings)

    @cached_property
    def counted(self) -> tuple[SeriesPoint, ...]:
        """The readings that are not left out."""
        pairs = zip(self.points, self.readings, strict=True)
        return tuple(point for point, item in pairs if not item.is_excluded)

    def within(self, first: dt.date, last: dt.date) -> tuple[Reading, ...]:
        """Return the readings of a stretch, both ends included."""
        low, high = self.position(first), self.position(last)
        return tuple(item for item in self.readings if low <= self.position(item.period) <= high)

    def compute(self, first: dt.date, last: dt.date) -> Baseline:
        """Return the baseline a stretch gives now; raises RuleError if nothing counts there."""
        points = [self.point(item) for item in self.within(first, last) if not item.is_excluded]
        return compute(
            points,
            bounds=self.bounds,
            label=label_of(self.step),
            per_year=PER_YEAR[self.step],
        )

    def path(self, day: dt.date) -> Decimal | None:
        """Return the target path in a day's period; None without baseline or target."""
        if self.baseline is None or self.target is None:
            return None
        return path_at(
            base=self.baseline.statistics.center,
            base_last=self.baseline.last,
            target=self.target.value,
            target_on=self.target.on,
            period=day,
            step=self.step,
        )

    @cached_property
    def signals(self) -> tuple[Signal, ...]:
        """Readings that ask a question: from the baseline on those against its limits.

        Without limits the odd ones of a short series.
        """
        if self.limits is None:
            return tuple(odd_readings(self.counted))
        return tuple(find_signals(self._since_baseline, self.limits))

    @property
    def _since_baseline(self) -> list[SeriesPoint]:
        start = self.position(self.baseline.first) if self.baseline else 0
        return [point for point in self.counted if point.position >= start]

    @cached_property
    def _far(self) -> frozenset[int]:
        """Positions beyond a limit, or odd where there is none: the signals that name a state."""
        if self.limits is None:
            found = odd_readings(self.counted)
        else:
            found = outside(self._since_baseline, self.limits)
        return frozenset(point.position for signal in found for point in signal.points)

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """Every reading with its state, the newest first."""
        return tuple(self.judge(item) for item in reversed(self.readings))

    @cached_property
    def _rules(self) -> dict[int, tuple[Rule, ...]]:
        rules: dict[int, tuple[Rule, ...]] = {}
        for signal in self.signals:
            for point in signal.points:
                rules[point.position] = (*rules.get(point.position, ()), signal.rule)
        return rules

    def judge(self, reading: Reading) -> Judged:
        """Return one of the readings with its place against path and limits."""
        rules = self._rules.get(self.position(reading.period), ())
        path = self.path(reading.period)
        return Judged(reading, path, self._standing_of(reading), rules, self.state_of(reading))

    def _standing_of(self, reading: Reading) -> Standing | None:
        path = self.path(reading.period)
        if path is None or self.target is None or self.baseline is None:
            return None
        return standing(
            value=reading.value,
            path=path,
            target=self.target.value,
            mad_sigma=self.baseline.statistics.mad_sigma,
            direction=self.direction,
        )

    def state_of(self, reading: Reading) -> State:
        """Return the word shown beside a reading."""
        place = self.position(reading.period)
        if reading.is_excluded:
            return State.LEFT_OUT
        if place in self._far:
            return State.BETTER if self.is_better(reading.value) else State.OUTSIDE
        stands = self._standing_of(reading)
        if stands is not None:
            return State(stands)
        newest = self.baseline
        if newest and self.position(newest.first) <= place <= self.position(newest.last):
            return State.BASELINE
        return State.NONE

    def is_better(self, value: Decimal) -> bool:
        """Tell whether a value lies on the better side of the center of the limits."""
        if self.limits is None or self.direction is Direction.TARGET:
            return False
        return (value > self.limits.center) is (self.direction is Direction.UP)

    @cached_property
    def standing(self) -> Standing | None:
        """Where the newest reading that counts stands against the path, whatever its limits say."""
        newest = self.newest_counted
        return self._standing_of(newest) if newest else None

    @property
    def current_signals(self) -> tuple[Signal, ...]:
        """The signals that hold at the newest reading that counts, in the order of the rules.

        Readings close to a limit are not told beside one outside it or a run on the same side.
        """
        if self.newest_counted is None:
            return ()
        newest = self.position(self.newest_counted.period)
        found = [signal for signal in self.signals if is_current(signal, newest)]
        told = {signal.side for signal in found if signal.rule is not Rule.NEAR_LIMIT}
        return tuple(
            one for one in found if one.rule is not Rule.NEAR_LIMIT or one.side not in told
        )

    @cached_property
    def open_question(self) -> Judged | None:
        """The newest reading outside the limits that nobody has explained."""
        asked = (
            item
            for item in reversed(self.readings)
            if not item.cause and self.state_of(item) in BEYOND
        )
        newest = next(asked, None) if self._far else None
        return self.judge(newest) if newest else None

    @cached_property
    def quality(self) -> SeriesQuality:
        """How complete, fresh and plausible the readings are."""
        by_hand = [
            (self.position(item.period), item.recorded_on)
            for item in self.readings
            if item.recorded_on and not item.import_name
        ]
        return measure(
            self.points,
            today=self.today,
            bounds=self.bounds,
            left_out=[self.position(item.period) for item in self.readings if item.is_excluded],
            recorded=by_hand,
            step=self.step,
        )

    @property
    def is_stale(self) -> bool:
        """Whether two or more due readings are missing since the newest one.

        Without any reading the count begins with the period in which it was chosen.
        """
        newest = self.position(self.latest.period) if self.latest else None
        if newest is None and self.followed_on is not None:
            newest = self.position(self.followed_on) - 1
        return is_stale(months_behind(newest, self.today, self.step))

    def span(self, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
        """Return the first days of all periods of a stretch."""
        low, high = self.position(first), self.position(last)
        return tuple(start_of(place, self.step) for place in range(low, high + 1))


@dataclass(frozen=True, slots=True)
class PathCounts:
    """How many of a plant's indicators are where, and how many have fallen silent."""

    followed: int
    on_or_ahead: int
    behind: int
    without_path: int
    stale: int

    @property
    def judged(self) -> int:
        """Number of indicators that stand against a path."""
        return self.on_or_ahead + self.behind


@dataclass(frozen=True, slots=True)
class PlantSummary(PathCounts):
    """How a plant's indicators stand, counted, with what is to be explained."""

    questions: int


def count_paths(series: Sequence[IndicatorSeries]) -> PathCounts:
    """Return how many indicators are on or ahead of their path, behind, or lack readings.

    Returns:
        `on_or_ahead + behind + without_path = followed`; stale ones lack the last two readings
        that are due.
    """
    standings = [item.standing for item in series]
    behind = standings.count(Standing.BEHIND)
    without = standings.count(None)
    return PathCounts(
        followed=len(series),
        on_or_ahead=len(series) - behind - without,
        behind=behind,
        without_path=without,
        stale=sum(item.is_stale for item in series),
    )


def summarize(series: Sequence[IndicatorSeries]) -> PlantSummary:
    """Return the counts of a plant's indicators.

    Returns:
        As `count_paths`; questions are unexplained readings outside the limits.
    """
    counts = count_paths(series)
    return PlantSummary(
        followed=counts.followed,
        on_or_ahead=counts.on_or_ahead,
        behind=counts.behind,
        without_path=counts.without_path,
        stale=counts.stale,
        questions=sum(item.open_question is not None for item in series),
    )


def display_places(values: Sequence[Decimal]) -> int:
    """Return the decimals that most readings need: 1 at least, up to 3, none for large counts."""
    each = sorted(-int(value.normalize().as_tuple().exponent) for value in values)
    needed = each[(len(each) - 1) // 2] if each else 0
    if each and each[-1] <= 0 and min(abs(value) for value in values) >= 1000:
        return 0
    return min(max(needed, 1), MOST_PLACES)
