"""The drawings of the capability matrix in the active language, for A4."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.charts import svg
from core.charts.spec import ChartSpec, HeatCell, HeatMap, HeatRow, ScoreScale, Series
from core.text import LocalizedText
from core.wording.figures import decimal
from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.sections.capability.content import CapabilityChapter, DimensionLine
from reports.sections.section import Drawings

WIDE = 658.0


class HasScore(Protocol):
    """What has a name, a score and a target."""

    @property
    def title(self) -> LocalizedText:
        """Its name."""

    @property
    def current(self) -> Decimal | None:
        """Its score [levels]."""

    @property
    def target(self) -> Decimal | None:
        """Its target [levels]."""


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


def number(value: Decimal | None) -> float | None:
    """Return a score as a drawing takes it."""
    return None if value is None else float(value)


def finding(dimensions: Sequence[HasScore], pen: Pen) -> str:
    """Return the widest gap in words."""
    gaps = [
        (row.target - row.current, row)
        for row in dimensions
        if row.target is not None and row.current is not None
    ]
    if not gaps:
        return _("No targets set yet")
    widest = max(gaps, key=lambda pair: pair[0])
    if widest[0] <= 0:
        return _("No dimension is below its target")
    return _("Widest gap: %(dimension)s, %(gap)s below its target") % {
        "dimension": pen.main(widest[1].title),
        "gap": decimal(widest[0], 1),
    }


def listing(dimensions: Sequence[HasScore], pen: Pen) -> str:
    """Say now and target of every dimension."""
    return "; ".join(
        _("%(dimension)s %(now)s, target %(target)s")
        % {
            "dimension": pen.main(row.title),
            "now": decimal(row.current, 1),
            "target": decimal(row.target, 1),
        }
        for row in dimensions
    )


def heat(content: CapabilityChapter, pen: Pen, maximum: float) -> str:
    """Draw the matrix: dimensions by processes, totals at the right and below."""
    provisional = bool(content.readiness and content.readiness.is_provisional)

    def cell(value: Decimal | None) -> HeatCell:
        return HeatCell(number(value), provisional=provisional)

    capability = content.capability
    rows = [
        HeatRow(
            pen.main(row.title),
            (*(cell(value) for value in row.cells), cell(row.current)),
            companion=pen.companion(row.title),
        )
        for row in capability.dimensions
    ]
    whole = content.readiness.score if content.readiness else None
    totals = tuple(cell(value) for value in capability.process_totals)
    rows.append(HeatRow(pgettext("document", "All dimensions"), (*totals, cell(whole)), plain=True))
    spec = HeatMap(
        columns=(*(pen.main(title) for title in capability.processes), pgettext("document", "All")),
        rows=tuple(rows),
        gaps=(len(capability.processes),),
        title=finding(capability.dimensions, pen),
        description=listing(capability.dimensions, pen),
        maximum=maximum,
    )
    return svg.heat_map(spec, width=WIDE, row_height=38, label_width=160)


def radar(rows: tuple[DimensionLine, ...], pen: Pen, maximum: float) -> str:
    """Draw now and target of the dimensions as a radar; the table beside it has the numbers."""
    series = (
        Series(
            "now",
            pgettext("document", "Now"),
            tuple(number(row.current) for row in rows),
            color="level-3",
            filled=True,
        ),
        Series(
            "target",
            pgettext("document", "Target"),
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
        x_labels=tuple(pen.main(row.title) for row in rows),
        series=series,
        minimum=0.0,
        maximum=maximum,
        legend=True,
    )
    return svg.radar(spec, width=520, height=300, label_width=136)


def scale(row: DimensionLine, maximum: Decimal, pen: Pen) -> str:
    """Draw one dimension's score on its scale."""
    title = _("%(dimension)s %(now)s, target %(target)s") % {
        "dimension": pen.main(row.title),
        "now": decimal(row.current, 1),
        "target": decimal(row.target, 1),
    }
    spec = ScoreScale(number(row.current), number(row.target), maximum=float(maximum), title=title)
    return svg.score_scale(spec, width=150)
