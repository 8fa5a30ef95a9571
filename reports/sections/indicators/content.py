"""The indicators of the plant in one table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A reading that is explained and counts for nothing."""

    value: Decimal
    period: date
    cause: LocalizedText


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator with where it started and where it goes.

    `last` is the newest reading that counts; `left_out` is a newer one that does not, with the
    cause that people named. `is_outside` says that `last` lies outside its limits.
    """

    code: str
    title: LocalizedText
    unit: LocalizedText
    places: int
    baseline: Decimal | None
    grade: str
    last: Decimal | None
    last_period: date | None
    left_out: LeftOut | None
    target: Decimal | None
    target_on: date | None
    standing: str
    is_outside: bool


@dataclass(frozen=True, slots=True)
class IndicatorChapter:
    """The chapter."""

    indicators: tuple[IndicatorLine, ...]
