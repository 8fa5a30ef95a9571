"""Days and moments as people read them, in the reader's zone."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from functools import lru_cache
from typing import Protocol

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core.cldr import FALLBACK, MINUS, NARROW, patterned
from core.clock import now, today
from core.wording.texts import DASH
from core.zones import zone_city


class HasTimeZone(Protocol):
    """Something with a time zone of its own."""

    time_zone: str


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@lru_cache(maxsize=64)  # of the active language; a plan prints a thousand days
def _patterns(language: str) -> dict[str, str]:  # noqa: ARG001 -- the active one
    # Translators: letters of CLDR: y year, Q quarter, M month (MMM its short name), d day, H hour.
    return {
        "day": pgettext("pattern of a day", "d MMM y"),
        "day of this year": pgettext("pattern of a day of this year", "d MMM"),
        "month": pgettext("pattern of a month", "MMM y"),
        "quarter": pgettext("pattern of a quarter", "QQQ y"),
        "month in a sentence": pgettext("pattern of a month in a sentence", "MMM y"),
        "year in a sentence": pgettext("pattern of a year in a sentence", "y"),
        "time": pgettext("pattern of a time of day", "HH:mm"),
        "day and time": pgettext("a day and a time", "%(day)s, %(time)s"),
    }


def _written(value: dt.date | dt.datetime | None, kind: str) -> str:
    """Write a day by a pattern of CLDR, with the month's name in the reader's language."""
    if value is None:
        return DASH
    value = _local(value)
    written = value.date() if isinstance(value, dt.datetime) else value
    language = get_language() or FALLBACK
    return patterned(written, _patterns(language)[kind], language)


def day(value: dt.date | dt.datetime | None) -> str:
    """Write a date: "18 Nov 2026", in Chinese "2026-11-18"."""
    return _written(value, "day")


def day_at(value: dt.datetime | None, place: HasTimeZone) -> str:
    """Write the day that a moment has at a place, a plant for instance, whoever reads it."""
    return (
        DASH if value is None else day(value.astimezone(zoneinfo.ZoneInfo(place.time_zone)).date())
    )


def day_short(value: dt.date | dt.datetime | None) -> str:
    """Write a date of this year without the year: "18 Nov", in Chinese "11月18日"."""
    if value is None:
        return DASH
    value = _local(value)
    if value.year != today().year:
        return day(value)
    return _written(value, "day of this year")


def month(value: dt.date | dt.datetime | None) -> str:
    """Write a month: "Dec 2028", in Chinese "2028-12"."""
    return _written(value, "month")


def end_of(day: dt.date) -> str:
    """Write the last day of a stretch: "End of 2028" where it ends the year, else "End of Sep 2028"."""
    kind = "year in a sentence" if day.month == 12 else "month in a sentence"
    return _("End of %(period)s") % {"period": _written(day, kind)}


def quarter(value: dt.date | None) -> str:
    """Write a quarter: "Q4 2026", in Chinese "2026年第4季度"."""
    return _written(value, "quarter")


def moment(value: dt.datetime | None) -> str:
    """Write a point in time in the reader's zone: "18 Nov 2026, 12:03"."""
    return DASH if value is None else _with_time(day(value), value)


def moment_short(value: dt.datetime | None) -> str:
    """Write a point in time without what is today's: "12:03", "18 Nov, 12:03"."""
    if value is None:
        return DASH
    local = timezone.localtime(value)
    return _time(local) if local.date() == today() else _with_time(day_short(local), local)


def _time(value: dt.datetime) -> str:
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    language = get_language() or FALLBACK
    return patterned(dt.time(local.hour, local.minute), _patterns(language)["time"], language)


def _with_time(day: str, value: dt.datetime) -> str:
    pattern = _patterns(get_language() or FALLBACK)["day and time"]
    return pattern % {"day": day, "time": _time(value)}


def zone(value: dt.datetime) -> str:
    """Name the distance of the reader's zone from UTC at a moment: UTC+8, UTC+5:30."""
    offset = timezone.localtime(value).utcoffset() or dt.timedelta(0)
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else MINUS
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


def zoned(value: dt.datetime | None) -> str:
    """Write a point in time with its zone: "18 Nov 2026, 12:03 (UTC+8)"."""
    return DASH if value is None else f"{moment(value)}{NARROW}({zone(value)})"


def zone_name() -> str:
    """Name the reader's zone, for the head of a column of times: "Kuala Lumpur (UTC+8)"."""
    language, ahead = get_language() or FALLBACK, zone(now())
    city = zone_city(timezone.get_current_timezone_name(), language)
    if city == "UTC":
        return city
    return pgettext("a time zone", "%(city)s (%(ahead)s)") % {"city": city, "ahead": ahead}
