"""The last four slides: the roadmap as bars, cost and return, what it reaches, risks and steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from core.wording.dates import day
from reports.domain.phases import PHASE_NAMES
from reports.rendering.slides.page import (
    BOTTOM,
    LEFT,
    SMALL,
    TOP,
    WIDE,
    Columns,
    SlideWords,
    cut,
    empty,
    grid,
    more_words,
    titled,
)
from reports.rendering.slides.reading import PrintedRow, PrintedTable
from reports.rendering.slides.shapes import Box, Element, Grid, Paragraph, Shape, TextBox
from reports.rendering.slides.standing import ROOM, title_of
from reports.sections.kinds import BUDGET, REACH, RISKS, ROADMAP, STEPS
from reports.sections.roadmap.content import InitiativeLine, RoadmapPlan

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
    return titled(title, *_bars(told, plan), finding=intro)


def _bars(told: SlideWords, plan: RoadmapPlan) -> Iterator[Element]:
    axis, today = _Axis(plan), told.frame.head.today
    yield from _years(plan, axis)
    phases = {row.phase for row in plan.initiatives}
    row = max(LEAST, min(MOST, (ROOM - 36) / (len(plan.initiatives) + len(phases))))
    room = int((ROOM - 36) // row)
    top, shown = TOP + 18, 0
    for phase, name in PHASE_NAMES.items():
        rows = [one for one in plan.initiatives if one.phase == phase]
        taken = rows[: max(0, room - 1)]
        if not taken:
            continue
        yield _label(told.text(name).replace("\n", "  "), top, row, is_bold=True)
        top, room = top + row, room - 1 - len(taken)
        shown += len(taken)
        for one in taken:
            yield from _bar(told, one, axis, Box(LEFT, top, WIDE, row))
            top += row
    if axis.start <= today < axis.end:
        x = axis.at(today)
        yield Shape(Box(x, TOP + 16, 0, top - TOP - 16), "line", stroke="accent", name=day(today))
    if shown < len(plan.initiatives):
        text = more_words(told, len(plan.initiatives) - shown).replace("\n", "  ")
        yield TextBox(Box(LEFT, top + 4, WIDE, 16), (Paragraph(text, SMALL, "ink-3"),))


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
    yield _label(f"{one.key}  {told.pen.main(one.title)}", top, row)
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
    top = grid(told, years, Box(LEFT, TOP - 14, WIDE, 190), columns, name=title)
    low = PrintedTable(("", ""), [PrintedRow(row.cells) for row in facts.rows])
    lines = tuple(
        tuple(
            Paragraph(cut(cell, room, SMALL, lines=2), SMALL, "ink")
            for cell, room in zip(row.cells, (240, 600), strict=True)
        )
        for row in low.body
    )
    place = Box(LEFT, TOP + 190, WIDE, 0)
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
    return (grid(told, tables[0], place, wanted, name=name),)
