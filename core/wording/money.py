"""Money as people read it: large sums shortened in the reader's way, units from their scale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from core.currencies import CURRENCIES, unit_name
from core.money import Form, MoneyScale, money_scale, rate_figures
from core.wording.dates import day
from core.wording.figures import NARROW, as_decimal, grouped, plain
from core.wording.texts import DASH, is_chinese

SHORT = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "M"))
SHORT_CHINESE = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
NAMED_BY_UNIT = frozenset({"CNY"})  # 元人民币 says it all; a code after it would say it twice


def money_text(value: object, currency: str = "", *, short: bool = True) -> str:
    """Write money as it stands in a sentence: "MYR 1.68 M", in Chinese "168万林吉特（MYR）".

    Args:
        value: A number, or an object with `amount` and `currency`.
        currency: ISO code, if the value does not carry it.
        short: Shorten large sums; else two decimals in full.
    """
    currency = str(getattr(value, "currency", "") or currency)
    number = as_decimal(getattr(value, "amount", value))
    if number is None:
        return DASH
    text = _short(number) if short else grouped(number, 2)
    if not currency:
        return text
    if not is_chinese():
        return f"{currency}{NARROW}{text}"
    code = "" if currency in NAMED_BY_UNIT or currency not in CURRENCIES else f"（{currency}）"
    return f"{text}{unit_name(currency).zh_hans}{code}"


def _short(number: Decimal) -> str:
    """Write one sum in each language: full below a million, above it with the same digits."""
    step = next((size for size, _ in SHORT if abs(number) >= size), None)
    if step is None:
        return grouped(number, 0)
    if not is_chinese():
        return f"{grouped(number / step, 2)}{NARROW}{dict(SHORT)[step]}"
    said = (number / step).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) * step
    size, word = next(known for known in SHORT_CHINESE if abs(said) >= known[0])
    return f"{plain(said / size)}{word}"


def money(value: object, currency: str = "") -> str:
    """Write money shortened, for sentences."""
    return money_text(value, currency)


def money_cell(value: object, currency: str = "") -> str:
    """Write money shortened, for tiles and cells: the code stands first in every language."""
    currency = str(getattr(value, "currency", "") or currency)
    text = money_text(getattr(value, "amount", value))
    return f"{currency}{NARROW}{text}" if currency and text != DASH else text


def money_full(value: object, currency: str = "") -> str:
    """Write money with all digits and two decimals."""
    return money_text(value, currency, short=False)


def page_scale(
    amounts: Iterable[Decimal | None], currency: str, *, bilingual: bool = False
) -> MoneyScale:
    """Choose the unit of a column or chart of this page; see `core.money.money_scale`."""
    form: Form = "bilingual" if bilingual else "zh-hans" if is_chinese() else "en"
    return money_scale(amounts, currency, form)


def in_unit(value: object, scale: MoneyScale) -> str:
    """Write a figure in the unit of its column, whose head is `scale.unit`.

    A sum too small for the unit is "<0.001", never nothing.
    """
    number = as_decimal(getattr(value, "amount", value))
    if number is None:
        return DASH
    text = grouped(scale.scaled(number), scale.places)
    if number > 0 and not text.strip("0."):
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
