"""Numbers as people read them: thousands separated, a true minus, a dash for none."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from django.utils.translation import get_language, pgettext

from core.cldr import FALLBACK, NARROW, marked
from core.wording.texts import DASH


def as_decimal(value: object) -> Decimal | None:
    """Return a finite number; None for anything else."""
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def grouped(number: Decimal, places: int) -> str:
    """Write a number with fixed decimals, thousands separated, a true minus, no minus zero."""
    rounded = number.quantize(_step(places), ROUND_HALF_UP)
    return marked(f"{rounded or abs(rounded):,f}", get_language() or FALLBACK)


@lru_cache(maxsize=32)  # a page writes a thousand numbers
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def decimal(value: object, places: int = 1) -> str:
    """Write a number with fixed decimals, thousands separated, a true minus; none is a dash."""
    number = as_decimal(value)
    return DASH if number is None else grouped(number, int(places))


def integer(value: object) -> str:
    """Write a whole number with thousands separated."""
    return decimal(value, 0)


def plain(value: object) -> str:
    """Write a number with only the decimals it needs."""
    number = as_decimal(value)
    if number is None:
        return DASH
    places = max(0, -int(number.normalize().as_tuple().exponent))
    return grouped(number, min(places, 6))


def signed(value: object, places: int = 1) -> str:
    """Write a difference with its sign."""
    number = as_decimal(value)
    if number is None:
        return DASH
    text = grouped(number, int(places))
    return f"+{text}" if number > 0 and text.strip("0.,") else text


def percent(value: object, places: int = 0) -> str:
    """Write a share of one as a percentage: 0.32 becomes "32 %", in Chinese "32%"."""
    number = as_decimal(value)
    return points(None if number is None else number * 100, places)


def points(value: object, places: int = 0) -> str:
    """Write a percentage that is already one: 32 becomes "32 %", in Chinese "32%".

    All and nothing are said of all and nothing only: 99.7 stays "99.7 %", 0.2 "0.2 %", and what a
    digit more does not tell apart lies above or below it: "> 99.9 %", "< 0.1 %".
    """
    number = as_decimal(value)
    if number is None:
        return DASH
    digits = int(places)
    if _looks_whole(number, digits):
        digits += 1
    step = _step(digits)
    if 0 < number < step / 2:
        return with_percent(f"< {grouped(step, digits)}")
    if 100 - step / 2 < number < 100:
        return with_percent(f"> {grouped(100 - step, digits)}")
    return with_percent(grouped(number, digits))


def _looks_whole(number: Decimal, places: int) -> bool:
    """Tell whether a percentage would be written as 0 or 100 and is neither."""
    shown = number.quantize(_step(places), rounding=ROUND_HALF_UP)
    return shown in (0, 100) and shown != number


def with_percent(figure: str) -> str:
    """Write a figure with the percent sign where the reader's language has it: "32 %", 32%."""
    # Translators: 0 is the figure, the space is one that does not break.
    return pgettext("pattern of a percentage", "0 %").replace(" ", NARROW).replace("0", figure, 1)


def percent_mark() -> str:
    """Return the percent sign with the space before it, for what writes its figures itself."""
    return with_percent("")


def share(part: object, whole: object) -> str:
    """Write part of whole as a percentage; nothing of nothing is a dash."""
    top, bottom = as_decimal(part), as_decimal(whole)
    return DASH if top is None or not bottom else percent(top / bottom)


def file_size(value: int | None) -> str:
    """Write a number of bytes for people."""
    size = Decimal(value or 0)
    if size < 1000:
        return f"{size:f}{NARROW}B"
    for unit in ("kB", "MB"):
        size /= 1000
        if size < 1000:
            return f"{grouped(size, 0 if size >= 10 else 1)}{NARROW}{unit}"
    return f"{grouped(size / 1000, 1)}{NARROW}GB"
