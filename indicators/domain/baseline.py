"""The starting value of an indicator: center, spread and natural limits of a period.

Everything is exact decimal arithmetic with 28 digits; numbers come back as `Decimal`. Constants
and thresholds are those of docs/method.md#baseline, which names their sources.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.errors import RuleError
from indicators.domain.trends import Trend, trend_of
from readings.domain.periods import month_label
from readings.domain.points import Bounds, SeriesPoint

ENGINE_VERSION = "baseline 2"  # 2: own readings outside the limits and trends
MAD_TO_SIGMA = Decimal("1.4826")
XMR_MEAN = Decimal("2.66")  # 3 / 1.128
RANGE_MEAN = Decimal("3.267")
XMR_MEDIAN = Decimal("3.145")  # 3 / 0.954
RANGE_MEDIAN = Decimal("3.865")
AUTOCORRELATION = Decimal("0.5")
NEAR_BOUND = Decimal("0.95")
# Readings -> relative standard error of the XmR sigma in percent, from 100,000 simulated series.
SIGMA_ERROR = {6: 39, 8: 34, 10: 30, 12: 27, 18: 22, 24: 19, 36: 15}


class Grade(StrEnum):
    """How far a baseline carries, by its number of readings."""

    NONE = "none"
    PROVISIONAL = "provisional"
    USABLE = "usable"
    STRONG = "strong"


class Seasonality(StrEnum):
    """What the length of the series allows to say about seasons."""

    TOO_SHORT = "too_short"
    SAME_MONTH = "same_month_last_year"
    INDICES = "indices_possible"


class Form(StrEnum):
    """Which of the two forms center and limits are taken from."""

    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class NaturalLimits:
    """Natural limits around a center.

    Attributes:
        form: mean with mean moving range, or median with median moving range.
        center: the center line.
        lower, upper: the limits, clipped to the bounds of the indicator.
        raw_lower, raw_upper: the same before clipping.
        range_limit: upper limit of the moving range.
    """

    form: Form
    center: Decimal
    lower: Decimal
    upper: Decimal
    raw_lower: Decimal
    raw_upper: Decimal
    range_limit: Decimal


@dataclass(frozen=True, slots=True)
class Baseline:
    """Statistics of one period; see `compute` for each rule."""

    first: str
    last: str
    n: int
    mean: Decimal
    median: Decimal
    mad: Decimal
    mad_sigma: Decimal
    moving_ranges: tuple[Decimal, ...]
    mean_range: Decimal | None
    median_range: Decimal | None
    classic: NaturalLimits | None
    robust: NaturalLimits | None
    limits: NaturalLimits | None
    center: Decimal
    center_form: Form
    grade: Grade
    odd: tuple[str, ...]
    missing: tuple[str, ...]
    autocorrelation: Decimal | None
    is_autocorrelated: bool
    is_significant: bool
    seasonality: Seasonality
    is_near_bound: bool
    sigma_error: int | None
    outside: tuple[str, ...] = ()
    trend: Trend | None = None

    @property
    def is_settled(self) -> bool:
        """Whether its own readings lie inside its limits and do not drift."""
        return not self.outside and self.trend is None


def grade_of(n: int, *, is_settled: bool = True) -> Grade:
    """Return the label for a number of readings: under 6, 6-11, 12-23, 24 and more.

    A baseline that does not hold for its own readings is provisional, however many there are.
    """
    if n >= 6 and not is_settled:
        return Grade.PROVISIONAL
    if n < 6:
        return Grade.NONE
    if n < 12:
        return Grade.PROVISIONAL
    return Grade.USABLE if n < 24 else Grade.STRONG


def seasonality_of(n: int, per_year: int = 12) -> Seasonality:
    """Return what can be said about seasons with so many readings, so many of them a year.

    One reading a year holds no season.
    """
    if n < per_year or per_year == 1:
        return Seasonality.TOO_SHORT
    return Seasonality.SAME_MONTH if n < 2 * per_year else Seasonality.INDICES


def mean_of(values: Sequence[Decimal]) -> Decimal:
    """Return the arithmetic mean of at least one value."""
    return sum(values, Decimal(0)) / len(values)


def median_of(values: Sequence[Decimal]) -> Decimal:
    """Return the middle value, or the mean of the two middle ones."""
    ordered = sorted(values)
    half, odd = divmod(len(ordered), 2)
    return ordered[half] if odd else (ordered[half - 1] + ordered[half]) / 2


def moving_ranges(points: Sequence[SeriesPoint]) -> tuple[Decimal, ...]:
    """Return |x(i) - x(i-1)| of neighbors in time.

    A missing period breaks the chain: the difference across a gap holds the drift of several
    periods and would widen the limits, so it is left out.
    """
    pairs = itertools.pairwise(points)
    return tuple(abs(b.value - a.value) for a, b in pairs if b.position - a.position == 1)


def autocorrelation(points: Sequence[SeriesPoint]) -> Decimal | None:
    """Return the lag-1 autocorrelation, over neighbors in time; None without any variation."""
    center = mean_of([point.value for point in points])
    whole = sum(((point.value - center) ** 2 for point in points), Decimal(0))
    if not whole:
        return None
    pairs = itertools.pairwise(points)
    products = (
        (a.value - center) * (b.value - center) for a, b in pairs if b.position - a.position == 1
    )
    return sum(products, Decimal(0)) / whole


def _outside(points: Sequence[SeriesPoint], limits: NaturalLimits | None) -> tuple[str, ...]:
    """Return the labels of readings beyond limits; on a limit is inside."""
    if limits is None:
        return ()
    return tuple(p.label for p in points if not limits.lower <= p.value <= limits.upper)


def modified_z(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return 0.6745 (x - median) / MAD of each value.

    More than half of the values equal make MAD zero; then (x - median) / (1.2533 mean absolute
    deviation) stands in. All values equal give zeros.
    Source: docs/method.md#anomalies.
    """
    center = median_of(values)
    distances = [abs(value - center) for value in values]
    mad = median_of(distances)
    if mad:
        return tuple(Decimal("0.6745") * (value - center) / mad for value in values)
    spread = Decimal("1.2533") * mean_of(distances)
    return tuple((value - center) / spread if spread else Decimal(0) for value in values)


