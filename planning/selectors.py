"""Public holidays, read from the package `holidays`, which computes them without a network."""

from __future__ import annotations

import holidays

from core.bounds import EARLIEST, LATEST
from core.errors import RuleError
from planning.domain.calendars import Closure

YEARS = range(EARLIEST.year, LATEST.year + 1)


def public_holidays(place: str, years: range) -> tuple[Closure, ...]:
    """Return the public holidays of a country, or of a part of it, as closures of a day.

    Args:
        place: a code of ISO 3166: VN, MY-01.
        years: those to look at; outside of 1900 to 2100 there are none.

    Raises:
        RuleError: a place that the package does not know.
    """
    country, _, part = place.partition("-")
    parts = holidays.list_supported_countries(include_aliases=False).get(country)
    if parts is None or (part and part not in parts):
        raise RuleError(f"no public holidays are known of {place}", field="holidays")
    wanted = [year for year in years if year in YEARS]
    days = holidays.country_holidays(country, subdiv=part or None, years=wanted)
    return tuple(Closure.of_day(day) for day in sorted(days))
