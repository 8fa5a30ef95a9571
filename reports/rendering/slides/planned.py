"""The last four slides: the roadmap as bars, cost and return, what it reaches, risks and steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from charts.svg.axismarks import BEHIND, LANE, SIZE, said, with_words
from charts.svg.widths import text_width
from charts.timeline import AxisMark
from core.text import LocalizedText
from core.wording.dates import day
from core.wording.texts import comma, lt
from reports.domain.phases import PHASE_NAMES
from reports.rendering.slides.page import (
    BOTTOM,
    LEFT,
    SMALL,
    SPARE,
    TOP,
    WIDE,
    Columns,
    SlideWords,
    cut,
    empty,
    grid,
    more_words,
    row_height,
    titled,
)
from reports.rendering.slides.reading import PrintedRow, PrintedTable
from reports.rendering.slides.shapes import (
    Box,
    Element,
    Geometry,
    Grid,
    Paragraph,
    Shape,
    TextBox,
)
from reports.rendering.slides.standing import ROOM, title_of
from reports.sections.kinds import BUDGET, REACH, RISKS, ROADMAP, STEPS
from reports.sections.roadmap.content import InitiativeLine, RoadmapPlan
from reports.sections.roadmap.drawings import telling

NAMES = 300.0  # room for the names of initiatives
LEAST, MOST = 13.0, 24.0  # height of a row of bars
DAY = timedelta(days=1)
STONES = {"open": "surface", "reached": "mute", "signed": "ink-2"}


class _Axis:
    """Places days between the names and the right edge."""

    def __init__(self, plan: RoadmapPlan) -> None:
        self.start, self.end = plan.starts_on, plan.ends_on
        self.left, self.wide = LEFT + NAMES, WIDE - NAMES

    def at(self, when: date) -> float:
        """Return where a day begins; days outside stand at the edge."""
        share = (when - self.start).days / (self.end - self.start).days
        return self.left + self.wide * min(max(share, 0.0), 1.0)


def roadmap(told: SlideWords) -> tuple[Element, ...]:
    """Draw the initiatives as bars that can be moved, with their milestones and today."""
    title, plan = title_of(told, ROADMAP), told.contents["roadmap"].plan
    if plan is None:
        return titled(title, empty(told, "roadmap"))
    intro = "\n".join(told.chapters["roadmap"].said("p", "intro")[:2])
    if plan.marks and plan.marks[0].kind == "milestone":
        first = plan.marks[0]
        start = told.say(lambda: f"{lt(first.title)}{comma()}{day(first.day)}").split("\n")
        said_of = zip(intro.split("\n"), start, strict=False)
        intro = "\n".join(
            " · ".join(pair) if len(start) > 1 else "\n".join(pair) for pair in said_of
        )
    return titled(title, *_bars(told, plan), finding=intro)


def _bars(told: SlideWords, plan: RoadmapPlan) -> Iterator[Element]:
    axis, today = _Axis(plan), told.frame.head.today
    yield from _years(plan, axis)
    top = TOP + 18
    if plan.marks:
        yield from _marks(told, plan, axis, top)
        top += LANE
    phases = {row.phase for row in plan.initiatives}
    high = BOTTOM - top - LANE  # the last line counts what is left out and names the signs
    row = max(LEAST, min(MOST, high / (len(plan.initiatives) + len(phases))))
    room, first, shown = int(high / row + 0.001), top, 0
    for phase, name in PHASE_NAMES.items():
        rows = [one for one in plan.initiatives if one.phase == phase]
        taken = rows[: max(0, room - 1)]
        if not taken:
            continue
        yield _label(_phase_words(told, name, rows), top, row, is_bold=True)
        top, room = top + row, room - 1 - len(taken)
        shown += len(taken)
        for one in taken:
            yield from _bar(told, one, axis, Box(LEFT, top, WIDE, row))
            top += row
    if axis.start <= today < axis.end:
        x = axis.at(today)
        yield Shape(Box(x, first - 2, 0, top - first + 2), "line", stroke="accent", name=day(today))
    text = "  ".join(_notes(told, plan, len(plan.initiatives) - shown))
    if text:
        words = Paragraph(cut(text, WIDE, 9), 9, "ink-3")
        yield TextBox(Box(LEFT, top + 4, WIDE, 16), (words,))


def _phase_words(told: SlideWords, name: LocalizedText, rows: Iterable[InitiativeLine]) -> str:
    parts = [told.text(name)]
    if any(one.is_gated for one in rows):
        parts.append(told.say(lambda: _("behind a closed gate")))
    return " · ".join(part.replace("\n", "  ") for part in parts)


def _notes(told: SlideWords, plan: RoadmapPlan, left: int) -> Iterator[str]:
    """Yield how many bars are left out, and what the signs mean."""
    if left:
        yield more_words(told, left).replace("\n", "  ")
    if plan.has_last_starts:
        words = told.say(
            lambda: _("small triangle: last responsible start, red where the bar begins later")
        )
        yield words.replace("\n", "  ")
    if plan.marks:
        words = told.say(
            lambda: _("black diamond above: milestone of the plant, square: deadline of law")
        )
        yield words.replace("\n", "  ")


def _marks(told: SlideWords, plan: RoadmapPlan, axis: _Axis, top: float) -> Iterator[Element]:
    """Draw the milestones of the plant, named where there is room, the start of production first."""
    marks = [AxisMark(one.day, told.pen.main(one.title), "") for one in plan.marks]
    places = [axis.at(one.day) for one in marks]
    named = with_words(marks, places, (LEFT, LEFT + WIDE))
    for number, (one, x) in enumerate(zip(marks, places, strict=True)):
        name = f"{one.label}, {day(one.day)}"
        kind: Geometry = "diamond" if plan.marks[number].kind == "milestone" else "rect"
        yield Shape(Box(x - 4.5, top + 3, 9, 9), kind, "ink", name=name)
        if number == 0 and kind == "diamond":
            yield Shape(Box(x, top + 14, 0, BOTTOM - LANE - top - 14), "line", stroke="ink-3")
        if number in named:
            side = named[number]
            wide = text_width(said(one), SIZE) / SPARE
            place = Box(x + BEHIND if side > 0 else x - BEHIND - wide, top, wide, 15)
            words = Paragraph(said(one), SIZE, "ink-2", align="l" if side > 0 else "r")
            yield TextBox(place, (words,))


def _years(plan: RoadmapPlan, axis: _Axis) -> Iterator[Element]:
    for year in range(plan.starts_on.year, (plan.ends_on - DAY).year + 1):
        x = axis.at(date(year, 1, 1))
        yield Shape(Box(x, TOP, 0, BOTTOM - TOP), "line", stroke="line")
        words = (Paragraph(str(year), SMALL, "ink-2", is_bold=True),)
        yield TextBox(Box(x + 4, TOP, 60, 14), words)


def _label(text: str, top: float, row: float, *, is_bold: bool = False) -> TextBox:
    size = min(SMALL, row * 0.62)
    words = Paragraph(cut(text, NAMES - 12, size), size, is_bold=is_bold)
    return TextBox(Box(LEFT, top + (row - size * 1.3) / 2, NAMES - 8, size * 1.4), (words,))


def _bar(told: SlideWords, one: InitiativeLine, axis: _Axis, line: Box) -> Iterator[Element]:
    top, row = line.y, line.high
    yield _label(
        f"{one.key}  {telling(one, told.pen.main(one.title), NAMES - 50, SMALL)}", top, row
    )
    left, right = axis.at(one.start), axis.at(one.end + DAY)
    high = row * 0.56
    place = Box(left, top + (row - high) / 2, max(right - left, 3), high)
    is_over = one.status in ("done", "stopped")
    name = f"{one.key} {told.pen.main(one.title)}, {day(one.start)} – {day(one.end)}"
    edge = "bad" if one.is_broken else ""
    yield Shape(place, "roundRect", "bar-done" if is_over else "bar", edge, name)
    if one.progress and not is_over:
        done = Box(place.x, place.y, place.wide * one.progress / 100, high)
        yield Shape(done, "roundRect", "accent", name=f"{one.progress} %")
    if one.last_start and axis.start <= one.last_start < axis.end:
        tone = "bad" if one.is_broken and one.last_start < one.start else "ink-2"
        spot = Box(axis.at(one.last_start) - 3, place.y + high - 1, 6, 5)
        words = told.say(lambda: _("last responsible start %(day)s") % {"day": day(one.last_start)})
        yield Shape(spot, "triangle", tone, name=words.replace("\n", "  "))
    for stone in one.milestones:
        if axis.start <= stone.due < axis.end:
            side = row * 0.6
            spot = Box(axis.at(stone.due) - side / 2, top + (row - side) / 2, side, side)
            said = f"{told.pen.main(stone.title)}, {day(stone.due)}"
            yield Shape(spot, "diamond", STONES[stone.state], "ink", said)


def cost(told: SlideWords) -> tuple[Element, ...]:
    """Say the cost by year and phase, and what it returns."""
    title, chapter = title_of(told, BUDGET), told.chapters["budget"]
    if told.contents["budget"].plan is None:
        return titled(title, empty(told, "budget"))
    years, facts = chapter.tables[:2]
    count = len(years.heads) - 1  # the last column is a drawing with its figure
    columns: Columns = [
        (0, 0.16, "l"),
        *((at, 0.84 / count, "r") for at in range(1, len(years.heads))),
    ]
    caption = chapter.said("caption")[0]
    high = max(190.0, (len(years.body) + 2) * row_height(told))  # without a year no sum adds up
    top = grid(told, years, Box(LEFT, TOP - 14, WIDE, high), columns, name=title)
    low = PrintedTable(("", ""), [PrintedRow(row.cells) for row in facts.rows])
    lines = tuple(
        tuple(
            Paragraph(cut(cell, room, SMALL, lines=2), SMALL, "ink")
            for cell, room in zip(row.cells, (240, 600), strict=True)
        )
        for row in low.body
    )
    place = Box(LEFT, TOP + high, WIDE, 0)
    return titled(title, top, Grid(place, (250, WIDE - 250), lines, 32, title), finding=caption)


def reached(told: SlideWords) -> tuple[Element, ...]:
    """Say the expected score of each dimension by year."""
    title, chapter = title_of(told, REACH), told.chapters["reach"]
    if not chapter.tables:
        return titled(title, empty(told, "reach"))
    table = chapter.tables[0]
    rest = len(table.heads) - 1
    columns: Columns = [(0, 0.36, "l"), *((at, 0.64 / rest, "r") for at in range(1, rest + 1))]
    place = Box(LEFT, TOP + 6, WIDE, ROOM - 6)
    intro = "\n".join(chapter.said("p", "intro")[:2])
    return titled(title, grid(told, table, place, columns, name=title), finding=intro)


def outlook(told: SlideWords) -> tuple[Element, ...]:
    """Name the gravest risks and the next steps."""
    parts = [told.text(section.title).split("\n") for section in (RISKS, STEPS) if section.title]
    title = "  ".join(" / ".join(lines) for lines in zip(*parts, strict=True))
    wide = (WIDE - 28) / 2
    return titled(
        title,
        *_half(told, "risks", Box(LEFT, TOP - 26, wide, ROOM + 20), ((0, 0.16), (2, 0.84))),
        *_half(
            told,
            "steps",
            Box(LEFT + wide + 28, TOP - 26, wide, ROOM + 20),
            ((0, 0.24), (1, 0.76)),
        ),
    )


def _half(
    told: SlideWords, name: str, place: Box, columns: tuple[tuple[int, float], ...]
) -> tuple[Element, ...]:
    tables = told.chapters[name].tables
    if not tables:
        texts = told.chapters[name].said("p", "empty")
        return (TextBox(place, tuple(Paragraph(text, SMALL, "ink-2") for text in texts)),)
    wanted: Columns = [(at, share, "l") for at, share in columns]
    table = _due_first(told, tables[0]) if name == "steps" else tables[0]
    return (grid(told, table, place, wanted, name=name, lines=3),)


def _due_first(told: SlideWords, table: PrintedTable) -> PrintedTable:
    """Return the steps by their day, late ones marked; what the board is asked for stands behind them."""
    rows = []
    for row, step in zip(table.body, told.contents["steps"].steps, strict=True):
        late = f"\n{told.say(lambda: _('late'))}" if step.is_late else ""
        key = (step.due is None, not step.is_asked, step.due or date.max)
        rows.append((key, PrintedRow((row.cells[0] + late, *row.cells[1:]), row.css)))
    return PrintedTable(table.heads, [row for _key, row in sorted(rows, key=lambda pair: pair[0])])
