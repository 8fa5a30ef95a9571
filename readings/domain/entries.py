"""What a new reading must satisfy, and how names of definitions are compared."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum

from core.bounds import LARGEST, settled
from readings.domain.periods import PeriodStep, position_of
from readings.domain.points import Bounds

OLDEST = dt.date(1990, 1, 1)


class EntryProblem(StrEnum):
    """Why a reading is not taken."""

    FUTURE = "future"
    TOO_OLD = "too_old"
    TOO_LARGE = "too_large"
    BELOW = "below"
    ABOVE = "above"


def problem_of(
    value: Decimal,
    period: dt.date,
    *,
    bounds: Bounds,
    today: dt.date,
    step: PeriodStep = PeriodStep.MONTH,
) -> EntryProblem | None:
    """Return why a reading cannot be, or None.

    Args:
        value: the reading.
        period: any day of its period.
        bounds: lowest and highest possible value; on a bound is possible.
        today: the day it is at the plant; the period under way may be recorded, later ones not.
        step: months or quarters.
    """
    if position_of(period, step) > position_of(today, step):
        return EntryProblem.FUTURE
    if period < OLDEST:
        return EntryProblem.TOO_OLD
    if abs(value) >= LARGEST or abs(settled(value)) >= LARGEST:
        return EntryProblem.TOO_LARGE
    low, high = bounds
    if low is not None and value < low:
        return EntryProblem.BELOW
    return EntryProblem.ABOVE if high is not None and value > high else None


def name_key(name: str) -> str:
    """Return a name as it is compared: width, case and spaces do not make another name."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def same_name(titles: Iterable[str], known: Mapping[str, Iterable[str]]) -> str | None:
    """Return the code of the definition that has one of the names already.

    Args:
        titles: the names of the new definition in every language.
        known: names of the existing definitions by code.
    """
    wanted = {name_key(title) for title in titles} - {""}
    for code, names in known.items():
        if wanted & {name_key(name) for name in names}:
            return code
    return None
