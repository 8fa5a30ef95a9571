"""The indicators of the KPI baseline in one table."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.domain.series import IndicatorSeries
from reports.domain.state import OpenPoint


@dataclass(frozen=True, slots=True)
class OverviewChapter:
    """The chapter: every indicator in a row, and what is open."""

    series: tuple[IndicatorSeries, ...]
    open_points: tuple[OpenPoint, ...]