def odd_labels(points: Sequence[SeriesPoint]) -> tuple[str, ...]:
    """Return the labels of the readings that pull the mean away from the median.

    Those with a modified z beyond 3.5; if there are none, the ones farthest from the median.
    """
    scores = [abs(score) for score in modified_z([point.value for point in points])]
    threshold = Decimal("3.5")
    far = [point.label for point, score in zip(points, scores, strict=True) if score > threshold]
    largest = max(scores)
    if far or not largest:
        return tuple(far)
    return tuple(p.label for p, score in zip(points, scores, strict=True) if score == largest)


def _clipped(value: Decimal, bounds: Bounds) -> Decimal:
    low, high = bounds
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value


def _limits(form: Form, center: Decimal, spread: Decimal, bounds: Bounds) -> NaturalLimits:
    width, ranges = (XMR_MEAN, RANGE_MEAN) if form is Form.MEAN else (XMR_MEDIAN, RANGE_MEDIAN)
    lower, upper = center - width * spread, center + width * spread
    return NaturalLimits(
        form=form,
        center=center,
        lower=_clipped(lower, bounds),
        upper=_clipped(upper, bounds),
        raw_lower=lower,
        raw_upper=upper,
        range_limit=ranges * spread,
    )


def _missing(points: Sequence[SeriesPoint], label: Callable[[int], str]) -> tuple[str, ...]:
    present = {point.position for point in points}
    span = range(points[0].position, points[-1].position)
    return tuple(label(place) for place in span if place not in present)


@dataclass(frozen=True, slots=True)
class _Center:
    """Mean and median of the readings, and which of the two the baseline stands on."""

    mean: Decimal
    median: Decimal
    mad: Decimal

    @property
    def sigma(self) -> Decimal:
        """Spread around the median, comparable with a standard deviation."""
        return MAD_TO_SIGMA * self.mad

    @property
    def form(self) -> Form:
        """The median, where the mean is pulled away from it by more than one sigma."""
        return Form.MEDIAN if abs(self.mean - self.median) > self.sigma else Form.MEAN

    @property
    def value(self) -> Decimal:
        """The center of the form."""
        return self.median if self.form is Form.MEDIAN else self.mean


def _center(values: Sequence[Decimal]) -> _Center:
    median = median_of(values)
    return _Center(mean_of(values), median, median_of([abs(value - median) for value in values]))


