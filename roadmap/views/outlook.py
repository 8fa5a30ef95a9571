"""What the plan costs, returns and reaches, under the drawing and the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from assessment.selectors.result import RunResult
from capability.domain.reach import Climb
from core.wording.dates import end_of
from planning.domain.returns import Returns, payback
from roadmap.domain.gates import PhaseGate
from roadmap.selectors.gates import GateNote, gate_notes, plan_gates
from roadmap.selectors.plan import Plan
from roadmap.selectors.reach import (
    GapCover,
    PlanReach,
    answering,
    gap_cover,
    plan_reach,
    plan_run,
)
from roadmap.selectors.returns import plan_returns
from roadmap.selectors.wording import gate_texts, limit_text
from scoring.domain.sections import title_of


@dataclass(frozen=True, slots=True)
class ToldGate:
    """A closed gate in words: that it is, what is planned behind it, what indicators lack."""

    note: GateNote
    closed: str
    planned: str
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The summary of a plan for its page.

    Attributes:
        returns: yearly returns of its goals.
        payback: years until the investment has come back; None without a return above the cost
            of use.
        reach: capability by year; None without a scored run.
        years: heads of the columns of the years.
        rows: one line a dimension and one for the whole, ready for the table.
        gaps: open gaps with what answers them.
        phases: the phase gates today.
        gates: phases that are planned although their gate is closed, with the words for it.
        run: what the plan is held against; None without one.
    """

    returns: Returns
    payback: Decimal | None
    reach: PlanReach | None
    years: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    gaps: tuple[GapCover, ...]
    phases: tuple[PhaseGate, ...]
    gates: tuple[ToldGate, ...]
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
    answers = answering(plan, run) if run else {}
    gates = plan_gates(plan.roadmap.plant, run, today=plan.today)
    title = run.assessment.title if run else ""
    heads = [end_of(day) for day in reached.days] if reached else []
    return Outlook(
        returns=money,
        payback=payback(plan.totals.invested, money.yearly, plan.running.yearly),
        reach=reached,
        years=tuple(heads),
        rows=_rows(reached, heads) if reached else (),
        gaps=gap_cover(run, answers) if run else (),
        phases=gates,
        gates=tuple(_told(note, title) for note in gate_notes(plan, gates, run, answers)),
        run=run,
    )


def _told(note: GateNote, run: str) -> ToldGate:
    return ToldGate(note, *gate_texts(note, run), tuple(map(limit_text, note.gate.short)))


def _rows(reached: PlanReach, heads: Sequence[str]) -> tuple[dict[str, Any], ...]:
    language = get_language() or "en"
    nodes = reached.run.framework.nodes
    rows = [
        _row(title_of(nodes[name]).in_language(language), climb, heads)
        for name, climb in reached.dimensions.items()
    ]
    return (*rows, _row("", reached.total, heads) | {"is_total": True})


def _row(title: str, climb: Climb, heads: Sequence[str]) -> dict[str, Any]:
    values = zip(heads, climb.values, strict=True)
    return {
        "title": title,
        "start": climb.start.shown,
        "values": [(head, value.shown) for head, value in values],
        "figures": climb.figures,
    }
