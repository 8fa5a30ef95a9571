"""A plan as Microsoft Project's XML (MSPDI), which ProjectLibre, OpenProject and others read too.

Work is counted on three calendars: the plant's, with its weekend and closures; one without weekend,
for lengths in calendar days; and one that is always open, for what is dated by its days alone. A day of
work is 480 minutes; a lag is a time that elapses, 1,440 minutes a day. See docs/method.md#project-xml.
"""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET  # nosec B405
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from core.text import readable

NAMESPACE = "http://schemas.microsoft.com/project"
ELAPSED_MINUTES_A_DAY = 1440
MINUTES_A_DAY = 480
HOURS = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
OPENS, CLOSES = HOURS[0][0], HOURS[1][1]
MORNING, NIGHT = "00:00:00", "23:59:00"
ONE_DAY = dt.timedelta(days=1)
NO_LETTERS = {0xFFFE: None, 0xFFFF: None}  # which XML does not allow
IN_DAYS = "7"  # of DurationFormat
IN_ELAPSED_DAYS = "8"  # of LagFormat
DAILY = "1"  # of the Type of an Exception
WEEK = 7
NOT_EARLIER = "4"  # of ConstraintType: start no earlier than
# FF 0, FS 1, SF 2, SS 3, as the public element list numbers them.
LINK_TYPES = {"FF": "0", "FS": "1", "SS": "3"}


@dataclass(frozen=True, slots=True)
class TaskLink:
    """What a task waits for.

    Attributes:
        uid: of the task before.
        kind: FS finish to start, SS start to start, FF finish to finish.
        lag_days: between the two [calendar days]; negative for an overlap.
    """

    uid: int
    kind: str
    lag_days: int


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """Days on which a calendar stands still, both ends included, and why."""

    first: dt.date
    last: dt.date
    name: str


