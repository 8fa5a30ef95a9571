"""Figures that cannot be told say why: a reason stands in their place, never 0, 1 or no number."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from core.errors import RuleError
from core.phrases import phrase
from core.text import LocalizedText
from scoring.domain.numbers import exact

Number = float | Decimal | Fraction


class Undefined(StrEnum):
    """Why a figure about several voices does not exist."""

    NO_VALUES = "no_values"
    FEW_VALUES = "few_values"
    FEW_VOICES = "few_voices"
    NO_ITEMS = "no_items"
    FEW_PAIRS = "few_pairs"
    ONE_VALUE = "one_value"
    BELOW_ZERO = "below_zero"
    FEW_UNITS = "few_units"
    FEW_RATERS = "few_raters"
    INCOMPLETE = "incomplete"
    ALL_TIED = "all_tied"
    NO_STEPS = "no_steps"
    NOT_APPLICABLE = "not_applicable"
    NOTHING_APPLIES = "nothing_applies"
    NOT_KEPT = "not_kept"


Statistic = Decimal | Undefined


class NotFiniteError(RuleError):
    """A value of a voice, or a weight, is no number that can be computed with."""


def why(reason: Undefined) -> LocalizedText:
    """Return why a figure does not exist, in words."""
    return {
        Undefined.NO_VALUES: phrase("no values"),
        Undefined.FEW_VALUES: phrase("fewer than two values"),
        Undefined.FEW_VOICES: phrase("fewer than three voices"),
        Undefined.NO_ITEMS: phrase("no items"),
        Undefined.FEW_PAIRS: phrase("fewer than two units with two values"),
        Undefined.ONE_VALUE: phrase("all values are the same"),
        Undefined.BELOW_ZERO: phrase("a value lies below zero"),
        Undefined.FEW_UNITS: phrase("fewer than two units"),
        Undefined.FEW_RATERS: phrase("fewer than two raters"),
        Undefined.INCOMPLETE: phrase("a value is missing"),
        Undefined.ALL_TIED: phrase("no rater tells the units apart"),
        Undefined.NO_STEPS: phrase("the framework has no ordered levels"),
        Undefined.NOT_APPLICABLE: phrase("does not apply"),
        Undefined.NOTHING_APPLIES: phrase("nothing of it applies"),
        Undefined.NOT_KEPT: phrase("it was signed before this was kept"),
    }[reason]


def fraction(value: Number) -> Fraction:
    """Return a number without any rounding.

    Raises:
        NotFiniteError: it is infinite or no number.
    """
    try:
        return Fraction(value)
    except (ValueError, OverflowError) as error:
        raise NotFiniteError(f"not a finite number: {value}") from error


def decimal(value: Fraction) -> Decimal:
    """Return a fraction with the 60 digits of the engine."""
    with exact():
        return Decimal(value.numerator) / Decimal(value.denominator)
