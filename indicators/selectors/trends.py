"""Quarters and trends as a worker stored them, in the reader's language; pages compute none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.cldr import MINUS
from core.text import LocalizedText
from core.wording.figures import decimal, integer, percent
from core.wording.texts import lt
from indicators.domain.series import MOST_PLACES, IndicatorSeries
from indicators.domain.snapshot import series_seal
from indicators.domain.targets import Direction
from indicators.models import GroupTrend, StoredTrend
from readings.domain.aggregation import Aggregation
from readings.domain.periods import PeriodStep, start_of
from readings.domain.verdicts import (
    GroupPoint,
    MadeQuarter,
    TrendDrift,
    TrendVerdict,
    group_from,
    quarters_from,
    trend_from,
)
from readings.models import Indicator, PlantIndicator
from readings.selectors.wording import period_text

SHOWN_QUARTERS = 8
SMALLEST_P = 0.001
HOW = {
    Aggregation.SUM: gettext_lazy("sum of the months"),
    Aggregation.MEAN: gettext_lazy("mean of the months"),
    Aggregation.LAST: gettext_lazy("newest month"),
    Aggregation.RATIO: gettext_lazy("from the sums of both parts"),
}


@dataclass(frozen=True, slots=True)
class ShownQuarter:
    """One quarter in words; `is_whole` tells whether all its months count."""

    label: str
    value: Decimal
    months: int
    is_whole: bool
    how: str


@dataclass(frozen=True, slots=True)
class ShownTrend:
    """What a page says of a trend: chip, sentence, what to bear in mind, quarters.

    `chip` is words and tone, empty without a verdict; `is_current` tells whether a worker has seen
    the newest readings.
    """

    chip: tuple[str, str]
    sentence: str
    notes: tuple[str, ...] = ()
    quarters: tuple[ShownQuarter, ...] = ()
    is_current: bool = True
    computed_at: dt.datetime | None = None


def trend_of(row: PlantIndicator, series: IndicatorSeries) -> ShownTrend | None:
    """Return the stored trend of an indicator, None before a worker came; one query."""
    stored = StoredTrend.objects.filter(plant_indicator=row).first()
    if stored is None:
        return None
    digest = series_seal(series.counted, row.indicator.aggregation)
    verdict, made = trend_from(stored.trend), quarters_from(stored.quarters)
    lines = [_line(quarter, row.indicator.aggregation) for quarter in made[-SHOWN_QUARTERS:]]
    return ShownTrend(
        chip=drift_chip(verdict.drift, series.direction),
        sentence=sentence(verdict, series.unit, series.places),
        notes=notes(verdict, series.step),
        quarters=tuple(reversed(lines)),
        is_current=stored.readings_sha256 == digest,
        computed_at=stored.computed_at,
    )


def _line(quarter: MadeQuarter, wanted: Aggregation) -> ShownQuarter:
    how = str(HOW[quarter.how])
    if wanted is Aggregation.RATIO and quarter.how is not wanted:
        how = _("mean of the months; both parts are not recorded")
    return ShownQuarter(
        label=_quarter(quarter.position),
        value=quarter.value,
        months=quarter.months,
        is_whole=quarter.is_whole,
        how=how,
    )


def _quarter(position: int) -> str:
    return period_text(start_of(position, PeriodStep.QUARTER), is_quarter=True)


def drift_chip(drift: TrendDrift, direction: str) -> tuple[str, str]:
    """Return words and tone of a verdict; the tone says whether the way is the wanted one."""
    if drift is TrendDrift.TOO_FEW:
        return "", ""
    if drift is TrendDrift.NONE:
        return _("No trend"), ""
    words = _("Rising") if drift is TrendDrift.RISING else _("Falling")
    if direction == Direction.TARGET:
        return words, "warn"
    is_wanted = (drift is TrendDrift.RISING) is (direction == Direction.UP)
    return words, "good" if is_wanted else "bad"


def sentence(verdict: TrendVerdict, unit: LocalizedText, places: int) -> str:
    """Return a verdict as one sentence."""
    if verdict.slope is None or verdict.p is None:
        return _("A trend can be told from 8 readings that count; there are %(n)s.") % {
            "n": integer(verdict.n)
        }
    if verdict.drift is TrendDrift.NONE:
        words = _("No trend: chance alone drifts as far in %(p)s of all series.")
        return words % {"p": chance_text(verdict.p)}
    words = (
        _(
            "It rises by %(slope)s (%(unit)s) a year; chance alone drifts as far in %(p)s of all series."
        )
        if verdict.drift is TrendDrift.RISING
        else _(
            "It falls by %(slope)s (%(unit)s) a year; chance alone drifts as far in %(p)s of all series."
        )
    )
    size = decimal(abs(verdict.slope), _places(verdict.slope, places))
    return words % {"slope": size, "unit": lt(unit), "p": chance_text(verdict.p)}


def chance_text(p: float) -> str:
    """Write how often chance alone drifts as far: "4.2 %", "less than 0.1 %"."""
    if p < SMALLEST_P:
        return _("less than %(p)s") % {"p": percent(SMALLEST_P, 1)}
    return percent(p, 1)


def notes(verdict: TrendVerdict, step: PeriodStep) -> tuple[str, ...]:
    """Return what is to be borne in mind."""
    found = []
    if verdict.is_seasonal:
        found.append(
            _(
                "The readings swing with the seasons: only the same months of each year are compared."
            )
            if step is PeriodStep.MONTH
            else _("The readings swing with the seasons: only the same quarters are compared.")
        )
        found.append(_season(verdict, step))
    if verdict.is_dependent:
        found.append(
            _("Each reading follows the one before, so the trend is less sure than it looks.")
        )
    return tuple(found)


def _season(verdict: TrendVerdict, step: PeriodStep) -> str:
    usual = verdict.season
    high, low = (usual.index(end) for end in (max(usual), min(usual)))
    words = _(
        "Usually highest in %(high)s (%(above)s), lowest in %(low)s (%(below)s) of a year’s mean."
    )
    return words % {
        "high": _name(high, step),
        "above": percent(max(usual)),
        "low": _name(low, step),
        "below": percent(min(usual)),
    }


def _name(place: int, step: PeriodStep) -> str:
    if step is PeriodStep.QUARTER:
        return _("quarter %(n)s") % {"n": place + 1}
    return str(MONTHS[place + 1])


# --- the group ------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PlantLine:
    """How one plant of the group does by an indicator."""

    row: PlantIndicator
    trend: ShownTrend | None
    slope: str


@dataclass(frozen=True, slots=True)
class GroupShown:
    """How the plants that follow an indicator do, each and together.

    `trend` is None while there is no group verdict, or for readers who do not see every plant.
    """

    lines: tuple[PlantLine, ...]
    trend: ShownTrend | None = None
    plants: int = 0
    points: tuple[tuple[str, GroupPoint], ...] = ()


def group_of(indicator: Indicator, plants: Collection[int] | None) -> GroupShown:
    """Return the stored trends of the plants that follow an indicator, in three queries at most.

    Args:
        indicator: the definition.
        plants: those the reader may see; None are all, and only then the group's figure is told.
    """
    rows = PlantIndicator.objects.filter(indicator=indicator, is_active=True)
    if plants is not None:
        rows = rows.filter(plant__in=plants)
    chosen = list(rows.select_related("plant", "indicator").order_by("plant__name"))
    stored = {
        one.plant_indicator_id: one
        for one in StoredTrend.objects.filter(plant_indicator__in=chosen)
    }
    lines = tuple(_plant_line(row, stored.get(row.pk)) for row in chosen)
    group = GroupTrend.objects.filter(indicator=indicator).first() if plants is None else None
    if group is None:
        return GroupShown(lines)
    verdict = group_from(group.verdict)
    shown = ShownTrend(
        chip=drift_chip(verdict.trend.drift, indicator.direction),
        sentence=sentence(verdict.trend, LocalizedText.from_dict(indicator.unit), 1),
        notes=notes(verdict.trend, indicator.step),
        computed_at=group.computed_at,
    )
    return GroupShown(lines, shown, verdict.plants, _points(verdict.points, indicator.step))


def _points(points: Sequence[GroupPoint], step: PeriodStep) -> tuple[tuple[str, GroupPoint], ...]:
    is_quarter = step is PeriodStep.QUARTER
    newest = reversed(points[-SHOWN_QUARTERS:])
    return tuple(
        (period_text(start_of(one.position, step), is_quarter=is_quarter), one) for one in newest
    )


def _plant_line(row: PlantIndicator, stored: StoredTrend | None) -> PlantLine:
    if stored is None:
        return PlantLine(row, None, "")
    verdict = trend_from(stored.trend)
    shown = ShownTrend(
        chip=drift_chip(verdict.drift, row.indicator.direction),
        sentence=sentence(verdict, LocalizedText.from_dict(row.unit_text), 1),
        computed_at=stored.computed_at,
    )
    return PlantLine(row, shown, slope_text(verdict.slope))


def slope_text(slope: Decimal | None) -> str:
    """Write a change in a year with its sign; empty without one."""
    if slope is None:
        return ""
    sign = MINUS if slope < 0 else "+" if slope else ""
    return f"{sign}{decimal(abs(slope), _places(slope, 1))}"


def _places(slope: Decimal, least: int) -> int:
    """Return the decimals of a change: those of its readings, more where it would be a bare zero."""
    enough = (n for n in range(least, MOST_PLACES) if abs(slope) >= Decimal(10) ** -n)
    return next(enough, MOST_PLACES) if slope else least
