"""Currencies in use: ISO 4217 codes, digits in daily use, names. From Unicode CLDR."""

from __future__ import annotations

from functools import cache

from babel.core import get_global
from babel.numbers import get_currency_name

from core.cldr import FALLBACK, locale_of

# Where mainland China says it in other words than CLDR; 磅 in the name of SHP is a weight.
_NAMES = {"zh": {"IDR": "印度尼西亚盾", "MOP": "澳门元", "SHP": "圣赫勒拿镑"}}
# What follows a figure, in languages where that is a word and not the code: the name of the
# currency, but these, which are said shorter or need their measure word.
_UNITS = {
    "zh": {
        "CNY": "元人民币",
        "HUF": "福林",
        "MYR": "林吉特",
        "PLN": "兹罗提",
        "TWD": "元新台币",
    }
}


@cache
def currency_codes() -> tuple[str, ...]:
    """Return the codes of the money that is legal tender somewhere today, in their order."""
    return tuple(
        sorted(
            {
                code
                for known in get_global("territory_currencies").values()
                for code, _since, until, is_tender in known
                if is_tender and until is None
            }
        )
    )


def is_currency(code: str) -> bool:
    """Return whether money of this code is in use."""
    return code in currency_codes()


def currency_digits(code: str) -> int:
    """Return how many digits after the point people use: 2 for MYR, none for VND, JPY, KRW, HUF.

    CLDR calls them the digits of cash. A code that nobody knows has two.
    """
    fractions = get_global("currency_fractions")
    return int(fractions.get(code, fractions["DEFAULT"])[2])


@cache
def currency_name(code: str, language: str) -> str:
    """Return the name of a currency as it stands in a sentence; a code that nobody knows stands for itself.

    Args:
        code: ISO 4217 code.
        language: the reader's; one without a name for it falls back to English.
    """
    if not is_currency(code):
        return code
    own = _NAMES.get(language.partition("-")[0], {}).get(code)
    names = (get_currency_name(code, 1, locale_of(name)) for name in (language, FALLBACK))
    return own or next((name for name in names if name != code), code)


def unit_name(code: str, language: str) -> str:
    """Return what follows a number of this money: "MYR" in English, "林吉特" in Chinese."""
    units = _UNITS.get(language.partition("-")[0])
    if units is None:
        return code
    return units.get(code) or currency_name(code, language)


def currency_choices(language: str, comma: str = ", ") -> list[tuple[str, str]]:
    """Return code and "code, name" of every currency, by code.

    Args:
        language: the reader's.
        comma: what stands between the two.
    """
    return [(code, f"{code}{comma}{currency_name(code, language)}") for code in currency_codes()]
