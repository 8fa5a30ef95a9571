"""The statistics behind the baselines, in one table."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.domain.series import IndicatorSeries


@dataclass(frozen=True, slots=True)
class StatisticAppendix:
    """The appendix: the indicators that have a baseline."""

    series: tuple[IndicatorSeries, ...]
