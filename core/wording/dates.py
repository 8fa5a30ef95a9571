"""Days and moments as people read them, in the reader's zone."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Protocol

from django.utils import timezone
from django.utils.translation import get_language

from core.clock import now, today
from core.wording.figures import MINUS, NARROW
from core.wording.texts import DASH, is_chinese
from core.zones import zone_city

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class HasTimeZone(Protocol):
    """Something with a time zone of its own."""

    time_zone: str


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def day(value: dt.date | dt.datetime | None) -> str:
    """Write a date: "18 Nov 2026", in Chinese "2026-11-18"."""
    if value is None:
        return DASH
    value = _local(value)
    if is_chinese():
        return f"{value:%Y-%m-%d}"
    return f"{value.day}{NARROW}{MONTHS[value.month - 1]}{NARROW}{value.year}"


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
    if is_chinese():
        return f"{value.month}月{value.day}日"
    return f"{value.day}{NARROW}{MONTHS[value.month - 1]}"


def month(value: dt.date | dt.datetime | None) -> str:
    """Write a month: "Dec 2028", in Chinese "2028-12"."""
    if value is None:
        return DASH
    value = _local(value)
    return f"{value:%Y-%m}" if is_chinese() else f"{MONTHS[value.month - 1]}{NARROW}{value.year}"


def end_of(day: dt.date) -> str:
    """Write the last day of a stretch: "End of 2028" where it ends the year, else "End of Sep 2028"."""
    year = day.year
    if day.month == 12:
        return f"{year}年末" if is_chinese() else f"End of {year}"
    return f"{year}年{day.month}月末" if is_chinese() else f"End of {month(day)}"


def quarter(value: dt.date | None) -> str:
    """Write a quarter: "Q4 2026", in Chinese "2026年第4季度"."""
    if value is None:
        return DASH
    number = (value.month + 2) // 3
    return f"{value.year}年第{number}季度" if is_chinese() else f"Q{number}{NARROW}{value.year}"


def moment(value: dt.datetime | None) -> str:
    """Write a point in time in the reader's zone: "18 Nov 2026, 12:03"."""
    if value is None:
        return DASH
    local = _local(value)
    return f"{day(local)}{' ' if is_chinese() else ', '}{local:%H:%M}"


def moment_short(value: dt.datetime | None) -> str:
    """Write a point in time without what is today's: "12:03", "18 Nov, 12:03"."""
    if value is None:
        return DASH
    local = timezone.localtime(value)
    if local.date() == today():
        return f"{local:%H:%M}"
    return f"{day_short(local)}{' ' if is_chinese() else ', '}{local:%H:%M}"


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
    city = zone_city(timezone.get_current_timezone_name())
    words, ahead = city.in_language(get_language() or "en"), zone(now())
    if words == "UTC":
        return words
    return f"{words}（{ahead}）" if is_chinese() else f"{words} ({ahead})"
