"""Languages spoken on plant floors: ISO 639-1 code and names. From Unicode CLDR."""

from __future__ import annotations

from babel.core import get_global

from core.cldr import name_of, sorted_by_name

# Those of countries with plants; CLDR knows six hundred. `fil` is ISO 639-2, it has no shorter code.
_CODES = """
    ar bg bn cs da de el en es et fa fi fil fr he hi hr hu id it ja kk km ko lo lt lv mn ms my ne nl no
    pl pt ro ru si sk sl sr sv sw ta te th tr uk ur uz vi zh
"""
FLOOR_LANGUAGES = frozenset(_CODES.split())
_WRITTEN = {"nb": "no", "nn": "no"}
# Where the language of work is no official one, or an official one is not that of work.
_AT_WORK = {
    "AE": ("ar", "en"),
    "BD": ("bn", "en"),
    "LK": ("si", "ta", "en"),
    "MY": ("ms", "en"),
    "UA": ("uk",),
}


def language_name(code: str, language: str) -> str:
    """Return the name of a language, in English where the reader's has none; else the code.

    Args:
        code: ISO 639 code.
        language: the reader's, any that CLDR knows.
    """
    return name_of(code, language, lambda locale: locale.languages)


def spoken_in(country: str) -> tuple[str, ...]:
    """Return the languages likely spoken on the floor of a plant, the one of most people first.

    They are the official ones of the country that stand in the list, a suggestion only.

    Args:
        country: ISO 3166-1 alpha-2 code.
    """
    if country in _AT_WORK:
        return _AT_WORK[country]
    known = get_global("territory_languages").get(country, {})
    official = sorted(
        (-spoken["population_percent"], code.partition("_")[0])
        for code, spoken in known.items()
        if spoken["official_status"] in ("official", "de_facto_official")
    )
    codes = (_WRITTEN.get(code, code) for _share, code in official)
    return tuple(dict.fromkeys(code for code in codes if code in FLOOR_LANGUAGES))


def language_choices(language: str) -> list[tuple[str, str]]:
    """Return code and name of every language, by name.

    Args:
        language: the reader's.
    """
    return sorted_by_name(
        ((code, language_name(code, language)) for code in FLOOR_LANGUAGES), language
    )
