"""The use of each year's limit as a bar."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from charts import svg
from charts.spec import BarPart, StackedBar
from core.money import MoneyScale
from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.domain.phases import PHASE_NAMES
from reports.sections.budget.content import BudgetChapter, BudgetPlan, YearLine
from reports.sections.section import Drawings


def drawings(content: BudgetChapter, _head: Head, pen: Pen) -> Drawings:
    """Return the years with their bars, the heads of the phases and the units."""
    return {
        "years": year_bars(content.plan),
        "phase_names": list(PHASE_NAMES.values()),
        "units": units(content.plan, pen),
    }


def units(plan: BudgetPlan | None, pen: Pen) -> Mapping[str, MoneyScale]:
    """Return in what the columns of money are counted: heads and figures take it from here."""
    if plan is None:
        return {}
    return {"plan": plan.scale(pen.form), "group": plan.group_scale(pen.form)}


def year_bars(plan: BudgetPlan | None, width: float = 44) -> list[tuple[YearLine, str]]:
    """Return each year with the use of its limit; a year without a limit has no use and no bar."""
    if plan is None:
        return []
    return [
        (
            year,
            ""
            if year.limit is None
            else share_bar(year.planned, year.limit, str(year.year), width),
        )
        for year in plan.years
    ]


def share_bar(part: Decimal, whole: Decimal, title: str, width: float) -> str:
    """Draw a part of a whole as a bar; above the whole it is red."""
    over = part > whole
    parts = (BarPart(title, float(min(part, whole) if whole else 0), "bad" if over else "accent"),)
    return svg.stacked_bar(StackedBar(parts, float(whole or 1), title), width=width, height=9)
