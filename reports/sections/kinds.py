"""Which documents there are: each an ordered list of sections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
        is_bound: whether it has a cover and contents; else it is a single page.
        is_deck: whether it is made of slides, which `reports.rendering.slides` sets; the sections
            are what the slides say.
    """

    title: LocalizedText
    sections: tuple[PrintSection, ...]
    has_plan: bool
    is_bound: bool = True
    is_deck: bool = False

    @property
    def end(self) -> str:
        """How the name of its file ends."""
        return "pptx" if self.is_deck else "pdf"


SUMMARY = PrintSection(
    "summary", LocalizedText("Summary", "摘要"), SummaryChapter, summary.drawings
)
READINESS = PrintSection("readiness", LocalizedText("Current state", "现状"), ReadinessChapter)
GAPS = PrintSection("gaps", LocalizedText("Gaps and requirements", "差距与需求"), GapChapter)
GOALS = PrintSection("goals", LocalizedText("Goals", "战略目标"), GoalChapter, goals.drawings)
ROADMAP = PrintSection(
    "roadmap", LocalizedText("Three-year roadmap", "三年路线图"), RoadmapChapter, roadmap.drawings
)
REACH = PrintSection("reach", LocalizedText("What the plan reaches", "规划达成效果"), ReachChapter)
BUDGET = PrintSection(
    "budget", LocalizedText("Cost and return", "投入与收益"), BudgetChapter, budget.drawings
)
RISKS = PrintSection("risks", LocalizedText("Risks", "风险"), RiskChapter)
STEPS = PrintSection("steps", LocalizedText("Next steps", "下一步"), StepChapter)
SIGNATURES = PrintSection(
    "signatures", LocalizedText("Decision and sign-off", "决策与签核"), SignatureChapter
)
POINTS = PrintSection("points", LocalizedText("Open points", "未决事项"), PointChapter)
BLUEPRINT = DocumentKind(
    LocalizedText("Strategy blueprint", "信息化战略蓝图"),
    (
        SUMMARY,
        READINESS,
        PrintSection(
            "capability",
            LocalizedText("Capability matrix", "能力矩阵"),
            CapabilityChapter,
            capability.drawings,
        ),
        GAPS,
        GOALS,
        ROADMAP,
        REACH,
        BUDGET,
        PrintSection(
            "business_case",
            LocalizedText("Business case", "投资效益分析"),
            CaseChapter,
            business_case.drawings,
        ),
        PrintSection(
            "compliance", LocalizedText("Compliance", "合规状况"), DutyChapter, compliance.drawings
        ),
        PrintSection(
            "indicators",
            LocalizedText("KPI baseline and targets", "KPI基线与目标"),
            IndicatorChapter,
        ),
        RISKS,
        STEPS,
        SIGNATURES,
        PrintSection(
            "plant", LocalizedText("Appendix: plant and scope", "附录：工厂与范围"), PlantChapter
        ),
        PrintSection(
            "systems",
            LocalizedText("Appendix: information systems", "附录：信息系统"),
            SystemChapter,
            systems.drawings,
        ),
        PrintSection(
            "parts",
            LocalizedText("Appendix: how each score is made up", "附录：得分构成"),
            PartAppendix,
        ),
        PrintSection(
            "answers",
            LocalizedText("Appendix: answers and notes", "附录：答案与备注"),
            AnswerChapter,
        ),
    ),
    has_plan=True,
)
INDICATOR_BASELINE = DocumentKind(
    LocalizedText("KPI baseline", "KPI基线报告"),
    (
        PrintSection("overview", LocalizedText("Overview", "总览"), OverviewChapter),
        PrintSection("baselines", None, BaselineChapter, baselines.drawings),
        PrintSection(
            "unread",
            LocalizedText("Indicators without readings", "尚无测量值的指标"),
            UnreadChapter,
        ),
        PrintSection(
            "method",
            LocalizedText("Appendix: how to read the charts", "附录：读图说明"),
            MethodChapter,
        ),
        PrintSection(
            "statistics",
            LocalizedText("Appendix: statistics of the baselines", "附录：基线统计量"),
            StatisticAppendix,
        ),
    ),
    has_plan=False,
)
BOARD_PAGE = DocumentKind(
    LocalizedText("Board one-pager", "董事会一页纸"), (SUMMARY,), has_plan=True, is_bound=False
)
IMPLEMENTATION = DocumentKind(
    LocalizedText("Implementation roadmap", "实施路线图"),
    (
        PrintSection(
            "phases",
            LocalizedText("Phases and links", "阶段与依赖"),
            PhaseChapter,
            phases.drawings,
        ),
        ROADMAP,
        RISKS,
        STEPS,
        POINTS,
        SIGNATURES,
    ),
    has_plan=True,
)
BUDGET_PLAN = DocumentKind(
    LocalizedText("Budget plan", "预算计划"),
    (
        BUDGET,
        PrintSection(
            "quarters",
            LocalizedText("Cost by quarter and initiative", "按季度与举措的费用"),
            QuarterChapter,
            quarters.drawings,
        ),
        POINTS,
        SIGNATURES,
    ),
    has_plan=True,
)
BOARD_DECK = DocumentKind(
    LocalizedText("Board deck", "董事会汇报"),
    (SUMMARY, READINESS, GAPS, GOALS, ROADMAP, REACH, BUDGET, RISKS, STEPS),
    has_plan=True,
    is_bound=False,
    is_deck=True,
)
KINDS: Mapping[str, DocumentKind] = {  # by the values of `Report.Kind`
    "blueprint": BLUEPRINT,
    "indicator_baseline": INDICATOR_BASELINE,
    "board_page": BOARD_PAGE,
    "implementation": IMPLEMENTATION,
    "budget_plan": BUDGET_PLAN,
    "board_deck": BOARD_DECK,
}
