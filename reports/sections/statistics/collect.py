"""The statistics behind the baselines."""

from __future__ import annotations

from reports.sections.statistics.content import StatisticAppendix
from reports.selectors.record import PlantRecord


def collect(record: PlantRecord) -> StatisticAppendix:
    """Return the appendix."""
    return StatisticAppendix(tuple(one for one in record.indicators if one.baseline))
