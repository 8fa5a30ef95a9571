"""What Unicode CLDR knows of a language, read through Babel: marks of numbers, patterns of days, names.

Its data load with the first word that is asked for, some milliseconds a language. Pure.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import parse_pattern

NARROW = "\u00a0"
MINUS = "\u2212"
FALLBACK = "en"
_DAYS = {"en": "d MMM y", "zh-hans": "y-MM-dd"}
# The first plane of GB 2312 stands in the order of pinyin; these characters stand in the second, so
# that one of the same sound stands for them.
_SOUNDS_LIKE = str.maketrans({"斐": "匪", "瑙": "脑", "梵": "犯", "汶": "问"})
_STROKES = str.maketrans({"Đ": "D", "đ": "d", "Ł": "L", "ł": "l", "Ø": "O", "ø": "o"})


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Return the locale of a language; English for one that CLDR does not know.

    Args:
        language: as the product names it: "en", "zh-hans", "vi".
    """
    for code in (language, language.partition("-")[0]):
        try:
            return Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale(FALLBACK)


@lru_cache(maxsize=64)
def knows(language: str) -> bool:
    """Return whether CLDR knows a language, written as "vi" or "zh-hans"."""
    try:
        Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


@lru_cache(maxsize=64)
def _marks(language: str) -> dict[int, str]:
    """Return the marks by those of Python; none where the two are the same."""
    symbols = locale_of(language).number_symbols["latn"]
    if (symbols["group"], symbols["decimal"]) == (",", "."):
        return {}
    return str.maketrans({",": symbols["group"], ".": symbols["decimal"]})


def marked(figure: str, language: str) -> str:
    """Write a figure of Python with the marks of a language: group, decimal, a true minus.

    Args:
        figure: as `f"{number:,.1f}"` gives it.
        language: the reader's.
    """
    marks = _marks(language)
    figure = figure.replace("-", MINUS)  # every language's own is a hyphen, not as wide as a plus
    return figure.translate(marks) if marks else figure


@lru_cache(maxsize=4096)  # a plan prints the same days again and again
def patterned(value: dt.date | dt.time, pattern: str, language: str) -> str:
    """Write a day or a time by a pattern of CLDR, with spaces that do not break.

    Args:
        value: a date, or a time without a zone.
        pattern: "d MMM y", "y年第Q季度"; see Unicode TR 35, date field symbols.
        language: whose names of months stand in it.
    """
    return parse_pattern(pattern).apply(value, locale_of(language)).replace(" ", NARROW)


def day_in(value: dt.date, language: str) -> str:
    """Write a day within a sentence of both languages: "18 Nov 2026", in Chinese "2026-11-18".

    Pages ask `core.wording.dates.day`, whose patterns stand with the words; the two agree.
    """
    return patterned(value, _DAYS.get(language, _DAYS[FALLBACK]), language)


def name_of(code: str, language: str, table: Callable[[Locale], Mapping[str, str]]) -> str:
    """Return the name of something in a language, else in English, else its code.

    Args:
        code: of a country, language or currency.
        language: the reader's.
        table: takes a locale to its names by code.
    """
    for locale in (locale_of(language), locale_of(FALLBACK)):
        if name := table(locale).get(code):
            return str(name)
    return code


def sorted_by_name(pairs: Iterable[tuple[str, str]], language: str) -> list[tuple[str, str]]:
    """Return codes and names by name: in Chinese by pinyin, else by letters without their accents.

    Args:
        pairs: code and name.
        language: the reader's. CLDR's own order of letters needs a library in C; a letter with
            an accent stands with the letter itself here, also where a language parts them.

    Source: GB/T 2312-1980, first plane (3,755 characters by pinyin).
    """
    key = _by_sound if language.startswith("zh") else _by_letters
    return sorted(pairs, key=lambda pair: key(pair[1]))


def _by_sound(name: str) -> tuple[object, ...]:
    return (name.translate(_SOUNDS_LIKE).encode("gb18030"),)


def _by_letters(name: str) -> tuple[object, ...]:
    plain = unicodedata.normalize("NFKD", name.translate(_STROKES))
    return "".join(mark for mark in plain if not unicodedata.combining(mark)).casefold(), name
