"""The workbook of a plant's indicators: months and quarters across indicators, and their trends.

It loads pandas: only tasks import this module, inside their functions.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from core.wording.texts import lt
from indicators.domain.series import IndicatorSeries
from indicators.models import StoredTrend
from indicators.selectors.series import rows_of, series_of
from indicators.selectors.trends import chance_text, drift_chip, notes
from indicators.services import tables
from organizations.models import Plant
from organizations.selectors.places import plant_today
from readings.domain import frames
from readings.domain.frames import FrameCell
from readings.domain.periods import PeriodStep, label_of
from readings.domain.verdicts import TrendVerdict, quarters_from, trend_from
from readings.models import PlantIndicator
from sheets.values import CellValue
from sheets.writing import Sheet, write_workbook


def workbook_of(plant: Plant) -> bytes:
    """Return the workbook in the active language; figures that are out of date are computed anew."""
    rows = rows_of(plant)
    tables.refresh(rows)
    series = series_of(rows, plant_today(plant))
    stored = {
        one.plant_indicator_id: one for one in StoredTrend.objects.filter(plant_indicator__in=rows)
    }
    verdicts = {key: trend_from(one.trend) for key, one in stored.items()}
    monthly = [one for one in series if one.step is PeriodStep.MONTH]
    return write_workbook(
        _sheet(_("By month"), PeriodStep.MONTH, monthly, _readings(monthly)),
        _sheet(_("By quarter"), PeriodStep.QUARTER, series, _quarters(series, stored)),
        _trends(rows, series, verdicts),
        _seasons(series, verdicts),
    )


def _readings(series: list[IndicatorSeries]) -> list[FrameCell]:
    return [
        FrameCell(one.code, point.position, point.value) for one in series for point in one.counted
    ]


def _quarters(series: list[IndicatorSeries], stored: dict[int, StoredTrend]) -> list[FrameCell]:
    """Return the stored quarters of monthly indicators, and the readings of quarterly ones."""
    made = [
        FrameCell(one.code, quarter.position, quarter.value)
        for one in series
        for quarter in quarters_from(stored[one.key].quarters)
    ]
    return made + _readings([one for one in series if one.step is PeriodStep.QUARTER])


def _sheet(
    name: str, step: PeriodStep, series: list[IndicatorSeries], cells: list[FrameCell]
) -> Sheet:
    """Return a sheet with periods down and indicators across."""
    told = {cell.column for cell in cells}
    shown = [one for one in series if one.code in told]
    label = label_of(step)
    lines: list[list[CellValue]] = []
    if cells:
        table = frames.wide(cells)[[one.code for one in shown]]
        lines = [[label(position), *values] for position, values in frames.rows_of(table)]
    head = ["period", *(f"{one.code} {lt(one.title)}" for one in shown)]
    notes_of = {place: lt(one.unit) for place, one in enumerate(shown, start=1)}
    return Sheet(name, head, lines, notes=notes_of)


def _trends(
    rows: list[PlantIndicator],
    series: list[IndicatorSeries],
    verdicts: dict[int, TrendVerdict],
) -> Sheet:
    head = [
        *(_("Name"), _("Unit"), _("Readings"), _("Trend")),
        *(_("Change in a year"), _("Chance alone"), _("To bear in mind"), _("Months to a quarter")),
    ]
    lines: list[list[CellValue]] = []
    for row, one in zip(rows, series, strict=True):
        verdict = verdicts[one.key]
        lines.append(
            [
                f"{one.code} {lt(one.title)}",
                lt(one.unit),
                verdict.n,
                drift_chip(verdict.drift, one.direction)[0] or _("Too few readings"),
                verdict.slope,
                "" if verdict.p is None else chance_text(verdict.p),
                " ".join(notes(verdict, one.step)),
                str(row.indicator.Combining(row.indicator.aggregation).label)
                if one.step is PeriodStep.MONTH
                else "",
            ]
        )
    return Sheet(_("Trends"), head, lines, widths=(44, 16, 10, 12, 16, 16, 60, 28))


def _seasons(series: list[IndicatorSeries], verdicts: dict[int, TrendVerdict]) -> Sheet:
    """Return the readings without what is usual for their month, where two years tell it."""
    told = [one for one in series if one.step is PeriodStep.MONTH and verdicts[one.key].season]
    cells = [
        FrameCell(
            one.code, point.position, point.value / verdicts[one.key].season[point.position % 12]
        )
        for one in told
        for point in one.counted
        if verdicts[one.key].season[point.position % 12] > Decimal(0)
    ]
    return _sheet(_("Without seasons"), PeriodStep.MONTH, told, cells)
