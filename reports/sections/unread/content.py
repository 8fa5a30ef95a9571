"""Indicators without a reading, in one table."""

from __future__ import annotations

from dataclasses import dataclass

from reports.sections.baselines.content import IndicatorPart


@dataclass(frozen=True, slots=True)
class UnreadChapter:
    """The chapter; it is left out while every indicator has readings."""

    indicators: tuple[IndicatorPart, ...]
