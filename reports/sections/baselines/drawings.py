"""The control charts of the indicators."""

from __future__ import annotations

from core.charts import svg
from indicators.selectors.wording import control_chart, finding
from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.sections.baselines.content import BaselineChapter, IndicatorPart
from reports.sections.section import Drawings


def drawings(content: BaselineChapter, _head: Head, pen: Pen) -> Drawings:
    """Return each indicator with its chart and finding, and the lines of the contents."""
    return {
        "parts": [(part, chart(part, pen), finding(part.series)) for part in content.indicators],
        "lines": [
            (f"kpi-{number}", part.series.code, part.series.title)
            for number, part in enumerate(content.indicators, start=1)
        ],
    }


def chart(part: IndicatorPart, pen: Pen) -> str:
    """Draw the control chart; empty without readings."""
    spec = control_chart(part.series)
    height = 190 if pen.is_bilingual else 268  # two languages beside it still fit on one page
    return svg.draw(spec, width=658, height=height) if spec else ""
