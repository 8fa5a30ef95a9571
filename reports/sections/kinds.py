"""Which documents there are: each an ordered list of sections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.phrases import phrase, phrase_as
from core.text import LocalizedText
from reports.sections.answers.content import AnswerChapter
from reports.sections.baselines import drawings as baselines
from reports.sections.baselines.content import BaselineChapter
from reports.sections.budget import drawings as budget
from reports.sections.budget.content import BudgetChapter
from reports.sections.business_case import drawings as business_case
from reports.sections.business_case.content import CaseChapter
from reports.sections.capability import drawings as capability
from reports.sections.capability.content import CapabilityChapter
from reports.sections.compliance import drawings as compliance
from reports.sections.compliance.content import DutyChapter
from reports.sections.confidence.content import ConfidenceChapter
from reports.sections.gaps.content import GapChapter
from reports.sections.goals import drawings as goals
from reports.sections.goals.content import GoalChapter
from reports.sections.indicators.content import IndicatorChapter
from reports.sections.method.content import MethodChapter
from reports.sections.overview.content import OverviewChapter
from reports.sections.parts.content import PartAppendix
from reports.sections.phases import drawings as phases
from reports.sections.phases.content import PhaseChapter
from reports.sections.plant.content import PlantChapter
from reports.sections.points.content import PointChapter
from reports.sections.quarters import drawings as quarters
from reports.sections.quarters.content import QuarterChapter
from reports.sections.reach.content import ReachChapter
from reports.sections.readiness.content import ReadinessChapter
from reports.sections.risks.content import RiskChapter
from reports.sections.roadmap import drawings as roadmap
from reports.sections.roadmap.content import RoadmapChapter
from reports.sections.section import PrintSection
from reports.sections.signatures.content import SignatureChapter
from reports.sections.start.content import StartChapter
from reports.sections.statistics.content import StatisticAppendix
from reports.sections.steps.content import StepChapter
from reports.sections.summary import drawings as summary
from reports.sections.summary.content import SummaryChapter
from reports.sections.systems import drawings as systems
from reports.sections.systems.content import SystemChapter
from reports.sections.unread.content import UnreadChapter


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of document: its title and its sections in their order.

    Attributes:
        has_plan: whether the years of the plan and the run it rests on belong to it.
        of_run: whether it speaks of the run alone: what is open about the run belongs to it.
        is_bound: whether it has a cover and contents; else it is a single page.
        is_deck: whether it is made of slides, which `reports.rendering.slides` sets; the sections
            are what the slides say.
    """

    title: LocalizedText
    sections: tuple[PrintSection, ...]
    has_plan: bool
    of_run: bool = False
    is_bound: bool = True
    is_deck: bool = False

    @property
    def end(self) -> str:
        """How the name of its file ends."""
        return "pptx" if self.is_deck else "pdf"


