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
from reports.sections.goals.content import GoalChapter
from reports.sections.indicators.content import IndicatorChapter
from reports.sections.method.content import MethodChapter
from reports.sections.overview.content import OverviewChapter
from reports.sections.plant.content import PlantChapter
from reports.sections.readiness.content import ReadinessChapter
from reports.sections.risks.content import RiskChapter
from reports.sections.roadmap import drawings as roadmap
from reports.sections.roadmap.content import RoadmapChapter
from reports.sections.section import PrintSection
from reports.sections.signatures.content import SignatureChapter
from reports.sections.steps.content import StepChapter
from reports.sections.summary import drawings as summary
from reports.sections.summary.content import SummaryChapter
from reports.sections.systems.content import SystemChapter


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of document: its title and its sections in their order.

    Attributes:
        has_plan: whether the years of the plan stand on the cover.
    """

    title: LocalizedText
    sections: tuple[PrintSection, ...]
    has_plan: bool


BLUEPRINT = DocumentKind(
    LocalizedText("Strategy blueprint", "信息化战略蓝图"),
    (
        PrintSection("summary", LocalizedText("Summary", "摘要"), SummaryChapter, summary.drawings),
        PrintSection("plant", LocalizedText("Plant and scope", "工厂与范围"), PlantChapter),
        PrintSection("readiness", LocalizedText("Current state", "现状"), ReadinessChapter),
        PrintSection("systems", None, SystemChapter),
        PrintSection(
            "capability",
            LocalizedText("Capability matrix", "能力矩阵"),
            CapabilityChapter,
            capability.drawings,
        ),
        PrintSection("gaps", LocalizedText("Gaps and requirements", "差距与需求"), GapChapter),
        PrintSection("goals", LocalizedText("Goals", "战略目标"), GoalChapter),
        PrintSection(
            "roadmap",
            LocalizedText("Three-year roadmap", "三年路线图"),
            RoadmapChapter,
            roadmap.drawings,
        ),
        PrintSection("budget", LocalizedText("Budget", "预算"), BudgetChapter, budget.drawings),
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
        PrintSection("method", LocalizedText("How to read the charts", "读图说明"), MethodChapter),
        PrintSection("baselines", None, BaselineChapter, baselines.drawings),
    ),
    has_plan=False,
)
KINDS: Mapping[str, DocumentKind] = {  # by the values of `Report.Kind`
    "blueprint": BLUEPRINT,
    "indicator_baseline": INDICATOR_BASELINE,
}
