"""The control charts of the indicators."""

from __future__ import annotations

from dataclasses import fields, replace

from charts import svg
from core.text import LocalizedText
from indicators.domain import charts
from indicators.domain.charts import ChartWords
from indicators.domain.series import IndicatorSeries
from indicators.selectors.wording import chart_words, finding
from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.sections.baselines.content import BaselineChapter
from reports.sections.languages import beside, in_both, under
from reports.sections.section import Drawings

WIDE, HIGH = 658, 196
NOTES = ("outside_above", "outside_below", "odd", "left_out")  # under a reading, a line a language


def drawings(content: BaselineChapter, _head: Head, pen: Pen) -> Drawings:
    """Return each indicator with its chart and finding, and the lines of the contents."""
    parts = []
    for part in content.indicators:
        told = findings(part.series)
        parts.append((part, chart(part.series, told, pen), told))
    return {
        "parts": parts,
        "lines": [
            (f"kpi-{number}", part.series.code, part.series.title)
            for number, part in enumerate(content.indicators, start=1)
        ],
    }


def findings(series: IndicatorSeries) -> LocalizedText:
    """Return the line that says how an indicator stands, in both languages."""
    return in_both(lambda: finding(series))


def chart(series: IndicatorSeries, told: LocalizedText, pen: Pen) -> str:
    """Draw the control chart as on the screen; empty without readings."""
    spec = charts.control_chart(series, words_of(series, pen), title=beside(pen, told))
    return svg.draw(spec, width=WIDE, height=HIGH) if spec else ""


def words_of(series: IndicatorSeries, pen: Pen) -> ChartWords:
    """Return the words of the chart; in bilingual documents those of both languages."""
    main = chart_words(series)
    if not pen.is_bilingual:
        return main
    other = under("zh-hans" if pen.language == "en" else "en", lambda: chart_words(series))
    texts = {
        field.name: _joined(
            getattr(main, field.name),
            getattr(other, field.name),
            between="\n" if field.name in NOTES else " ",
        )
        for field in fields(main)
        if isinstance(getattr(main, field.name), str)
    }
    return replace(main, **texts)  # type: ignore[arg-type]  # only its texts are replaced


def _joined(first: str, second: str, *, between: str) -> str:
    """Return two texts side by side, with the places for figures only once."""
    name, place, rest = first.partition("{}")
    if not place:
        return f"{first}{between}{second}"
    other, _place, last = second.partition("{}")
    return f"{name}{other.strip()} {place}{rest}{last}".lstrip()
