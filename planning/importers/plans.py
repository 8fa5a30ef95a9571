"""A plan from JSON: every field checked, every error with the item it belongs to."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.bounds import is_usual_day
from core.errors import RuleError
from planning.domain.calendars import ALWAYS_OPEN, Closure, WorkCalendar
from planning.domain.durations import LENGTH_MAX, Duration, TimeUnit
from planning.domain.estimates import ThreePoint
from planning.domain.network import LAG_MAX, LinkType, WorkItem, WorkLink, WorkPlan
from planning.selectors import public_holidays

RANGED_MAX = 1000  # items of a plan that is drawn 1,000 times: more would take minutes
ITEMS_MAX, LINKS_MAX, CALENDARS_MAX, CLOSED_MAX = 5000, 20_000, 100, 5000
ID_LETTERS = 100
DAY = re.compile(r"\d{4}-\d\d-\d\d")
HOLIDAY_YEARS = (1, 20)  # before today and after
NOTES = ("name", "note")  # said for people; nothing reads them


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan, and the ranges of durations that are not certain, by item id."""

    plan: WorkPlan
    ranges: Mapping[str, ThreePoint]


def read_plan(data: bytes) -> PlanFile:
    """Return the plan of a JSON file; the form is told in docs/cli.md.

    Raises:
        RuleError: no JSON of this form; names the item, milestone or calendar at fault.
    """
    if not data.strip():
        raise RuleError("the file is empty")
    try:
        return _plan(json.loads(data, parse_constant=_refuse_constant, object_pairs_hook=_once))
    except RecursionError as error:
        raise RuleError("not a plan: nested too deep") from error
    except ValueError as error:  # no JSON, no UTF-8, or a number of thousands of digits
        raise RuleError(f"not JSON: {error}") from error


def _plan(raw: Any) -> PlanFile:
    top = Fields(raw, "plan", ("today", "calendars", "milestones", "items"))
    today = top.day("today")
    calendars = _calendars(top.mapping("calendars"), today)
    milestones: dict[str, dt.date] = {}
    for entry in top.rows("milestones", ITEMS_MAX):
        fields = Fields(entry, "milestone", ("id", "date"))
        if fields.id in milestones:
            raise RuleError(f"{fields.where}: this id stands twice")
        milestones[fields.id] = fields.day("date")
    items, ranges, links = [], {}, 0
    for entry in top.rows("items", ITEMS_MAX):
        item, range_ = _item(entry, calendars)
        items.append(item)
        links += len(item.after)
        if range_ is not None:
            ranges[item.id] = range_
    if links > LINKS_MAX:
        raise RuleError(f"more than {LINKS_MAX} links")
    if ranges and len(items) > RANGED_MAX:
        raise RuleError(
            f"a plan with ranges is drawn 1,000 times and has at most {RANGED_MAX} items, not "
            f"{len(items)}; leave duration_low and duration_high out"
        )
    return PlanFile(WorkPlan(today, milestones, tuple(items)), ranges)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RuleError(f"{twice} stands twice in one place")
    return found


