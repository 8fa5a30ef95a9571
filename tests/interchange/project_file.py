"""A reader of Microsoft Project's XML for tests; it shares nothing with the writer."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("project.xsd")))
SPACE = {"p": "http://schemas.microsoft.com/project"}
KINDS = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
TIME = re.compile(r"PT(\d+)H(\d+)M(\d+)S")


@dataclass(frozen=True)
class Line:
    """A task as the file says it."""

    uid: int
    name: str
    start: dt.datetime
    finish: dt.datetime
    hours: int
    level: int
    is_summary: bool
    is_milestone: bool
    percent: int
    cost: Decimal | None
    notes: str
    calendar: int
    links: tuple[tuple[int, str, Decimal], ...]  # uid before, kind, lag in days


def parsed(data: bytes):
    """Return the root of a file that keeps to the schema; fail with the first thing that does not."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    SCHEMA.assertValid(root)
    return root


def text(element, name: str) -> str:
    return element.findtext(f"p:{name}", "", SPACE)


@dataclass(frozen=True)
class Week:
    """A calendar as the file says it."""

    name: str
    rest: frozenset[int]  # 1 Monday to 7 Sunday
    closed: dict[dt.date, str]

    def count(self, first: dt.date, last: dt.date) -> int:
        """Return the days of work from one day to another, both included."""
        days = (first + dt.timedelta(n) for n in range((last - first).days + 1))
        return sum(day.isoweekday() not in self.rest and day not in self.closed for day in days)


def weeks(data: bytes) -> dict[int, Week]:
    """Return the calendars of a file by their number."""
    found = {}
    for one in parsed(data).iterfind("p:Calendars/p:Calendar", SPACE):
        rest = set()
        for day in one.iterfind("p:WeekDays/p:WeekDay", SPACE):
            is_open = text(day, "DayWorking") == "1"
            assert is_open == (day.find("p:WorkingTimes", SPACE) is not None)
            if not is_open:  # 1 is Sunday in the file
                rest.add((int(text(day, "DayType")) + 5) % 7 + 1)
        closed: dict[dt.date, str] = {}
        for exception in one.iterfind("p:Exceptions/p:Exception", SPACE):
            assert text(exception, "DayWorking") == "0"
            period = exception.find("p:TimePeriod", SPACE)
            day = dt.datetime.fromisoformat(text(period, "FromDate")).date()
            last = dt.datetime.fromisoformat(text(period, "ToDate")).date()
            assert int(text(exception, "Occurrences")) == (last - day).days + 1
            while day <= last:
                assert day not in closed  # exceptions do not overlap
                closed[day] = text(exception, "Name")
                day += dt.timedelta(1)
        found[int(text(one, "UID"))] = Week(text(one, "Name"), frozenset(rest), closed)
    return found


def lines(data: bytes) -> list[Line]:
    """Return the tasks of a file."""
    root = parsed(data)
    a_day = Decimal(24 * 60 * 10)  # a lag elapses, in tenths of minutes
    found = []
    for one in root.iterfind("p:Tasks/p:Task", SPACE):
        hours, minutes, seconds = map(int, TIME.fullmatch(text(one, "Duration")).groups())
        assert minutes == seconds == 0
        cost = text(one, "FixedCost")
        found.append(
            Line(
                uid=int(text(one, "UID")),
                name=text(one, "Name"),
                start=dt.datetime.fromisoformat(text(one, "Start")),
                finish=dt.datetime.fromisoformat(text(one, "Finish")),
                hours=hours,
                level=int(text(one, "OutlineLevel")),
                is_summary=text(one, "Summary") == "1",
                is_milestone=text(one, "Milestone") == "1",
                percent=int(text(one, "PercentComplete")),
                cost=Decimal(cost) / 100 if cost else None,
                notes=text(one, "Notes"),
                calendar=int(text(one, "CalendarUID") or text(root, "CalendarUID")),
                links=tuple(
                    (
                        int(text(link, "PredecessorUID")),
                        KINDS[text(link, "Type")],
                        Decimal(text(link, "LinkLag")) / a_day,
                    )
                    for link in one.iterfind("p:PredecessorLink", SPACE)
                ),
            )
        )
    return found
