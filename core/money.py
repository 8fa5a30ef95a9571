"""In what money is counted: one unit for all figures of a column or chart, with its word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from core.currencies import currency_digits, unit_name
from core.phrases import in_languages, phrase_as
from core.text import LocalizedText, same

Form = Literal["en", "zh-hans", "bilingual"]

STEPS: dict[Form, tuple[int, ...]] = {
    "en": (0, 3, 6, 9, 12),
    "zh-hans": (0, 4, 8, 12),
    "bilingual": (0, 3, 6, 9, 12),  # words of both languages exist for these
}
_WORDS = {
    3: phrase_as("a unit of money", "thousand"),
    4: phrase_as("a unit of money", "ten thousand"),
    6: phrase_as("a unit of money", "million"),
    8: phrase_as("a unit of money", "hundred million"),
    9: phrase_as("a unit of money", "billion"),
    12: phrase_as("a unit of money", "trillion"),
}
_BASES = (1, 100, 10_000, 1_000_000)
_LEAST_RATE = Decimal("0.1")
_MOST_PLACES = 3
_WHOLE = 1000  # from here on, small change is not printed


@dataclass(frozen=True, slots=True)
class MoneyScale:
    """What one printed unit is worth, how many decimals follow, and the word that says so.

    Figure and word come from the same object, so that no heading can name a unit for which the
    figures under it were not scaled.

    Attributes:
        currency: ISO 4217 code.
        power: one printed unit is ten to this power of the currency.
        places: decimals of the printed figures, 0 to 3.
    """

    currency: str
    power: int
    places: int

    @property
    def unit(self) -> LocalizedText:
        """The unit in words: "MYR million", 百万林吉特."""
        name = in_languages(lambda language: unit_name(self.currency, language))
        if not self.power or not self.currency:
            return self.word if self.power else name
        return phrase_as("a unit of money", "{currency} {unit}", currency=name, unit=self.word)

    @property
    def word(self) -> LocalizedText:
        """The unit without its currency: "million", 百万; nothing for single units."""
        return _WORDS.get(self.power, same(""))

    def scaled(self, amount: Decimal) -> Decimal:
        """Return an amount counted in this unit, unrounded."""
        return amount.scaleb(-self.power)

    def refined(self, amounts: Iterable[Decimal | None]) -> MoneyScale:
        """Return the same unit with the decimals that other figures need."""
        return MoneyScale(self.currency, self.power, _places(_sizes(amounts), self))


def money_scale(amounts: Iterable[Decimal | None], currency: str, form: Form) -> MoneyScale:
    """Choose the unit of a column or chart once, for all its figures.

    The largest figure decides: the unit is the largest of which it holds ten. Decimals are as many
    as leave three digits of the largest figure and two of the smallest, at most three. See
    docs/method.md#money-units.

    Args:
        amounts: every figure that will be printed in the unit; nothing where there is none.
        currency: ISO 4217 code; empty where the words of the unit stand without one.
        form: language form of the page or document: Chinese counts in 万 and 亿, English and
            bilingual pages in thousands, millions and billions, for which both have a word.

    Returns:
        The unit; single units of money where there is no figure.
    """
    sizes = _sizes(amounts)
    largest = max(sizes, default=Decimal(0))
    power = max(step for step in STEPS[form] if not step or largest >= Decimal(10).scaleb(step))
    scale = MoneyScale(currency, power, 0)
    return scale.refined(sizes)


def _sizes(amounts: Iterable[Decimal | None]) -> list[Decimal]:
    return [abs(amount) for amount in amounts if amount]


def _places(sizes: list[Decimal], scale: MoneyScale) -> int:
    if not sizes:
        return 0
    smallest, largest = min(sizes), max(sizes)
    if not scale.power:
        has_change = any(size != size.to_integral_value() for size in sizes)
        return currency_digits(scale.currency) if has_change and largest < _WHOLE else 0
    needed = max(1 - scale.scaled(smallest).adjusted(), 2 - scale.scaled(largest).adjusted())
    return min(max(needed, 0), _MOST_PLACES)


def rate_figures(rate: Decimal) -> tuple[int, Decimal]:
    """Return for how many units of foreign money a rate is printed, and the printed rate.

    "1 VND = 0.0003 CNY" tells nobody what 13 billion are worth; "10,000 VND = 2.723 CNY" does.

    Args:
        rate: units of one currency for one unit of the other, above 0.

    Returns:
        The number of units, of 1, 100, 10,000 and 1,000,000 the smallest for which the rate
        reaches 0.1, and the rate for so many with six significant digits at most.
    """
    base = next((base for base in _BASES if rate * base >= _LEAST_RATE), _BASES[-1])
    worth = rate * base
    return base, round(worth, max(5 - worth.adjusted(), 0))
