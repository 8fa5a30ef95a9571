"""A plan as Microsoft Project's XML (MSPDI), which ProjectLibre, OpenProject and others read too.

Days of a plan are calendar days. So that its dates and lags stay what they are, the calendar of the
file works on all seven days, eight hours each: a day is 480 minutes. See docs/method.md#project-xml.
"""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET  # nosec B405
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.text import readable

NAMESPACE = "http://schemas.microsoft.com/project"
CALENDAR_UID = 1
MINUTES_A_DAY = 480
HOURS = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
OPENS, CLOSES = HOURS[0][0], HOURS[1][1]
NO_LETTERS = {0xFFFE: None, 0xFFFF: None}  # which XML does not allow
IN_DAYS = "7"  # of DurationFormat and LagFormat
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
class ProjectTask:
    """One line of the file.

    Attributes:
        uid: stable number, at least 1, no two alike.
        name: one line.
        first: first day.
        last: last day, inclusive; of a milestone the same.
        level: 1 for a phase, 2 for what stands below it.
        is_summary: whether it sums up the lines below it.
        is_milestone: whether it is an event without length, at the end of its day.
        percent: how much is done [0-100].
        cost: of the work itself [currency of the project]; None for none.
        notes: more about it.
        links: what it waits for.
    """

    uid: int
    name: str
    first: dt.date
    last: dt.date
    level: int = 2
    is_summary: bool = False
    is_milestone: bool = False
    percent: int = 0
    cost: Decimal | None = None
    notes: str = ""
    links: tuple[TaskLink, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectHead:
    """What the file says about the plan as a whole.

    Attributes:
        name: of the plan.
        calendar: name of its calendar.
        currency: ISO 4217 code of all costs.
        created_at: when the file was made.
    """

    name: str
    calendar: str
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
    _add_calendar(root, head.calendar)
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
    return [
        *fields,
        ("CurrencyDigits", "2"),
        ("CurrencyCode", head.currency),
        ("CalendarUID", str(CALENDAR_UID)),
        ("DefaultStartTime", OPENS),
        ("DefaultFinishTime", CLOSES),
        ("MinutesPerDay", str(MINUTES_A_DAY)),
        ("MinutesPerWeek", str(MINUTES_A_DAY * 7)),
        ("DaysPerMonth", "30"),
    ]


def _add_calendar(root: ET.Element, name: str) -> None:
    calendars = ET.SubElement(root, "Calendars")
    calendar = ET.SubElement(calendars, "Calendar")
    fields = [("UID", str(CALENDAR_UID)), ("Name", name), ("IsBaseCalendar", "1")]
    _fill(calendar, fields)
    week = ET.SubElement(calendar, "WeekDays")
    for number in range(1, 8):
        day = ET.SubElement(week, "WeekDay")
        _fill(day, [("DayType", str(number)), ("DayWorking", "1")])
        times = ET.SubElement(day, "WorkingTimes")
        for start, end in HOURS:
            _fill(ET.SubElement(times, "WorkingTime"), [("FromTime", start), ("ToTime", end)])


def _add_task(lines: ET.Element, task: ProjectTask, number: int) -> None:
    opens = CLOSES if task.is_milestone else OPENS
    days = 0 if task.is_milestone else (task.last - task.first).days + 1
    line = ET.SubElement(lines, "Task")
    fields = [
        ("UID", str(task.uid)),
        ("ID", str(number)),
        ("Name", task.name),
        ("Type", "1"),  # fixed duration
        ("IsNull", "0"),
        ("OutlineLevel", str(task.level)),
        ("Start", _at(task.first, opens)),
        ("Finish", _at(task.last, CLOSES)),
        ("Duration", f"PT{days * MINUTES_A_DAY // 60}H0M0S"),
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
            ("CalendarUID", str(CALENDAR_UID)),
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
        ("LinkLag", str(link.lag_days * MINUTES_A_DAY * 10)),  # in tenths of minutes
        ("LagFormat", IN_DAYS),
    )


def _fill(parent: ET.Element, fields: Iterable[tuple[str, str]]) -> None:
    for name, value in fields:
        ET.SubElement(parent, name).text = readable(value).translate(NO_LETTERS)


def _at(day: dt.date, time: str) -> str:
    return f"{day.isoformat()}T{time}"


def _flag(value: bool) -> str:  # noqa: FBT001 -- a truth to write
    return "1" if value else "0"
