"""The drawings of the capability matrix in the active language, for A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from charts import svg
from charts.spec import ChartSpec, HeatCell, HeatMap, HeatRow, ScoreScale, Series
from core.scores import figure, score
from core.text import LocalizedText
from core.wording.texts import listed, semicolons
from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.sections.capability.content import CapabilityChapter, CellLine, DimensionLine
from reports.sections.languages import below, beside, in_both
from reports.sections.section import Drawings
from scoring.domain.matrix import Figures
from scoring.domain.widest import WidestGaps, widest_gaps

WIDE = 658.0


class HasScore(Protocol):
    """What has a name, a score and a target."""

    @property
    def title(self) -> LocalizedText:
        """Its name."""

    @property
    def figures(self) -> Figures:
        """Score and target as they are written."""

    @property
    def low(self) -> Decimal | None:
        """Lower end of a score that is a range."""

    @property
    def high(self) -> Decimal | None:
        """Upper end of a score that is a range."""


def drawings(content: CapabilityChapter, _head: Head, pen: Pen) -> Drawings:
    """Return matrix, radar, and each dimension with its scale."""
    ready, rows = content.readiness, content.capability.dimensions
    if ready is None or not rows:
        return {"dimensions": []}
    return {
        "heat": heat(content, pen, float(ready.maximum)),
        "radar": radar(rows, pen, float(ready.maximum)),
        "dimensions": [(row, scale(row, ready.maximum, pen)) for row in rows],
    }


def ends(row: HasScore) -> tuple[float, float] | None:
    """Return between what a score lies; None where it is one figure."""
    return None if row.low is None or row.high is None else (float(row.low), float(row.high))


def number(value: Decimal | None) -> float | None:
    """Return a score as a drawing takes it."""
    return None if value is None else float(value)


def finding(dimensions: Sequence[HasScore], pen: Pen) -> str:
    """Return the widest gap in words; where several dimensions share it, all of them.

    One whose gap is a range is named where it may be the widest.
    """
    if all(row.figures.target is None for row in dimensions):
        return _("No targets set yet")
    widest = widest_gaps([row.figures for row in dimensions])
    if widest.perhaps:
        return _perhaps(widest, dimensions, pen)
    if not widest.known:
        return _("No dimension is below its target")
    names = [pen.main(dimensions[at].title) for at in widest.known]
    said = {"gap": figure(widest.size), "dimension": names[0], "dimensions": listed(names)}
    if len(names) == 1:
        return _("Widest gap: %(dimension)s, %(gap)s below its target") % said
    if len(names) == len(dimensions):
        return _("Every dimension is %(gap)s below its target") % said
    return _("Widest gap, %(gap)s each: %(dimensions)s") % said


def _perhaps(widest: WidestGaps, dimensions: Sequence[HasScore], pen: Pen) -> str:
    """Name what may be the widest gap with its range, and the widest that is known."""

    def named(places: Sequence[int]) -> list[str]:
        words = _("%(dimension)s (%(gap)s)")
        rows = [dimensions[at] for at in places]
        return [
            words % {"dimension": pen.main(row.title), "gap": row.figures.gap_words} for row in rows
        ]

    first = dimensions[widest.perhaps[0]]
    if widest.is_sure:
        return _("Widest gap: %(dimension)s, %(gap)s below its target") % {
            "dimension": pen.main(first.title),
            "gap": first.figures.gap_words,
        }
    if not widest.known:
        names = listed(named(widest.perhaps))
        return _("Gaps, not answered in full: %(dimensions)s") % {"dimensions": names}
    return _("Perhaps the widest gap: %(perhaps)s; the widest known: %(known)s") % {
        "perhaps": listed(named(widest.perhaps)),
        "known": listed(named(widest.known)),
    }


def listing(dimensions: Sequence[HasScore], pen: Pen) -> str:
    """Say now and target of every dimension."""
    return semicolons((_now_and_target(row, pen) for row in dimensions), pen.language)


def _now_and_target(row: HasScore, pen: Pen) -> str:
    return _("%(dimension)s %(now)s, target %(target)s") % {
        "dimension": pen.main(row.title),
        "now": row.figures.now,
        "target": figure(row.figures.target),
    }


def heat(content: CapabilityChapter, pen: Pen, maximum: float) -> str:
    """Draw the matrix: dimensions by processes, totals at the right and below."""
    ready, matrix = content.readiness, content.capability
    provisional = bool(ready and ready.is_provisional)

    def total(value: Decimal | None, text: str) -> HeatCell:
        return HeatCell(number(value), provisional=provisional, text=text)

    def cell(line: CellLine) -> HeatCell:
        return replace(
            total(line.score, score(line.score)),
            note=pen.main(line.mark) if line.mark else "",
            hatched=line.is_single,
        )

    rows = [
        HeatRow(
            pen.main(row.title),
            (*(cell(line) for line in row.cells), total(row.current, row.figures.now)),
            companion=pen.companion(row.title),
        )
        for row in matrix.dimensions
    ]
    totals = tuple(total(column.current, column.now) for column in matrix.process_totals)
    whole = total(ready.score, matrix.overall.now) if ready else HeatCell(None)
    every = in_both(lambda: pgettext("document", "All dimensions"))
    last = HeatRow(pen.main(every), (*totals, whole), companion=pen.companion(every), plain=True)
    rows.append(last)
    count = len(matrix.processes)
    columns = (*matrix.processes, in_both(lambda: pgettext("document", "All")))
    spec = HeatMap(
        columns=tuple(map(pen.main, columns)),
        companions=tuple(map(pen.companion, columns)) if pen.is_bilingual else (),
        rows=tuple(rows),
        gaps=(count - 1, count) if matrix.adds_up else (count,),
        title=finding(matrix.dimensions, pen),
        description=listing(matrix.dimensions, pen),
        maximum=maximum,
    )
    return svg.heat_map(spec, width=WIDE, row_height=36, label_width=150)


def radar(rows: tuple[DimensionLine, ...], pen: Pen, maximum: float) -> str:
    """Draw now and target of the dimensions as a radar; the table beside it has the numbers."""
    series = (
        *_now(rows, pen),
        Series(
            "target",
            beside(pen, in_both(lambda: pgettext("score", "Target"))),
            tuple(number(row.target) for row in rows),
            color="ink-2",
            stroke="dashed",
            points=False,
        ),
    )
    spec = ChartSpec(
        kind="radar",
        title=finding(rows, pen),
        description=listing(rows, pen),
        x=tuple(row.id for row in rows),
        x_labels=tuple(below(pen, row.title) for row in rows),
        series=series,
        minimum=0.0,
        maximum=maximum,
        legend=True,
    )
    height = 240 if pen.is_bilingual else 212
    return svg.radar(spec, width=296, height=height, label_width=84)


def _now(rows: tuple[DimensionLine, ...], pen: Pen) -> tuple[Series, ...]:
    """Return the scores; where one of them is a range, least and most."""
    if not any(ends(row) for row in rows):
        values = tuple(number(row.current) for row in rows)
        now = beside(pen, in_both(lambda: pgettext("document", "Now")))
        return (Series("now", now, values, color="level-3", filled=True),)
    low = tuple(number(row.current if row.low is None else row.low) for row in rows)
    high = tuple(number(row.current if row.high is None else row.high) for row in rows)
    least, most = (beside(pen, in_both(tell)) for tell in (_least, _most))
    return (
        Series("now", least, low, color="level-3", filled=True),
        Series("most", most, high, color="level-3", stroke="dotted", points=False),
    )


def _least() -> str:
    return _("Now, at least")


def _most() -> str:
    return _("Now, at most")


def scale(row: DimensionLine, maximum: Decimal, pen: Pen) -> str:
    """Draw one dimension's score on its scale."""
    title = _now_and_target(row, pen)
    low, high = ends(row) or (None, None)
    value = number(row.current) if low is None else None
    target = number(row.target)
    spec = ScoreScale(value, target, low, high, maximum=float(maximum), title=title)
    return svg.score_scale(spec, width=150)
