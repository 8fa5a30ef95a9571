"""Money as people read it: large sums shortened in the reader's way, units from their scale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core.cldr import FALLBACK, NARROW
from core.currencies import currency_digits, is_currency, unit_name
from core.money import STEPS, Form, MoneyScale, money_scale, rate_figures
from core.wording.dates import day
from core.wording.figures import as_decimal, grouped, plain
from core.wording.texts import DASH

ROUNDED_AT = (12, 9, 6)  # powers of ten of which a short sum keeps two decimals, in every language
NAMED_BY_UNIT = frozenset({"CNY"})  # 元人民币 says it all; a code after it would say it twice


def money_text(value: object, currency: str = "", *, short: bool = True) -> str:
    """Write money as it stands in a sentence: "MYR 1.68 M", in Chinese "168万林吉特（MYR）".

    Args:
        value: A number, or an object with `amount` and `currency`.
        currency: ISO code, if the value does not carry it.
        short: Shorten large sums; else in full, with the digits of the currency, without one two.
    """
    currency = str(getattr(value, "currency", "") or currency)
    number = as_decimal(getattr(value, "amount", value))
    if number is None:
        return DASH
    if short:
        text = _short(number)
    else:
        text = grouped(number, currency_digits(currency) if currency else 2)
    return _with_currency(text, currency) if currency else text


def _with_currency(text: str, code: str) -> str:
    return _sum_pattern(code, get_language() or FALLBACK).replace("%(sum)s", text)


@lru_cache(maxsize=1024)  # of the active language; a page prints a hundred sums of one currency
def _sum_pattern(code: str, language: str) -> str:
    if code in NAMED_BY_UNIT or not is_currency(code):
        pattern = pgettext("a sum whose unit names its currency", "%(code)s %(sum)s")
    else:
        pattern = pgettext("a sum", "%(code)s %(sum)s")
    words = {"code": code, "unit": unit_name(code, language), "sum": "%(sum)s"}
    return pattern.replace(" ", NARROW) % words


def _short(number: Decimal) -> str:
    """Write one sum in each language: full below a million, above it with the same digits."""
    power = next((power for power in ROUNDED_AT if abs(number) >= Decimal(10) ** power), None)
    if power is None:
        return grouped(number, 0)
    said = number.scaleb(-power).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP).scaleb(power)
    for pattern, step in _large_sums(get_language() or FALLBACK):
        if "0.00" in pattern and step <= power:
            return pattern.replace("0.00", grouped(said.scaleb(-step), 2))
        if "0.##" in pattern and step <= said.adjusted():
            return pattern.replace("0.##", plain(said.scaleb(-step)))
    return grouped(said, 0)


@lru_cache(maxsize=64)
def _large_sums(language: str) -> tuple[tuple[str, int], ...]:  # noqa: ARG001 -- the active one
    # Translators: how large sums are written = power of ten that the figure counts. 0.00 has both
    # decimals, 0.## those it needs.
    return large_sums(pgettext("patterns of large sums", "0.00 M=6; 0.00 bn=9; 0.00 tn=12"))


def large_sums(known: str) -> tuple[tuple[str, int], ...]:
    """Return how a language writes large sums, with their powers of ten, the largest first."""
    pairs = (entry.rpartition("=") for entry in known.split(";"))
    patterns = [(text.strip().replace(" ", NARROW), int(power)) for text, _is, power in pairs]
    return tuple(sorted(patterns, key=lambda pair: -pair[1]))


def money(value: object, currency: str = "") -> str:
    """Write money shortened, for sentences."""
    return money_text(value, currency)


def money_cell(value: object, currency: str = "") -> str:
    """Write money shortened, for tiles and cells: the code stands first in every language."""
    currency = str(getattr(value, "currency", "") or currency)
    text = money_text(getattr(value, "amount", value))
    return f"{currency}{NARROW}{text}" if currency and text != DASH else text


def money_full(value: object, currency: str = "") -> str:
    """Write money in full, with the decimals that people use: two of a ringgit, none of a forint."""
    return money_text(value, currency, short=False)


def page_scale(
    amounts: Iterable[Decimal | None], currency: str, *, bilingual: bool = False
) -> MoneyScale:
    """Choose the unit of a column or chart of this page; see `core.money.money_scale`."""
    language = get_language()
    form: Form = next((known for known in STEPS if known == language), "en")
    return money_scale(amounts, currency, "bilingual" if bilingual else form)


def in_unit(value: object, scale: MoneyScale) -> str:
    """Write a figure in the unit of its column, whose head is `scale.unit`.

    A sum too small for the unit is "<0.001", never nothing.
    """
    number = as_decimal(getattr(value, "amount", value))
    if number is None:
        return DASH
    text = grouped(scale.scaled(number), scale.places)
    if number > 0 and not text.strip("0.,"):
        return f"<{grouped(Decimal(1).scaleb(-scale.places), scale.places)}"
    return text


def rate_text(rate: object, currency: str, other: str) -> str:
    """Write an exchange rate so that it can be multiplied by: "10,000 VND = 2.723 CNY"."""
    number = as_decimal(rate)
    if number is None or number <= 0:
        return DASH
    base, worth = rate_figures(number)
    places = max(0, -int(worth.normalize().as_tuple().exponent))
    left = f"{grouped(Decimal(base), 0)}{NARROW}{currency}"
    return f"{left} = {grouped(worth, places)}{NARROW}{other}"


def rate_line(
    rate: object, currency: str, other: str, dated_on: dt.date | None, source: str
) -> str:
    """Write an exchange rate with its day and where it comes from: the one text for pages and papers."""
    said = {"rate": rate_text(rate, currency, other), "date": day(dated_on), "source": source}
    if source:
        return _("%(rate)s on %(date)s (%(source)s)") % said
    return _("%(rate)s on %(date)s") % said
