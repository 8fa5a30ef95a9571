"""The money of the plan by quarter, under the rows and on their axis."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from charts.svg.marks import figure, mark, short, words
from charts.svg.widths import text_width
from planning.domain.plans import DaySpan, years
from roadmap.charts.axis import Axis, box, rule, share
from roadmap.charts.words import plan_scale
from roadmap.selectors.plan import Plan

TOP, BASE, YEAR = 30.0, 82.0, 89.0
HEIGHT = 104
SIZES = (12.0, 10.5, 9.0)
ROOM = 44.0  # px that a quarter has at the least
LIFT = 11.0  # by which every second number stands higher, where two have no room side by side
INSET = "6%"


def strip(plan: Plan, axis: Axis) -> str:
    """Draw the cost of each quarter, and of each year against its limit."""
    scale = plan_scale(plan).refined(plan.budget.quarters)
    shown = [
        (period, cost)
        for period, cost in zip(plan.periods, plan.budget.quarters, strict=True)
        if axis.span.start <= period.start < axis.span.end
    ]
    texts = [figure(float(scale.scaled(cost)), scale.places) for _period, cost in shown]
    size, lift = _setting(texts)
    peak = max((cost for _period, cost in shown), default=Decimal(1)) or Decimal(1)
    body = ""
    for place, ((period, cost), text) in enumerate(zip(shown, texts, strict=True)):
        high = float(cost / peak) * (BASE - TOP)
        color = "mute" if period.end <= axis.today else "accent"
        bar = mark(
            "rect", fill=color, x=INSET, y=short(BASE - high), width="88%", height=short(high), rx=2
        )
        y = BASE - high - 9 - lift * (place % 2)
        amount = words(0, y, text, "ink-2", size, text_anchor="middle")
        bar += mark("svg", amount, x="50%", overflow="visible")
        body += box(axis.at(period.start), axis.at(period.end), bar)
    body += mark("line", stroke="edge", x1="0", x2="100%", y1=short(BASE), y2=short(BASE))
    body += "".join(_year(span, plan, axis) for span in years(axis.span))
    return f'<svg class="lane" height="{HEIGHT}">{body}</svg>'


def _setting(texts: Sequence[str]) -> tuple[float, float]:
    """Return the largest size at which the numbers stand side by side, and else a lift."""
    widest = max((text_width(text, 1, bold=True) for text in texts), default=0.0)
    size = next((size for size in SIZES if widest * size + 3 <= ROOM), None)
    return (size, 0.0) if size else (SIZES[-1], LIFT)


def _year(span: DaySpan, plan: Plan, axis: Axis) -> str:
    """Draw the cost of a year as a share of its limit, and what goes beyond it."""
    limit = plan.limits.get(span.start.year)
    if limit is None:
        return ""
    planned = plan.budget.years.get(span.start.year, Decimal(0))
    whole = max(planned, limit) or Decimal(1)
    spent, edge = float(100 * planned / whole), float(100 * limit / whole)
    body = mark("rect", fill="sunken", stroke="line", width="100%", y=YEAR, height=6, rx=3)
    body += mark("rect", fill="ink-3", width=share(spent), y=YEAR, height=6, rx=3)
    if planned > limit:
        body += mark("rect", fill="bad", x=share(edge), width=share(spent - edge), y=YEAR, height=6)
    body += rule(edge, YEAR - 4, "bad", 2, bottom=short(YEAR + 10))
    left, right = axis.at(span.start), axis.at(span.end)
    inset = 0.05 * (right - left) / 4
    return box(left + inset, right - inset, body)