@dataclass(frozen=True, slots=True)
class _Spread:
    """Moving ranges, and the limits that follow from them in both forms."""

    ranges: tuple[Decimal, ...]
    mean: Decimal | None = None
    median: Decimal | None = None
    classic: NaturalLimits | None = None
    robust: NaturalLimits | None = None

    def limits(self, form: Form) -> NaturalLimits | None:
        """Return the limits of a form; a median range of zero says nothing."""
        return self.robust if form is Form.MEDIAN and self.median else self.classic


def _spread(ordered: Sequence[SeriesPoint], center: _Center, bounds: Bounds) -> _Spread:
    ranges = moving_ranges(ordered)
    if not ranges:
        return _Spread(ranges)
    mean, median = mean_of(ranges), median_of(ranges)
    return _Spread(
        ranges,
        mean,
        median,
        classic=_limits(Form.MEAN, center.mean, mean, bounds),
        robust=_limits(Form.MEDIAN, center.median, median, bounds),
    )


def _sigma_error(n: int) -> int | None:
    """Return the error for the nearest number of readings not above n; None below the first."""
    return next((SIGMA_ERROR[k] for k in sorted(SIGMA_ERROR, reverse=True) if k <= n), None)


def compute(
    points: Sequence[SeriesPoint],
    *,
    bounds: Bounds = (None, None),
    label: Callable[[int], str] = month_label,
    per_year: int = 12,
) -> Baseline:
    """Return the statistics of a period.

    Args:
        points: the readings that count, in any order; readings left out are not passed.
        bounds: lowest and highest value the indicator can take; limits are clipped to them.
        label: names a position, for the list of missing periods.
        per_year: readings of a full year, 12 for months and 4 for quarters.

    Returns:
        The baseline. Median form: center and limits come from the median (and median moving
        range) if mean and median differ by more than one MAD-sigma; `odd` then names the months.
        A median moving range of zero says nothing, so the limits stay those of the mean then.
        Limits exist from one pair of neighbors; whether they carry is what `grade` says: with an
        own reading outside them or a trend they are provisional.

    Raises:
        RuleError: no reading, two readings for one period, or bounds that leave no room.

    Source: docs/method.md#baseline.
    """
    ordered = sorted(points, key=lambda point: point.position)
    _check(ordered, bounds)
    n = len(ordered)
    center = _center([point.value for point in ordered])
    spread = _spread(ordered, center, bounds)
    r = autocorrelation(ordered)
    limits = spread.limits(center.form)
    outside, trend = _outside(ordered, limits), trend_of([point.value for point in ordered])
    return Baseline(
        first=ordered[0].label,
        last=ordered[-1].label,
        n=n,
        mean=center.mean,
        median=center.median,
        mad=center.mad,
        mad_sigma=center.sigma,
        moving_ranges=spread.ranges,
        mean_range=spread.mean,
        median_range=spread.median,
        classic=spread.classic,
        robust=spread.robust,
        limits=limits,
        center=center.value,
        center_form=center.form,
        grade=grade_of(n, is_settled=not outside and trend is None),
        odd=odd_labels(ordered) if center.form is Form.MEDIAN else (),
        missing=_missing(ordered, label),
        autocorrelation=r,
        is_autocorrelated=r is not None and r > AUTOCORRELATION,
        is_significant=r is not None and abs(r) > 2 / Decimal(n).sqrt(),
        seasonality=seasonality_of(n, per_year),
        is_near_bound=_near_bound(center.value, bounds),
        sigma_error=_sigma_error(n),
        outside=outside,
        trend=trend,
    )


def _check(ordered: Sequence[SeriesPoint], bounds: Bounds) -> None:
    low, high = bounds
    if low is not None and high is not None and low >= high:
        raise RuleError(f"the lower bound {low} does not lie below {high}", field="bounds")
    if not ordered:
        raise RuleError("no reading in this period", field="period")
    for before, after in itertools.pairwise(ordered):
        if before.position == after.position:
            raise RuleError(f"two readings for {after.label}", field="period")


def _near_bound(center: Decimal, bounds: Bounds) -> bool:
    low, high = bounds
    if low is None or high is None:
        return False
    return (center - low) / (high - low) > NEAR_BOUND
