"""The drawings of the summary, and its words cut to the room that they have on one page."""

from __future__ import annotations

from charts import svg
from charts.spec import Dumbbell, DumbbellRow
from charts.svg.widths import fitted
from core.scores import figure
from core.text import LocalizedText
from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.sections.budget.content import YearLine
from reports.sections.budget.drawings import units, year_bars
from reports.sections.capability.drawings import ends, finding, listing, number
from reports.sections.section import Drawings
from reports.sections.summary.content import Strength, SummaryChapter

# Rooms of the page in lines: what is longer ends with an ellipsis and stands whole in its chapter.
COLUMN, HALF, BAR = 200.0, 290.0, 32.0
TITLE_LINES = 2
SHOWN = {False: 3, True: 1}  # both languages -> gaps and risks
TIGHT = ("", "tight", "tight", "tight", "tight tighter")  # by how much the page is pressed
BARE, COUNTED, PLAIN = 2, 3, 4  # from here on no examples, points only counted, no drawing
Cut = tuple[str, str]


def drawings(content: SummaryChapter, _head: Head, pen: Pen) -> Drawings:
    """Return now and target of the dimensions, the years, and the lists cut to the page."""
    goals, most = pen.goals, SHOWN[pen.is_bilingual] if pen.squeeze < BARE else 0
    found: dict[str, object] = {
        "tight": TIGHT[pen.squeeze],
        "only_counted": pen.squeeze >= COUNTED,
        "risks_counted": not most and pen.squeeze < PLAIN,
        "goals_shown": goals > 0,
        "goals_more": sum(max(0, len(aims) - goals) for _name, aims in content.horizons),
        "years": _years(content),
        "units": units(content.plan, pen),
        "aims": [
            (
                name,
                [
                    (
                        *_cut(aim.title, pen, COLUMN, TITLE_LINES),
                        fitted(pen.main(aim.target), COLUMN - 60, 10),
                        aim.due,
                    )
                    for aim in aims[:goals]
                ],
                max(0, len(aims) - goals),
            )
            for name, aims in content.horizons
        ],
        "uncovered": [_cut(topic, pen, HALF, 1) for topic in content.gaps.topics[:most]],
        "risks": [(risk, *_cut(risk.title, pen, HALF - 70, 2)) for risk in content.risks[:most]],
    }
    if content.dimensions and content.readiness and pen.squeeze < PLAIN:
        found["dumbbell"] = dumbbell(content.dimensions, pen, float(content.readiness.maximum))
    return found


def _cut(text: LocalizedText, pen: Pen, width: float, lines: int) -> Cut:
    """Return a text and its companion, each cut to some lines of a width."""
    room = width * lines * (0.94 if lines > 1 else 1)  # lines end before a word that is too long
    return fitted(pen.main(text), room, 12), fitted(pen.companion(text), room, 10)


def _years(content: SummaryChapter) -> list[tuple[YearLine, str, str]]:
    """Return each year with the use of its limit, and what is reached at its end."""
    reach = content.reach
    scores = (
        {day.year: value.shown for day, value in zip(reach.days, reach.total.values, strict=True)}
        if reach
        else {}
    )
    return [(year, bar, scores.get(year.year, "")) for year, bar in year_bars(content.plan, BAR)]


def dumbbell(dimensions: tuple[Strength, ...], pen: Pen, maximum: float) -> str:
    """Draw now and target of each dimension."""
    rows = tuple(
        DumbbellRow(
            pen.main(row.title),
            number(row.current),
            number(row.target),
            companion=pen.companion(row.title),
            value_text=row.figures.now,
            target_text=figure(row.figures.target),
            ends=ends(row),
        )
        for row in dimensions
    )
    spec = Dumbbell(
        rows,
        title=finding(dimensions, pen),
        description=listing(dimensions, pen),
        maximum=maximum,
    )
    return svg.dumbbell(spec, width=314, row_height=28)
