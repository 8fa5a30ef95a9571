"""The drawings of the summary in the active language."""

from __future__ import annotations

from core.charts import svg
from core.charts.spec import Dumbbell, DumbbellRow
from core.scores import figure
from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.sections.budget.drawings import year_bars
from reports.sections.capability.content import DimensionLine
from reports.sections.capability.drawings import finding, listing, number
from reports.sections.section import Drawings
from reports.sections.summary.content import SummaryChapter

SHOWN_RISKS = 3


def drawings(content: SummaryChapter, _head: Head, pen: Pen) -> Drawings:
    """Return now and target of the dimensions, and the use of each year's limit."""
    found: dict[str, object] = {
        "years": year_bars(content.plan),
        "top_risks": content.risks[: SHOWN_RISKS - pen.is_bilingual],
    }
    if content.dimensions and content.readiness:
        found["dumbbell"] = dumbbell(content.dimensions, pen, float(content.readiness.maximum))
    return found


def dumbbell(dimensions: tuple[DimensionLine, ...], pen: Pen, maximum: float) -> str:
    """Draw now and target of each dimension."""
    rows = tuple(
        DumbbellRow(
            pen.main(row.title),
            number(row.current),
            number(row.target),
            companion=pen.companion(row.title),
            value_text=figure(row.figures.current),
            target_text=figure(row.figures.target),
        )
        for row in dimensions
    )
    spec = Dumbbell(
        rows,
        title=finding(dimensions, pen),
        description=listing(dimensions, pen),
        maximum=maximum,
    )
    return svg.dumbbell(spec, width=314, row_height=33 if pen.is_bilingual else 30)
