"""What a country keeps, read from the package `holidays`, which computes without a network."""

from __future__ import annotations

import datetime as dt
import sys
from functools import lru_cache
from importlib.util import find_spec, module_from_spec

import holidays
from holidays.registry import EntityLoader

from core.bounds import EARLIEST, LATEST
from core.errors import RuleError
from planning.domain.calendars import Closure

_COUNTRIES = "holidays.countries"
if _COUNTRIES not in sys.modules and (_spec := find_spec(_COUNTRIES)) is not None:
    # Not run: it would load all of its 250 modules, ten megabytes, with the first country. The
    # package itself asks for the module of one country by its full name.
    sys.modules[_COUNTRIES] = module_from_spec(_spec)
YEARS = range(EARLIEST.year, LATEST.year + 1)
ENGLISH, CHINESE = ("en_US", "en_GB", "en_"), ("zh_CN",)


@lru_cache(maxsize=64)
def public_holidays(place: str, years: range) -> tuple[Closure, ...]:
    """Return the public holidays of a country, or of a part of it, as closures of a day.

    Args:
        place: a code of ISO 3166: VN, MY-01.
        years: those to look at; outside of 1900 to 2100 there are none.

    Raises:
        RuleError: a place that the package does not know.
    """
    return tuple(Closure.of_day(day) for day in sorted(_holidays(place, years)))


def named_holidays(place: str, years: range, language: str) -> tuple[tuple[dt.date, str], ...]:
    """Return day and name of the public holidays of a place, in order.

    Args:
        place: as above.
        years: as above.
        language: of the reader.

    Returns:
        Names in the language of the reader; empty ones where the package has none in it, so that no
        sentence mixes two languages.

    Raises:
        RuleError: a place that the package does not know.
    """
    country, _part = _parts(place)
    known = holidays.country_holidays(country).supported_languages
    is_chinese = language.startswith("zh")
    wanted = CHINESE if is_chinese else ENGLISH
    code = next((name for start in wanted for name in known if name.startswith(start)), None)
    found = sorted(_holidays(place, years, code).items())
    is_named = code is not None or not (is_chinese or known)  # without languages they are English
    return tuple((day, name if is_named else "") for day, name in found)


def usual_weekend(country: str) -> frozenset[int]:
    """Return the days of the week on which a country rests, 1 Monday to 7 Sunday.

    Raises:
        RuleError: a country that the package does not know.
    """
    found = holidays.country_holidays(_parts(country)[0])
    return frozenset(day + 1 for day in found.weekend)


def holiday_places(country: str) -> tuple[tuple[str, str], ...]:
    """Return code and name of the parts of a country with holidays of their own, by name.

    A country without such parts, or one that the package does not know, has none.
    """
    known = _known_parts(country)
    if not known:
        return ()
    names: dict[str, str] = {}
    for name, part in holidays.country_holidays(country).subdivisions_aliases.items():
        names.setdefault(part, name)
    parts = {f"{country}-{part}": names.get(part, part) for part in known}
    return tuple(sorted(parts.items(), key=lambda pair: pair[1]))


def _known_parts(country: str) -> tuple[str, ...] | None:
    """Return the parts that the package knows of a country; None of a country it does not know.

    Its own list of countries and parts loads every country there is.
    """
    if country not in EntityLoader.get_country_codes(include_aliases=False):
        return None
    return tuple(holidays.country_holidays(country).subdivisions)


def _parts(place: str) -> tuple[str, str]:
    """Return country and part of a place.

    Raises:
        RuleError: the package does not know it.
    """
    country, _, part = place.partition("-")
    parts = _known_parts(country)
    if parts is None or (part and part not in parts):
        raise RuleError(f"no public holidays are known of {place}", field="holidays")
    return country, part


def _holidays(place: str, years: range, language: str | None = None) -> dict[dt.date, str]:
    country, part = _parts(place)
    wanted = [year for year in years if year in YEARS]
    return dict(
        holidays.country_holidays(country, subdiv=part or None, years=wanted, language=language)
    )
