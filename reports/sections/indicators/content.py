"""The indicators of the plant in one table."""

from __future__ import annotations

from dataclasses import dataclass

from core.text import LocalizedText
from indicators.domain.series import IndicatorSeries


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator; `cause` is what people say of a newest reading that counts for nothing."""

    series: IndicatorSeries
    cause: LocalizedText | None


@dataclass(frozen=True, slots=True)
class IndicatorChapter:
    """The chapter."""

    indicators: tuple[IndicatorLine, ...]
