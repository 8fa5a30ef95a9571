"""Money as people read it: large sums shortened in the reader's way."""

from __future__ import annotations

from decimal import Decimal

from core.wording.figures import NARROW, as_decimal, grouped
from core.wording.texts import DASH, is_chinese


def money_text(value: object, currency: str = "", *, short: bool = True) -> str:
    """Write money in the reader's way: "MYR 1.68 M" in English, "MYR 168 万" in Chinese.

    Args:
        value: A number, or an object with `amount` and `currency`.
        currency: ISO code, if the value does not carry it.
        short: Shorten large sums; else two decimals in full.
    """
    currency = str(getattr(value, "currency", "") or currency)
    number = as_decimal(getattr(value, "amount", value))
    if number is None:
        return DASH
    if not short:
        text = grouped(number, 2)
    elif is_chinese():
        text = _short_chinese(number)
    else:
        text = _short_english(number)
    return f"{currency}{NARROW}{text}" if currency else text


def _short_english(number: Decimal) -> str:
    size = abs(number)
    if size >= Decimal(1_000_000_000):
        return f"{grouped(number / 1_000_000_000, 2)}{NARROW}bn"
    if size >= Decimal(1_000_000):
        return f"{grouped(number / 1_000_000, 2)}{NARROW}M"
    return grouped(number, 0)


def _short_chinese(number: Decimal) -> str:
    size = abs(number)
    if size >= Decimal(100_000_000):
        return f"{grouped(number / 100_000_000, 2)}{NARROW}亿"
    if size >= Decimal(10_000):
        places = 0 if size >= Decimal(1_000_000) else 1
        return f"{grouped(number / 10_000, places)}{NARROW}万"
    return grouped(number, 0)


def money(value: object, currency: str = "") -> str:
    """Write money shortened for reading."""
    return money_text(value, currency)


def money_full(value: object, currency: str = "") -> str:
    """Write money with all digits and two decimals."""
    return money_text(value, currency, short=False)


def thousands(value: object) -> str:
    """Write a sum in thousands, for table columns whose head says so."""
    number = as_decimal(getattr(value, "amount", value))
    return DASH if number is None else grouped(number / 1000, 0)
