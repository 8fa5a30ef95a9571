"""The time axis of the plan page: shares of its width, its head, the lines behind the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from charts.svg.axismarks import LANE, beside, sign, with_words
from charts.svg.marks import line, mark, rect, safe, short, words
from charts.svg.widths import text_width
from charts.timeline import AxisMark
from core.wording.dates import day_short, month
from core.wording.money import money_text
from planning.domain.plans import DaySpan, add_months, quarters, years
from roadmap.selectors.plan import Plan

HEAD = 66  # height of the head: flag, years, ticks
ROOM = {"month": 2592.0, "quarter": 560.0, "year": 360.0}  # px that the axis has at the least
EDGE = 6.0  # percent from an end, within which today's flag stands beside its line


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that are drawn, and today.

    Attributes:
        span: the days; they are evenly wide.
        tick: what the second line of the head names: month, quarter or year.
        today: the day of the reading.
        marks: days that are marked, the most important first.
    """

    span: DaySpan
    tick: str
    today: date
    marks: tuple[AxisMark, ...] = ()

    def at(self, day: date) -> float:
        """Return the place of a day [percent of the width, 0 to 100]."""
        days = (day - self.span.start).days
        return round(100 * min(max(days, 0), self.span.days) / self.span.days, 3)

    @property
    def shows_today(self) -> bool:
        """Whether today is one of the days."""
        return self.span.start <= self.today < self.span.end

    def parts(self, tick: str) -> Iterator[DaySpan]:
        """Yield the months or quarters of the axis."""
        step = 1 if tick == "month" else 3
        start = self.span.start
        while start < self.span.end:
            yield DaySpan(start, add_months(start, step))
            start = add_months(start, step)


def share(value: float) -> str:
    """Write a place or a width on the axis."""
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"


def box(left: float, right: float, content: str, *, clips: bool = False) -> str:
    """Wrap marks into a stretch of the axis, which they measure in their own right."""
    over = None if clips else "visible"
    return mark("svg", content, x=share(left), width=share(right - left), overflow=over)


def rule(x: float, top: float, token: str, stroke: float, *, bottom: str = "100%") -> str:
    """Draw a vertical line from a height [px] to another."""
    return mark(
        "line",
        stroke=token,
        x1=share(x),
        x2=share(x),
        y1=short(top),
        y2=bottom,
        stroke_width=stroke,
    )


def head(axis: Axis, plan: Plan) -> str:
    """Draw years with their money, the ticks below them and the flag of today."""
    body = ""
    if axis.tick != "year":
        for part in axis.parts(axis.tick):
            name = words(6, 54, _tick(part, axis.tick))
            body += box(axis.at(part.start), axis.at(part.end), name, clips=True)
            body += rule(axis.at(part.start), 44, "line", 1)
    for span in years(axis.span):
        room = (axis.at(span.end) - axis.at(span.start)) / 100 * ROOM[axis.tick]
        body += box(axis.at(span.start), axis.at(span.end), _year(span, plan, room), clips=True)
        body += rule(axis.at(span.start), 20, "line", 1.4)
    height = HEAD + (int(LANE) if axis.marks else 0)
    return _sized(body + _marks(axis) + _flag(axis, height), height)


def lines(axis: Axis) -> str:
    """Draw the vertical lines behind the rows, with that of today."""
    tick = "quarter" if axis.tick == "year" else axis.tick
    body = "".join(rule(axis.at(part.start), 0, "line", 1) for part in axis.parts(tick))
    body += "".join(rule(axis.at(span.start), 0, "line", 1.4) for span in years(axis.span))
    for entry in (one for one in axis.marks if one.kind == "milestone"):
        x = share(axis.at(entry.day))
        body += mark("line", stroke="ink-3", x1=x, x2=x, y1="0", y2="100%", stroke_dasharray="3 3")
    if axis.shows_today:
        body += rule(axis.at(axis.today), 0, "accent", 2)
    return mark("svg", body, css="gantt-lines", aria_hidden="true")


def _marks(axis: Axis) -> str:
    """Draw the marks in their lane; words that have room on the narrowest axis have it on all."""
    room, y = ROOM[axis.tick], HEAD + LANE / 2
    places = [axis.at(entry.day) / 100 * room for entry in axis.marks]
    blocked = [axis.at(axis.today) / 100 * room] if axis.shows_today else []
    shown = with_words(axis.marks, places, (0, room), blocked)
    body = ""
    for number, entry in enumerate(axis.marks):
        own = f"<title>{safe(entry.title)}</title>{sign(entry, 0, y)}"
        own += beside(entry, 0, y, shown[number]) if number in shown else ""
        at = share(axis.at(entry.day))
        body += mark("svg", own, x=at, overflow="visible", css="axis-mark")
    return body


def _sized(body: str, height: int) -> str:
    return f'<svg class="lane" height="{height}">{body}</svg>'


def _tick(part: DaySpan, tick: str) -> str:
    if tick == "month":  # with its year, whose own name scrolls away
        return month(part.start)
    return f"Q{(part.start.month + 2) // 3}"


def _year(span: DaySpan, plan: Plan, room: float) -> str:
    """Draw a year, and its money where that fits [px]."""
    name = str(span.start.year)
    body = words(8, 32, name, "ink", 13, font_weight=600)
    money, left = _money(plan, span.start.year), 16 + text_width(name, 13, bold=True)
    fits = left + text_width(money, 12) < room
    return body + (words(left, 32, money) if fits else "")


def _money(plan: Plan, year: int) -> str:
    """Say what a year costs, and of which limit."""
    planned, limit = money_text(plan.budget.years.get(year, Decimal(0))), plan.limits.get(year)
    if limit is None:
        return planned
    return _("%(planned)s of %(limit)s") % {"planned": planned, "limit": money_text(limit)}


def _flag(axis: Axis, height: int) -> str:
    """Draw the date of today over its line; at an end of the axis it stands beside the line."""
    if not axis.shows_today:
        return ""
    text, x = day_short(axis.today), axis.at(axis.today)
    wide = text_width(text, 12, bold=True) + 16
    left = 0.0 if x < EDGE else -wide if x > 100 - EDGE else -wide / 2
    name = words(left + wide / 2, 10, text, "on-accent", text_anchor="middle", font_weight=600)
    body = (
        rect(left, 1, wide, 18, "accent", rx=4)
        + name
        + line(0, 19, 0, height, "accent", stroke_width=2)
    )
    return mark("svg", body, x=share(x), overflow="visible", css="today")


def window(plan: Plan, zoom: str, around: DaySpan, marks: Iterable[AxisMark] = ()) -> Axis:
    """Return the axis of a zoom: the whole plan, or for `fit` only the quarters in use.

    Marks outside of it are left out.
    """
    span = (
        around
        if zoom == "fit"
        else DaySpan(quarters(plan.roadmap.starts_on)[0].start, plan.frame.end)
    )
    shown = tuple(entry for entry in marks if span.start <= entry.day < span.end)
    return Axis(span, zoom if zoom in ("month", "year") else "quarter", plan.today, shown)