SUMMARY = PrintSection("summary", phrase("Summary"), SummaryChapter, summary.drawings)
READINESS = PrintSection("readiness", phrase_as("in a document", "Current state"), ReadinessChapter)
CAPABILITY = PrintSection(
    "capability",
    phrase("Capability matrix"),
    CapabilityChapter,
    capability.drawings,
)
PARTS = PrintSection("parts", phrase("Appendix: how each score is made up"), PartAppendix)
ANSWERS = PrintSection("answers", phrase("Appendix: answers and notes"), AnswerChapter)
GAPS = PrintSection("gaps", phrase("Gaps and requirements"), GapChapter)
GOALS = PrintSection("goals", phrase("Goals"), GoalChapter, goals.drawings)
ROADMAP = PrintSection(
    "roadmap",
    phrase("Three-year roadmap"),
    RoadmapChapter,
    roadmap.drawings,
)
REACH = PrintSection("reach", phrase_as("in a document", "What the plan reaches"), ReachChapter)
BUDGET = PrintSection("budget", phrase("Cost and return"), BudgetChapter, budget.drawings)
START = PrintSection("start", phrase_as("in a document", "Start of production"), StartChapter)
RISKS = PrintSection("risks", phrase("Risks"), RiskChapter)
STEPS = PrintSection("steps", phrase("Next steps"), StepChapter)
SIGNATURES = PrintSection("signatures", phrase("Decision and sign-off"), SignatureChapter)
POINTS = PrintSection("points", phrase("Open points"), PointChapter)
BLUEPRINT = DocumentKind(
    phrase("Strategy blueprint"),
    (
        SUMMARY,
        READINESS,
        CAPABILITY,
        GAPS,
        GOALS,
        ROADMAP,
        START,
        REACH,
        BUDGET,
        PrintSection(
            "business_case",
            phrase("Business case"),
            CaseChapter,
            business_case.drawings,
        ),
        PrintSection(
            "compliance",
            phrase_as("in a document", "Compliance"),
            DutyChapter,
            compliance.drawings,
        ),
        PrintSection(
            "indicators",
            phrase("KPI baseline and targets"),
            IndicatorChapter,
        ),
        RISKS,
        STEPS,
        SIGNATURES,
        PrintSection("plant", phrase("Appendix: plant and scope"), PlantChapter),
        PrintSection(
            "systems",
            phrase("Appendix: information systems"),
            SystemChapter,
            systems.drawings,
        ),
        PARTS,
        ANSWERS,
    ),
    has_plan=True,
)
ASSESSMENT = DocumentKind(
    phrase("Assessment report"),
    (
        READINESS,
        CAPABILITY,
        PrintSection("confidence", phrase("Confidence and agreement"), ConfidenceChapter),
        PARTS,
        ANSWERS,
    ),
    has_plan=False,
    of_run=True,
)
INDICATOR_BASELINE = DocumentKind(
    phrase("KPI baseline"),
    (
        PrintSection("overview", phrase_as("in a document", "Overview"), OverviewChapter),
        PrintSection("baselines", None, BaselineChapter, baselines.drawings),
        PrintSection(
            "unread",
            phrase("Indicators without readings"),
            UnreadChapter,
        ),
        PrintSection(
            "method",
            phrase("Appendix: how to read the charts"),
            MethodChapter,
        ),
        PrintSection(
            "statistics",
            phrase("Appendix: statistics of the baselines"),
            StatisticAppendix,
        ),
    ),
    has_plan=False,
)
BOARD_PAGE = DocumentKind(phrase("Board one-pager"), (SUMMARY,), has_plan=True, is_bound=False)
IMPLEMENTATION = DocumentKind(
    phrase("Implementation roadmap"),
    (
        PrintSection(
            "phases",
            phrase("Phases and links"),
            PhaseChapter,
            phases.drawings,
        ),
        ROADMAP,
        START,
        RISKS,
        STEPS,
        POINTS,
        SIGNATURES,
    ),
    has_plan=True,
)
BUDGET_PLAN = DocumentKind(
    phrase("Budget plan"),
    (
        BUDGET,
        PrintSection(
            "quarters",
            phrase("Cost by quarter and initiative"),
            QuarterChapter,
            quarters.drawings,
        ),
        POINTS,
        SIGNATURES,
    ),
    has_plan=True,
)
BOARD_DECK = DocumentKind(
    phrase("Board deck"),
    (SUMMARY, READINESS, GAPS, GOALS, ROADMAP, REACH, BUDGET, RISKS, STEPS),
    has_plan=True,
    is_bound=False,
    is_deck=True,
)
KINDS: Mapping[str, DocumentKind] = {  # by the values of `Report.Kind`
    "blueprint": BLUEPRINT,
    "assessment": ASSESSMENT,
    "indicator_baseline": INDICATOR_BASELINE,
    "board_page": BOARD_PAGE,
    "implementation": IMPLEMENTATION,
    "budget_plan": BUDGET_PLAN,
    "board_deck": BOARD_DECK,
}
