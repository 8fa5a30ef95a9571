"""From frozen content to a printed document."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.charts import svg
from core.money import MoneyScale
from core.text import LocalizedText
from indicators.selectors.wording import control_chart, finding
from reports.domain.blueprint import Blueprint
from reports.domain.content import restore
from reports.domain.fingerprint import short
from reports.domain.indicator_baseline import IndicatorPart, IndicatorReport
from reports.domain.plan import InitiativeLine, MilestoneLine
from reports.domain.state import total
from reports.models import Report
from reports.rendering.cover import contours
from reports.rendering.drawings import (
    PHASES,
    Pen,
    blueprint_drawings,
    duty_bar,
    phase_names,
    scale,
    share_bar,
)
from reports.templatetags.print import LANG

Context = dict[str, Any]
SUMMARY_ROWS = 3

BLUEPRINT_SECTIONS = {
    "summary": LocalizedText("Summary", "摘要"),
    "plant": LocalizedText("Plant and scope", "工厂与范围"),
    "current": LocalizedText("Current state", "现状"),
    "capability": LocalizedText("Capability matrix", "能力矩阵"),
    "gaps": LocalizedText("Gaps and requirements", "差距与需求"),
    "goals": LocalizedText("Goals", "战略目标"),
    "roadmap": LocalizedText("Three-year roadmap", "三年路线图"),
    "budget": LocalizedText("Budget", "预算"),
    "compliance": LocalizedText("Compliance", "合规状况"),
    "indicators": LocalizedText("KPI baseline and targets", "KPI基线与目标"),
    "risks": LocalizedText("Risks", "风险"),
    "steps": LocalizedText("Next steps", "下一步"),
    "signatures": LocalizedText("Decision and sign-off", "决策与签核"),
    "answers": LocalizedText("Appendix: answers and notes", "附录：答案与备注"),
}
BASELINE_SECTIONS = {
    "overview": LocalizedText("Overview", "总览"),
    "method": LocalizedText("How to read the charts", "读图说明"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of document is restored and laid out."""

    title: LocalizedText
    type: type[Any]
    template: str
    context: Callable[[Any, Pen], Context]


def _blueprint_context(doc: Blueprint, pen: Pen) -> Context:
    names = phase_names()
    limits = [year.limit for year in doc.plan.years if year.limit] if doc.plan else []
    widest = max([*limits, *(year.planned for year in doc.plan.years)]) if doc.plan else None
    maximum = doc.readiness.maximum if doc.readiness else None
    return {
        "sections": BLUEPRINT_SECTIONS,
        "drawings": blueprint_drawings(doc, pen),
        "phases": [(names[name], _of_phase(doc, name)) for name in PHASES if _of_phase(doc, name)],
        "phase_names": [names[name] for name in PHASES],
        "phase_totals": [
            sum((year.by_phase[n] for year in doc.plan.years), Decimal(0))
            for n in range(len(PHASES))
        ]
        if doc.plan
        else [],
        "units": _units(doc, pen),
        "release": doc.plan.next_budget(doc.head.today) if doc.plan else None,
        "years": [
            (year, share_bar(year.planned, year.limit or widest or year.planned, str(year.year)))
            for year in (doc.plan.years if doc.plan else ())
        ],
        "dimensions": [(row, scale(row, maximum, pen)) for row in doc.capability.dimensions]
        if maximum
        else [],
        "jurisdictions": [(line, duty_bar(line)) for line in doc.compliance.lines],
        "horizons": [
            (name, [goal for goal in doc.goals if goal.horizon == name])
            for name in ("short", "mid", "long")
        ],
        "answer_groups": [
            (row.title, [line for line in doc.answers if line.dimension == row.id])
            for row in doc.capability.dimensions
        ],
        "milestones": _milestones(doc),
        "top_risks": doc.risks[: SUMMARY_ROWS - pen.is_bilingual],
        "followed": len([line for line in doc.indicators if line.standing]),
        "on_path": len([line for line in doc.indicators if line.standing in ("on", "ahead")]),
        "behind": len([line for line in doc.indicators if line.standing == "behind"]),
    }


def _units(doc: Blueprint, pen: Pen) -> dict[str, MoneyScale]:
    """Return in what the columns of money are counted: heads and figures take it from here."""
    if not doc.plan:
        return {}
    return {
        "plan": doc.plan.scale(pen.form),
        "costs": doc.plan.cost_scale(pen.form),
        "group": doc.plan.group_scale(pen.form),
    }


def _of_phase(doc: Blueprint, phase: str) -> list[InitiativeLine]:
    return [row for row in doc.plan.initiatives if row.phase == phase] if doc.plan else []


def _milestones(doc: Blueprint) -> list[tuple[str, MilestoneLine]]:
    rows = doc.plan.initiatives if doc.plan else ()
    found = [(row.key, stone) for row in rows for stone in row.milestones]
    return sorted(found, key=lambda pair: (pair[1].due, pair[0]))


def _baseline_context(doc: IndicatorReport, pen: Pen) -> Context:
    return {
        "sections": BASELINE_SECTIONS,
        "parts": [(part, _chart(part, pen), finding(part.series)) for part in doc.indicators],
    }


def _chart(part: IndicatorPart, pen: Pen) -> str:
    spec = control_chart(part.series)
    height = 190 if pen.is_bilingual else 268  # two languages beside it still fit on one page
    return svg.draw(spec, width=658, height=height) if spec else ""


KINDS: Mapping[str, Kind] = {
    Report.Kind.BLUEPRINT: Kind(
        LocalizedText("Strategy blueprint", "信息化战略蓝图"),
        Blueprint,
        "reports/pdf/blueprint/document.html",
        _blueprint_context,
    ),
    Report.Kind.INDICATOR_BASELINE: Kind(
        LocalizedText("KPI baseline", "KPI基线报告"),
        IndicatorReport,
        "reports/pdf/baseline/document.html",
        _baseline_context,
    ),
}


def signature_of(document: Blueprint | IndicatorReport) -> str:
    """Return the hash of the signed result a document rests on; empty if it rests on none."""
    readiness = document.readiness if isinstance(document, Blueprint) else None
    return readiness.snapshot if readiness else ""


def draw(content: Mapping[str, Any], *, kind: str, language: str, fingerprint: str) -> str:
    """Return the document as markup.

    Args:
        content: the frozen content.
        kind: a value of `Report.Kind`.
        language: en, zh-hans or bilingual (English first).
        fingerprint: of content, layout and language; printed on every page.
    """
    main = "zh-hans" if language == "zh-hans" else "en"
    pen = Pen(main, language == Report.Language.BILINGUAL)
    known = KINDS[kind]
    doc = restore(known.type, content)
    zone = zoneinfo.ZoneInfo(doc.head.time_zone)
    with translation.override(main), timezone.override(zone):
        context = {
            "doc": doc,
            "head": doc.head,
            "stamp": doc.stamp,
            "title": known.title,
            "language": main,
            "lang": LANG[main],
            "bilingual": pen.is_bilingual,
            "fingerprint": fingerprint,
            "hash": short(fingerprint),
            "open_count": total(doc.open_points),
            "cover": contours(f"{doc.head.organization.en} {doc.head.plant.en}"),
            **known.context(doc, pen),
        }
        return render_to_string(known.template, context)