class Fields:
    """The fields of one JSON object; every reader names the object in its errors."""

    def __init__(self, raw: Any, kind: str, known: tuple[str, ...], name: str = "") -> None:
        self.where = f"{kind} {name}".strip()
        if not isinstance(raw, dict):
            raise RuleError(f"{self.where}: an object is expected, not {_kind(raw)}")
        self.raw = raw
        self.id = ""
        if "id" in known:
            self.id = self.name("id")
            self.where = f"{kind} {self.id}"
        unknown = [name for name in raw if name not in (*known, *NOTES)]
        if unknown:
            raise RuleError(f"{self.where}: unknown field {unknown[0]}")

    def wrong(self, field: str, expected: str) -> RuleError:
        """Return the error of a field that is missing or of a wrong kind."""
        if field not in self.raw:
            return RuleError(f"{self.where}: {field} is missing", field=field)
        value = json.dumps(self.raw[field], ensure_ascii=False)[:80]
        return RuleError(f"{self.where}: {field} is {expected}, not {value}", field=field)

    def name(self, field: str, default: str | None = None) -> str:
        """Return an id: a text that is not blank; null counts as absent where it may be."""
        value: Any = self.raw.get(field)
        if value is None and default is not None:
            return default
        is_long = isinstance(value, str) and len(value) > ID_LETTERS
        if isinstance(value, str) and value.strip() and value.isprintable() and not is_long:
            return value
        raise self.wrong(field, f"a text of 1 to {ID_LETTERS} letters")

    def whole(self, field: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number within bounds."""
        value: Any = self.raw.get(field)
        if value is None and default is not None:
            return default
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and low <= value <= high and value == int(value):
            return int(value)
        raise self.wrong(field, f"a whole number from {low:,} to {high:,}")

    def day(self, field: str) -> dt.date:
        """Return a day as 2027-01-31, from 1900 to 2100."""
        try:
            return read_day(self.raw.get(field))
        except ValueError:
            raise self.wrong(field, "a day from 1900 to 2100 as 2027-01-31") from None

    def chosen(self, field: str, choices: type[TimeUnit | LinkType], default: str = "") -> str:
        """Return one of a few words; without a default there must be one."""
        value = self.raw.get(field, default)
        if value not in [choice.value for choice in choices]:
            raise self.wrong(field, " or ".join(choice.value for choice in choices))
        return str(value)

    def rows(self, field: str, most: int) -> list[Any]:
        """Return a list; absent is empty."""
        value = self.raw.get(field, [])
        if not isinstance(value, list) or len(value) > most:
            raise self.wrong(field, f"a list of at most {most:,}")
        return value

    def mapping(self, field: str) -> dict[str, Any]:
        """Return an object by name; absent is empty."""
        value = self.raw.get(field, {})
        if not isinstance(value, dict) or len(value) > CALENDARS_MAX:
            raise self.wrong(field, f"an object of at most {CALENDARS_MAX}")
        return value


def read_day(value: Any) -> dt.date:
    """Return a day written as 2027-01-31.

    Raises:
        ValueError: anything else, or no day from 1900 to 2100.
    """
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError("not a day")
    day = dt.date.fromisoformat(value)
    if not is_usual_day(day):
        raise ValueError("a day far away")
    return day


def _kind(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:80]


def _calendars(raw: dict[str, Any], today: dt.date) -> dict[str, WorkCalendar]:
    found = {}
    for name, entry in raw.items():
        fields = Fields(entry, "calendar", ("weekend", "closed", "holidays"), name)
        weekend = fields.rows("weekend", 7)
        if not all(type(day) is int and 1 <= day <= 7 for day in weekend):
            raise fields.wrong("weekend", "a list of days, 1 Monday to 7 Sunday")
        closures = [_closure(fields, pair) for pair in fields.rows("closed", CLOSED_MAX)]
        place = fields.name("holidays", "")
        before, after = HOLIDAY_YEARS
        years = range(today.year - before, today.year + after + 1)
        try:
            known = public_holidays(place, years) if place else ()
            found[name] = WorkCalendar(frozenset(weekend), (*closures, *known))
            found[name].refuse_if_never_open()
        except RuleError as error:
            raise RuleError(f"{fields.where}: {error.message}") from error
    return found


def _closure(fields: Fields, pair: Any) -> Closure:
    try:
        start, end = (read_day(day) for day in pair)
    except (TypeError, ValueError):
        start = end = dt.date.min
    if not isinstance(pair, list) or start >= end:
        words = "pairs of days: the first closed one and the one that is open again, not"
        raise RuleError(f"{fields.where}: closed holds {words} {_kind(pair)}", field="closed")
    return Closure(start, end)


ITEM_FIELDS = (
    *("id", "duration", "duration_low", "duration_high", "unit", "calendar", "earliest"),
    *("enabling", "due", "buffer_days", "after"),
)


def _item(raw: Any, calendars: Mapping[str, WorkCalendar]) -> tuple[WorkItem, ThreePoint | None]:
    fields = Fields(raw, "item", ITEM_FIELDS)
    calendar = fields.name("calendar", "")
    if calendar and calendar not in calendars:
        raise RuleError(f"{fields.where}: unknown calendar {calendar}", field="calendar")
    length = fields.whole("duration", 0, LENGTH_MAX)
    unit = TimeUnit(fields.chosen("unit", TimeUnit))
    item = WorkItem(
        fields.id,
        Duration(length, unit, calendars.get(calendar, ALWAYS_OPEN)),
        earliest=None if fields.raw.get("earliest") is None else fields.day("earliest"),
        enabling=fields.name("enabling", ""),
        due=fields.name("due", ""),
        buffer_days=fields.whole("buffer_days", 0, LAG_MAX, 0),
        after=tuple(_link(fields, entry) for entry in fields.rows("after", LINKS_MAX)),
    )
    return item, _range(fields, length)


def _link(item: Fields, raw: Any) -> WorkLink:
    try:
        fields = Fields(raw, "link after", ("id", "type", "lag"))
        type_ = LinkType(fields.chosen("type", LinkType, LinkType.FINISH_START))
        return WorkLink(fields.id, type_, fields.whole("lag", -LAG_MAX, LAG_MAX, 0))
    except RuleError as error:
        raise RuleError(f"{item.where}: {error.message}", field="after") from error


def _range(fields: Fields, length: int) -> ThreePoint | None:
    low = fields.whole("duration_low", 0, LENGTH_MAX, length)
    high = fields.whole("duration_high", 0, LENGTH_MAX, length)
    if not low <= length <= high:
        words = f"duration {length} does not lie between {low} and {high}"
        raise RuleError(f"{fields.where}: {words}", field="duration")
    if low == high:
        return None
    return ThreePoint(Decimal(low), Decimal(length), Decimal(high))
