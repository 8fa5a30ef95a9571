"""The rows behind a document, each read once however many sections need them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from assessment.domain.open_points import OpenPoints
from assessment.models import Assessment
from assessment.selectors.inspection import points_of
from assessment.selectors.runs import coverage_of
from compliance.domain.status import Status
from compliance.selectors.coverage import plant_coverage
from compliance.selectors.duties import Duty, list_duties, plant_totals
from core.text import LocalizedText
from goals.models import Goal
from goals.selectors.goals import GoalNode, goal_tree
from indicators.domain.series import IndicatorSeries
from indicators.selectors.series import plant_indicators
from launch.selectors.plants import PlantLaunch
from launch.selectors.starts import launch_ahead
from needs.domain.requirements import holding
from organizations.models import Plant
from organizations.selectors.places import plant_today
from packs.models import PackRelease
from packs.schema import Framework
from planning.domain.returns import Returns
from reports.domain.phases import PHASE_NAMES
from reports.domain.state import OF_A_RUN, DataState, Excess, OpenPoint, open_points
from reports.selectors.measured import Measured, measured, topic
from reports.selectors.starts import start_state
from reports.selectors.words import money_words
from returns.selectors.cases import BusinessCase, business_case
from returns.selectors.promises import Ledger, ledger
from roadmap.models import Initiative
from roadmap.selectors.gates import GateNote, gate_notes, plan_gates
from roadmap.selectors.plan import Plan, plan
from roadmap.selectors.reach import (
    GapCover,
    PlanReach,
    answering,
    gap_cover,
    plan_reach,
)
from roadmap.selectors.returns import plan_returns
from translation.selectors import missing_by_language

SPAN = 2


class PlantRecord:
    """A plant with what its documents rest on; `today` is its own."""

    def __init__(self, plant: Plant) -> None:
        self.plant = plant
        self.today: date = plant_today(plant)

    @cached_property
    def measured(self) -> Measured | None:
        """The run with its result; None without a run."""
        return measured(self.plant)

    @cached_property
    def frameworks(self) -> tuple[Framework, ...]:
        """The framework of the run, then those in force: what dimensions are called without a run."""
        asked = (self.measured.framework,) if self.measured else ()
        rows = PackRelease.objects.filter(kind=PackRelease.Kind.FRAMEWORK, is_current=True)
        return (*asked, *(row.read(Framework) for row in rows.order_by("pk")))

    @cached_property
    def roadmap(self) -> Plan | None:
        """The roadmap, also one without initiatives; None without one."""
        return plan(self.plant, today=self.today)

    @property
    def plan(self) -> Plan | None:
        """The roadmap if it has initiatives."""
        return self.roadmap if self.roadmap and self.roadmap.initiatives else None

    @cached_property
    def launch(self) -> PlantLaunch | None:
        """The way to a start of production that lies ahead; None without one."""
        return launch_ahead(self.plant)

    @cached_property
    def goals(self) -> list[GoalNode]:
        """The goals, each below the one it serves."""
        return goal_tree(self.plant, self.today)

    @cached_property
    def returns(self) -> Returns | None:
        """What the goals of the plan bring a year; None without a plan."""
        return plan_returns(self.plan) if self.plan else None

    @cached_property
    def case(self) -> BusinessCase | None:
        """What the plan costs, what it brings and when it pays; None without a plan."""
        return business_case(self.plan) if self.plan else None

    @cached_property
    def ledger(self) -> Ledger:
        """What was promised of the effects, and what came of it."""
        return ledger(self.plant)

    @cached_property
    def reach(self) -> PlanReach | None:
        """What the plan reaches; None without a plan or a score to start from."""
        if self.plan is None or self.measured is None:
            return None
        return plan_reach(self.plan, self.measured.result)

    @cached_property
    def gaps(self) -> tuple[GapCover, ...]:
        """The gaps of the run, the most valuable first, with what answers them."""
        if self.measured is None:
            return ()
        return gap_cover(self.measured.result, self._answers)

    @cached_property
    def _answers(self) -> Mapping[str, Sequence[Initiative]]:
        """What of the plan answers the gap of a question, by question."""
        if self.plan is None or self.measured is None:
            return {}
        return answering(self.plan, self.measured.result)

    @cached_property
    def gates(self) -> tuple[GateNote, ...]:
        """The phases that are planned although their gate is closed."""
        if self.plan is None:
            return ()
        run = self.measured.result if self.measured else None
        gates = plan_gates(self.plant, run, today=self.today)
        return gate_notes(self.plan, gates, run, self._answers)

    @cached_property
    def holding(self) -> tuple[str, ...]:
        """The vetoes that hold the plant's level and that nothing in the plan answers."""
        if self.plan is None or self.measured is None:
            return ()
        vetoes = holding(self.measured.result.reading)
        bare = (cover.gap.question for cover in self.gaps if not cover.initiatives)
        return tuple(question for question in bare if question in vetoes)

    @cached_property
    def duties(self) -> list[Duty]:
        """The duties that concern the plant."""
        listed = list_duties(self.plant, self.today)
        return [duty for duty in listed if duty.effective is not Status.NOT_APPLICABLE]

    @cached_property
    def indicators(self) -> tuple[IndicatorSeries, ...]:
        """The indicators that the plant follows, with their readings."""
        return tuple(plant_indicators(self.plant, today=self.today))

    @property
    def years(self) -> tuple[int, int]:
        """First and last year of the plan; without one, three years from now."""
        if self.roadmap is None:
            return self.today.year, self.today.year + SPAN
        known = sorted(self.roadmap.budget.years)
        return known[0], known[-1]

    @cached_property
    def state(self) -> DataState:
        """What is settled about the plant and what is open."""
        run = self.measured.assessment if self.measured else None
        rolled = plant_totals([self.plant], self.today)[self.plant.pk].total
        drawn = self.plan
        points = points_of(run) if run else OpenPoints()
        return DataState(
            run=run.title if run else "",
            is_signed=bool(run and run.state == Assessment.State.SIGNED_OFF),
            coverage=coverage_of(run) if run else Decimal(0),
            goals=Goal.objects.filter(plant=self.plant).count(),
            has_plan=drawn is not None,
            conflicts=_conflicts(drawn) if drawn else 0,
            overdue=rolled.counts[Status.OVERDUE],
            to_confirm=rolled.counts[Status.TO_CONFIRM],
            unconverted=bool(drawn and drawn.budget.unconverted),
            aimless=self._aimless(),
            gaps=len(self.gaps),
            uncovered=sum(not cover.initiatives for cover in self.gaps),
            untranslated=missing_by_language(self.plant, "blueprint"),
            law_gap=plant_coverage(self.plant).gap,
            unpriced=_unpriced(drawn) if drawn else 0,
            unproven=len(points.unproven),
            unreviewed=len(points.unreviewed),
            aimed_low=len(points.aimed_low),
            over=_over(drawn) if drawn else (),
            gates=tuple(PHASE_NAMES[note.phase] for note in self.gates),
            gates_measured=any(note.gate.unmet for note in self.gates),
            gates_read=any(note.gate.short for note in self.gates),
            unbegun=len(drawn.unbegun) if drawn else 0,
            unlifted=self.reach.without_lift if self.reach else 0,
            holding=self._topics(self.holding),
            start=start_state(self.launch, drawn, self.today) if self.launch else None,
        )

    def _topics(self, questions: Iterable[str]) -> tuple[LocalizedText, ...]:
        run = self.measured
        return tuple(topic(run.framework, name) for name in questions) if run else ()

    def _aimless(self) -> int:
        """Return how many scored dimensions have no target."""
        if self.measured is None:
            return 0
        wholes = [row.whole for row in self.measured.matrix.rows if row.whole.current is not None]
        return sum(whole.target is None for whole in wholes)

    @cached_property
    def open_points(self) -> tuple[OpenPoint, ...]:
        """What is not settled about the plant."""
        return open_points(self.state)

    @property
    def run_points(self) -> tuple[OpenPoint, ...]:
        """What is not settled about the assessment, and whose law no checklist covers."""
        return tuple(point for point in self.open_points if point.code in OF_A_RUN)


def _conflicts(drawn: Plan) -> int:
    """Return how many rules are broken; limits and missing rates are points of their own."""
    return drawn.conflicts - len(drawn.budget.unconverted) - len(drawn.overruns)


def _unpriced(drawn: Plan) -> int:
    """Return how many open initiatives state no running cost; what is done is decided on no more."""
    rows = (drawn.initiative(key) for key in drawn.running.without)
    return sum(row.status != Initiative.Status.DONE for row in rows)


def _over(drawn: Plan) -> tuple[Excess, ...]:
    return tuple(
        Excess(year.year, money_words(year.excess, drawn.currency)) for year in drawn.overruns
    )
