"""What the plan costs, returns and reaches, under the drawing and the table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from assessment.selectors.result import RunResult
from roadmap.domain.returns import Returns, payback
from roadmap.domain.types import CENT
from roadmap.selectors.goals import plan_returns
from roadmap.selectors.plan import Plan
from roadmap.selectors.reach import (
    GapCover,
    GateNote,
    PlanReach,
    gap_cover,
    gate_notes,
    plan_reach,
    plan_run,
)
from scoring.domain.sections import title_of


@dataclass(frozen=True, slots=True)
class Outlook:
    """The summary of a plan for its page.

    Attributes:
        returns: yearly returns of its goals.
        payback: years until the investment has come back; None without a return above the cost
            of use.
        reach: capability by year; None without a scored run.
        rows: one line a dimension and one for the whole, ready for the table.
        gaps: open gaps with what answers them.
        gates: phases that are planned although their gate is closed.
        run: what the plan is held against; None without one.
    """

    returns: Returns
    payback: Decimal | None
    reach: PlanReach | None
    rows: tuple[dict[str, Any], ...]
    gaps: tuple[GapCover, ...]
    gates: tuple[GateNote, ...]
    run: RunResult | None

    @property
    def open_gaps(self) -> int:
        """How many gaps nothing in the plan answers."""
        return sum(1 for entry in self.gaps if not entry.initiatives)


def outlook(plan: Plan) -> Outlook | None:
    """Return the summary of a plan; None while nothing is planned."""
    if not plan.initiatives:
        return None
    run = plan_run(plan.roadmap.plant)
    money = plan_returns(plan)
    reached = plan_reach(plan, run) if run else None
    return Outlook(
        returns=money,
        payback=payback(plan.totals.invested, money.yearly, plan.running.yearly),
        reach=reached,
        rows=_rows(reached) if reached else (),
        gaps=gap_cover(plan, run) if run else (),
        gates=gate_notes(plan, run) if run else (),
        run=run,
    )


def _rows(reached: PlanReach) -> tuple[dict[str, Any], ...]:
    language = get_language() or "en"
    nodes = reached.run.framework.nodes
    ends = [year.on.year for year in reached.years]
    rows: list[dict[str, Any]] = []
    for name, score in reached.start.dimensions.items():
        title = title_of(nodes[name])
        values = [year.standing.dimensions[name] for year in reached.years]
        wanted = reached.targets.get(name)
        rows.append(_row(title.in_language(language), score, ends, values, wanted))
    totals = [year.standing.total for year in reached.years]
    rows.append(_row("", reached.start.total, ends, totals, reached.target) | {"is_total": True})
    return tuple(rows)


def _row(
    title: str, start: Decimal, ends: list[int], values: list[Decimal], target: Decimal | None
) -> dict[str, Any]:
    end = values[-1] if values else start
    lack = None
    if target is not None:  # of what is shown, so that a reader can subtract
        lack = max(target.quantize(CENT) - end.quantize(CENT), Decimal(0))
    return {
        "title": title,
        "start": start,
        "values": list(zip(ends, values, strict=True)),
        "target": target,
        "lack": lack,
    }
