"""What a new reading must satisfy, and how names of definitions are compared."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from readings.domain.periods import PeriodStep, position_of
from readings.domain.points import Bounds

OLDEST = dt.date(1990, 1, 1)
PLACES = 6
DIGITS = 15  # what every database gives back
LARGEST = Decimal(10) ** 12


class EntryProblem(StrEnum):
    """Why a reading is not taken."""

    FUTURE = "future"
    TOO_OLD = "too_old"
    TOO_LARGE = "too_large"
    BELOW = "below"
    ABOVE = "above"


def settled(value: Decimal) -> Decimal:
    """Return a value as it is stored and read back: six decimals and 15 digits, half to even."""
    places = min(PLACES, DIGITS - 1 - value.adjusted())
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


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
