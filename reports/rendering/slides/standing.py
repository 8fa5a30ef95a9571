"""The first six slides: cover, decision, figures, current state, gaps, goals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.scores import figure
from core.wording.dates import day
from reports.rendering.slides.page import (
    BOTTOM,
    LEFT,
    PLAIN,
    SMALL,
    TOP,
    WIDE,
    Columns,
    SlideWords,
    bullets,
    cut,
    empty,
    grid,
    height_of,
    titled,
    whole_points,
)
from reports.rendering.slides.reading import PrintedRow, PrintedTable
from reports.rendering.slides.shapes import Box, Element, Paragraph, Shape, TextBox
from reports.sections.kinds import BOARD_DECK, GAPS, GOALS, READINESS
from reports.sections.section import PrintSection

ROOM = BOTTOM - TOP
WHOLE = 99  # lines: a decision is not cut
TILE = (WIDE - 3 * 12) / 4


def title_of(told: SlideWords, section: PrintSection) -> str:
    """Return the title of a section."""
    return told.text(section.title) if section.title else ""


def cover(told: SlideWords) -> tuple[Element, ...]:
    """Say whose deck it is, of which day, and what it rests on."""
    head, stamp = told.frame.head, told.frame.stamp
    place = ", ".join(filter(None, [head.city if head.has_own_city else "", head.country.en]))
    if told.pen.language != "en":
        place = head.country.zh_hans
    years = told.frame.years
    basis = told.frame.basis
    lines = [
        told.say(lambda: _("Version %(n)s, %(day)s") % {"n": stamp.number, "day": day(head.today)})
    ]
    if basis:
        state = _("%(run)s, provisional") if basis.is_provisional else _("%(run)s, signed off")
        lines.append(state % {"run": basis.run})
    lines.append(told.say(lambda: _("Open points: %(n)s") % {"n": told.open_count}))
    years_words = f"{years[0]}–{years[1]}" if years else ""
    return (
        Shape(Box(0, 0, 16, 540), "rect", "accent"),
        TextBox(Box(72, 96, 800, 24), (Paragraph(told.text(head.organization), 16, "ink-2"),)),
        TextBox(
            Box(72, 150, 800, 110),
            (Paragraph(told.text(BOARD_DECK.title).replace("\n", "  "), 40, is_bold=True),),
            is_title=True,
        ),
        TextBox(
            Box(72, 262, 800, 80),
            (
                Paragraph(f"{told.text(head.plant)}".replace("\n", "  "), 24),
                Paragraph(" · ".join(filter(None, [place, years_words])), 16, "ink-2"),
            ),
        ),
        TextBox(Box(72, 400, 800, 80), tuple(Paragraph(one, PLAIN, "ink-2") for one in lines)),
    )


def decision(told: SlideWords) -> tuple[Element, ...]:
    """Say what is asked of the board, in the words of the summary, and what is open: all of it."""
    title = told.say(lambda: _("Decision asked of the board"))
    missing = told.contents["summary"].missing
    asks, still, place = _asks(told), _still_open(told), _place_of_asks(told)
    size, kept = whole_points(asks, place)
    words = tuple(Paragraph(text, SMALL, "ink-2") for text in still)
    low = place.y + place.high + 8
    return titled(
        title,
        bullets(told, asks[:kept], place, size, lines=WHOLE),
        TextBox(Box(LEFT, low, WIDE, BOTTOM - low), words),
        finding=told.text(missing) if missing else "",
    )


def more_decisions(told: SlideWords) -> Iterator[tuple[Element, ...]]:
    """Yield slides of the decisions that have no room on the first one; none where all have."""
    asks, place = _asks(told), Box(LEFT, 92, WIDE, BOTTOM - 92)
    _size, kept = whole_points(asks, _place_of_asks(told))
    number = 1
    while asks := asks[kept:]:
        size, kept = whole_points(asks, place)
        number, kept = number + 1, max(kept, 1)
        title = told.say(partial(_title_of_more, number))
        yield titled(title, bullets(told, asks[:kept], place, size, lines=WHOLE))


def _title_of_more(number: int) -> str:
    return _("Decision asked of the board (%(n)s)") % {"n": number}


def _asks(told: SlideWords) -> list[str]:
    return told.chapters["summary"].said("li", "decision")


def _still_open(told: SlideWords) -> list[str]:
    """Return what was open, the last paragraph of the summary, in each language."""
    return told.chapters["summary"].said("p", "small")[-2 if told.pen.is_bilingual else -1 :]


def _place_of_asks(told: SlideWords) -> Box:
    """Return the room between what is missing, above, and what is open, below."""
    top = 130 if told.contents["summary"].missing else 92
    still = sum(height_of(text, WIDE, SMALL) for text in _still_open(told))
    return Box(LEFT, top, WIDE, BOTTOM - 8 - still - top)


def figures(told: SlideWords) -> tuple[Element, ...]:
    """Say where the plant stands and what the plan costs, each in one figure."""
    summary = told.chapters["summary"]
    lead = "\n".join(summary.said("p", "lead"))
    missing = told.contents["summary"].missing
    if missing:  # stands on the slide before
        for text in (missing.en, missing.zh_hans):
            lead = lead.replace(text, "").strip()
    title = told.say(lambda: _("The plan in figures"))
    return titled(title, *_tiles(summary.tiles), finding=lead)


def _tiles(tiles: list[list[str]]) -> Iterator[Element]:
    for number, texts in enumerate(tiles[:8]):
        column, row = number % 4, number // 4
        place = Box(LEFT + column * (TILE + 12), TOP + 14 + row * 176, TILE, 160)
        yield Shape(place, "rect", "canvas")
        heading, value, *notes = [*texts, "", ""]
        inner = Box(place.x + 12, place.y + 12, place.wide - 24, place.high - 20)
        words = [
            Paragraph(cut(heading, inner.wide, SMALL, lines=2), SMALL, "ink-2"),
            Paragraph(cut(value, inner.wide, 22), 22, is_bold=True),
            *(
                Paragraph(cut(one, inner.wide, SMALL, lines=3), SMALL, "ink-2")
                for one in notes
                if one
            ),
        ]
        yield TextBox(inner, tuple(words))


def state(told: SlideWords) -> tuple[Element, ...]:
    """Say now and target of each dimension, and what the next level needs."""
    content, title = told.contents["summary"], title_of(told, READINESS)
    if content.readiness is None:
        return titled(title, empty(told, "readiness"))
    table = PrintedTable(
        (
            told.say(lambda: _("Dimension")),
            told.say(lambda: pgettext("document", "Now")),
            told.say(lambda: pgettext("score", "Target")),
            told.say(lambda: _("Shortfall")),
        ),
        [
            PrintedRow(
                (
                    told.text(row.title),
                    row.figures.now,
                    figure(row.figures.target),
                    row.figures.gap_words,
                )
            )
            for row in content.dimensions
        ],
    )
    said = told.chapters["readiness"]
    columns: Columns = ((0, 0.52, "l"), (1, 0.16, "r"), (2, 0.16, "r"), (3, 0.16, "r"))
    left = grid(told, table, Box(LEFT, TOP, 460, ROOM), columns, name=title)
    right = Box(LEFT + 492, TOP, WIDE - 492, ROOM)
    return titled(
        title,
        left,
        bullets(told, said.said("li", "points"), right, 12),
        finding="\n".join(said.said("p", "intro")[:2]),
    )


def gaps(told: SlideWords) -> tuple[Element, ...]:
    """Name the gaps, those without an answer first."""
    title, chapter = title_of(told, GAPS), told.chapters["gaps"]
    if not told.contents["gaps"].gaps:
        return titled(title, empty(told, "gaps"))
    tables = [table for table in chapter.tables if len(table.heads) == 6]
    whole = PrintedTable(tables[0].heads, [row for table in tables for row in table.body])
    columns: Columns = (
        *((0, 0.06, "r"), (1, 0.4, "l"), (2, 0.07, "r"), (3, 0.08, "r")),
        *((4, 0.27, "l"), (5, 0.12, "r")),
    )
    rows = grid(told, _first_lines(whole), Box(LEFT, TOP, WIDE, ROOM), columns, name=title)
    return titled(title, rows, finding="\n".join(chapter.said("p", "intro")[:1]))


def _first_lines(table: PrintedTable) -> PrintedTable:
    """Return a table whose last columns name one thing each, and how many more there are."""
    rows = []
    for row in table.rows:
        names = row.cells[4].split("\n")
        cell = names[0] if len(names) < 3 else f"{names[0]} +{len(names) - 1}"
        rows.append(PrintedRow((*row.cells[:4], cell, *row.cells[5:]), row.css))
    return PrintedTable(table.heads, rows)


def goals(told: SlideWords) -> tuple[Element, ...]:
    """Name the goals with measure and date."""
    title, chapter = title_of(told, GOALS), told.chapters["goals"]
    if not chapter.tables:
        return titled(title, empty(told, "goals"))
    columns: Columns = (
        (0, 0.36, "l"),
        (2, 0.19, "l"),
        (3, 0.19, "l"),
        (4, 0.12, "r"),
        (5, 0.14, "r"),
    )
    place = Box(LEFT, TOP - 22, WIDE, ROOM + 22)
    return titled(title, grid(told, chapter.tables[0], place, columns, name=title, lines=2))