@dataclass(frozen=True, slots=True)
class ProjectCalendar:
    """A calendar of the file.

    Attributes:
        uid: stable number; no two alike.
        name: one line.
        weekend: days of the week without work, 1 Monday to 7 Sunday.
        closed: in any order; they may overlap, the file tells each day once.
    """

    uid: int
    name: str
    weekend: frozenset[int] = frozenset()
    closed: tuple[ClosedDays, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectTask:
    """One line of the file.

    Attributes:
        uid: stable number, at least 1, no two alike.
        name: one line.
        first: first day.
        last: last day, inclusive; of a milestone the same.
        days: how many days of its calendar it takes; of a milestone 0.
        calendar: uid of the calendar on which it is counted.
        level: 1 for a phase, 2 for what stands below it.
        is_summary: whether it sums up the lines below it.
        is_milestone: whether it is an event without length, at the end of its day.
        percent: how much is done [0-100].
        cost: of the work itself [currency of the project]; None for none.
        notes: more about it.
        links: what it waits for.
        is_held: whether it stays on its days though a link would push it, as its days break one.
    """

    uid: int
    name: str
    first: dt.date
    last: dt.date
    days: int
    calendar: int
    level: int = 2
    is_summary: bool = False
    is_milestone: bool = False
    percent: int = 0
    cost: Decimal | None = None
    notes: str = ""
    links: tuple[TaskLink, ...] = ()
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class ProjectHead:
    """What the file says about the plan as a whole.

    Attributes:
        name: of the plan.
        calendars: the first is that of the project.
        currency: ISO 4217 code of all costs.
        created_at: when the file was made.
    """

    name: str
    calendars: tuple[ProjectCalendar, ...]
    currency: str
    created_at: dt.datetime


def project_file(head: ProjectHead, tasks: Sequence[ProjectTask]) -> bytes:
    """Return the file.

    Args:
        head: about the plan.
        tasks: in their order, each phase before its lines.

    Returns:
        UTF-8 with an XML declaration; elements in the order of the public element list.

    Source: docs/method.md#project-xml.
    """
    root = ET.Element("Project", {"xmlns": NAMESPACE})
    _fill(root, _head_fields(head, tasks))
    calendars = ET.SubElement(root, "Calendars")
    for calendar in head.calendars:
        _add_calendar(calendars, calendar)
    lines = ET.SubElement(root, "Tasks")
    for number, task in enumerate(tasks, start=1):
        _add_task(lines, task, number)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _head_fields(head: ProjectHead, tasks: Sequence[ProjectTask]) -> list[tuple[str, str]]:
    fields = [
        ("SaveVersion", "14"),
        ("Name", head.name),
        ("Title", head.name),
        ("CreationDate", head.created_at.replace(tzinfo=None, microsecond=0).isoformat()),
        ("ScheduleFromStart", "1"),
    ]
    if tasks:
        fields.append(("StartDate", _at(min(task.first for task in tasks), OPENS)))
        fields.append(("FinishDate", _at(max(task.last for task in tasks), CLOSES)))
    own = head.calendars[0]
    open_days = WEEK - len(own.weekend)
    return [
        *fields,
        ("CurrencyDigits", "2"),
        ("CurrencyCode", head.currency),
        ("CalendarUID", str(own.uid)),
        ("DefaultStartTime", OPENS),
        ("DefaultFinishTime", CLOSES),
        ("MinutesPerDay", str(MINUTES_A_DAY)),
        ("MinutesPerWeek", str(MINUTES_A_DAY * open_days)),
        ("DaysPerMonth", str(round(30 * open_days / WEEK))),
    ]


def _add_calendar(parent: ET.Element, own: ProjectCalendar) -> None:
    calendar = ET.SubElement(parent, "Calendar")
    _fill(calendar, [("UID", str(own.uid)), ("Name", own.name), ("IsBaseCalendar", "1")])
    week = ET.SubElement(calendar, "WeekDays")
    for number in range(1, WEEK + 1):  # from Sunday on
        is_open = ((number + 5) % WEEK + 1) not in own.weekend
        day = ET.SubElement(week, "WeekDay")
        _fill(day, [("DayType", str(number)), ("DayWorking", _flag(is_open))])
        if is_open:
            times = ET.SubElement(day, "WorkingTimes")
            for start, end in HOURS:
                _fill(ET.SubElement(times, "WorkingTime"), [("FromTime", start), ("ToTime", end)])
    apart = _apart(own.closed)
    if apart:
        exceptions = ET.SubElement(calendar, "Exceptions")
        for days in apart:
            _add_exception(exceptions, days)


def _add_exception(parent: ET.Element, days: ClosedDays) -> None:
    exception = ET.SubElement(parent, "Exception")
    _fill(exception, [("EnteredByOccurrences", "0")])
    period = ET.SubElement(exception, "TimePeriod")
    _fill(period, [("FromDate", _at(days.first, MORNING)), ("ToDate", _at(days.last, NIGHT))])
    count = (days.last - days.first).days + 1
    fields = [
        ("Occurrences", str(count)),
        ("Name", days.name),
        ("Type", DAILY),
        ("DayWorking", "0"),
    ]
    _fill(exception, fields)


def _apart(closed: Iterable[ClosedDays]) -> list[ClosedDays]:
    """Return closed days in order so that none stands twice: exceptions of a file do not overlap."""
    found: list[ClosedDays] = []
    for days in sorted(closed, key=lambda one: (one.first, one.last)):
        first = max(days.first, found[-1].last + ONE_DAY) if found else days.first
        if first <= days.last:
            found.append(replace(days, first=first))
    return found


def _add_task(lines: ET.Element, task: ProjectTask, number: int) -> None:
    opens = CLOSES if task.is_milestone else OPENS
    days = [("Start", _at(task.first, opens)), ("Finish", _at(task.last, CLOSES))]
    days.append(("Duration", f"PT{task.days * MINUTES_A_DAY // 60}H0M0S"))
    line = ET.SubElement(lines, "Task")
    fields = [
        ("UID", str(task.uid)),
        ("ID", str(number)),
        ("Name", task.name),
        *([("Manual", "1")] if task.is_held else []),
        ("Type", "1"),  # fixed duration
        ("IsNull", "0"),
        ("OutlineLevel", str(task.level)),
        *days,
        *([(f"Manual{name}", value) for name, value in days] if task.is_held else []),
        ("DurationFormat", IN_DAYS),
        ("Milestone", _flag(task.is_milestone)),
        ("Summary", _flag(task.is_summary)),
    ]
    if task.cost is not None:
        fields.append(("FixedCost", f"{task.cost * 100:.0f}"))  # in hundredths
    fields.append(("PercentComplete", str(task.percent)))
    if not task.is_summary:
        fields += [
            ("ConstraintType", NOT_EARLIER),
            ("CalendarUID", str(task.calendar)),
            ("ConstraintDate", _at(task.first, opens)),
        ]
    fields += [("Notes", task.notes)] if task.notes else []
    _fill(line, fields)
    for link in task.links:
        _fill(ET.SubElement(line, "PredecessorLink"), _link_fields(link))


def _link_fields(link: TaskLink) -> Iterable[tuple[str, str]]:
    return (
        ("PredecessorUID", str(link.uid)),
        ("Type", LINK_TYPES[link.kind]),
        ("CrossProject", "0"),
        ("LinkLag", str(link.lag_days * ELAPSED_MINUTES_A_DAY * 10)),  # in tenths of minutes
        ("LagFormat", IN_ELAPSED_DAYS),
    )


def _fill(parent: ET.Element, fields: Iterable[tuple[str, str]]) -> None:
    for name, value in fields:
        ET.SubElement(parent, name).text = readable(value).translate(NO_LETTERS)


def _at(day: dt.date, time: str) -> str:
    return f"{day.isoformat()}T{time}"


def _flag(value: bool) -> str:  # noqa: FBT001 -- a truth to write
    return "1" if value else "0"
