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
from reports.sections.plant.content import PlantChapter
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
    """

    title: LocalizedText
    sections: tuple[PrintSection, ...]
    has_plan: bool
    is_bound: bool = True


SUMMARY = PrintSection(
    "summary", LocalizedText("Summary", "摘要"), SummaryChapter, summary.drawings
)
BLUEPRINT = DocumentKind(
    LocalizedText("Strategy blueprint", "信息化战略蓝图"),
    (
        SUMMARY,
        PrintSection("readiness", LocalizedText("Current state", "现状"), ReadinessChapter),
        PrintSection(
            "capability",
            LocalizedText("Capability matrix", "能力矩阵"),
            CapabilityChapter,
            capability.drawings,
        ),
        PrintSection("gaps", LocalizedText("Gaps and requirements", "差距与需求"), GapChapter),
        PrintSection("goals", LocalizedText("Goals", "战略目标"), GoalChapter, goals.drawings),
        PrintSection(
            "roadmap",
            LocalizedText("Three-year roadmap", "三年路线图"),
            RoadmapChapter,
            roadmap.drawings,
        ),
        PrintSection("reach", LocalizedText("What the plan reaches", "规划达成效果"), ReachChapter),
        PrintSection(
            "budget", LocalizedText("Cost and return", "投入与收益"), BudgetChapter, budget.drawings
        ),
        PrintSection(
            "compliance", LocalizedText("Compliance", "合规状况"), DutyChapter, compliance.drawings
        ),
        PrintSection(
            "indicators",
            LocalizedText("KPI baseline and targets", "KPI基线与目标"),
            IndicatorChapter,
        ),
        PrintSection("risks", LocalizedText("Risks", "风险"), RiskChapter),
        PrintSection("steps", LocalizedText("Next steps", "下一步"), StepChapter),
        PrintSection(
            "signatures", LocalizedText("Decision and sign-off", "决策与签核"), SignatureChapter
        ),
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
KINDS: Mapping[str, DocumentKind] = {  # by the values of `Report.Kind`
    "blueprint": BLUEPRINT,
    "indicator_baseline": INDICATOR_BASELINE,
    "board_page": BOARD_PAGE,
}
