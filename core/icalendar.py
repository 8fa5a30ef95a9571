"""A calendar as a file: whole days, in the letters and lines of RFC 5545. See docs/method.md#calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.text import readable

LINE_OCTETS = 75  # without the line break; RFC 5545, 3.1
ONE_DAY = dt.timedelta(days=1)
PRODUCT = "-//Landfall//Calendar//EN"
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_TO_ESCAPE = re.compile(r"[\\;,\n]")


@dataclass(frozen=True, slots=True)
class DayEvent:
    """Something on one or more whole days.

    Attributes:
        uid: stable name; the same event keeps it for good.
        first: first day.
        last: last day, inclusive, not before the first.
        title: one line; no name of a person stands in it.
        text: more about it; may have several lines.
        category: one word to group by.
        address: page about it.
        changed_at: when its row was changed last [UTC].
        revision: how often it was changed, from 0.
        is_cancelled: whether it was given up.
    """

    uid: str
    first: dt.date
    last: dt.date
    title: str
    changed_at: dt.datetime
    text: str = ""
    category: str = ""
    address: str = ""
    revision: int = 0
    is_cancelled: bool = False


def calendar_file(name: str, events: Iterable[DayEvent], *, hours: int = 0) -> bytes:
    """Return a calendar.

    Args:
        name: what programs call it.
        events: in their order.
        hours: after how many hours a program may ask again; 0 says nothing, for a file.

    Returns:
        UTF-8 with CRLF line ends, no line longer than 75 octets.

    Source: docs/method.md#calendar.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += [f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}"]
    if hours:
        lines += [f"REFRESH-INTERVAL;VALUE=DURATION:PT{hours}H", f"X-PUBLISHED-TTL:PT{hours}H"]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in folded(line))


def _event(event: DayEvent) -> list[str]:
    stamp = f"{event.changed_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"SEQUENCE:{event.revision}",
        f"DTSTART;VALUE=DATE:{_day(event.first)}",
        f"DTEND;VALUE=DATE:{_day(event.last + ONE_DAY)}",
        f"SUMMARY:{escaped(event.title)}",
    ]
    lines += [f"DESCRIPTION:{escaped(event.text)}"] if event.text else []
    lines += [f"CATEGORIES:{escaped(event.category)}"] if event.category else []
    lines += [f"URL:{event.address}"] if event.address else []
    lines += ["TRANSP:TRANSPARENT", f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"]
    return [*lines, "END:VEVENT"]


def _day(day: dt.date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def escaped(text: str) -> str:
    """Return a text as a value of type TEXT: escaped, with one kind of line end, no controls."""
    return _TO_ESCAPE.sub(lambda found: _ESCAPED[found[0]], readable(text).replace("\t", " "))


def folded(line: str) -> Iterator[bytes]:
    """Yield a line in parts of at most 75 octets, each further one behind a space.

    Letters of several octets are never cut.
    """
    part = b""
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > LINE_OCTETS:
            yield part
            part = b" "
        part += octets
    yield part
