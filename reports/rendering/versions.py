"""A document beside its earlier versions: what changed, and whether anything did."""

from __future__ import annotations

from datetime import date
from typing import Any

from core import clock
from core.text import LocalizedText
from organizations.models import Plant
from reports.domain.content import as_content
from reports.domain.plant import FormerVersion
from reports.domain.versions import changed_chapters
from reports.models import Report
from reports.rendering.documents import BASELINE_SECTIONS, BLUEPRINT_SECTIONS
from reports.rendering.version import template_version
from reports.selectors.collecting import collect

SECTIONS = {
    Report.Kind.BLUEPRINT: BLUEPRINT_SECTIONS,
    Report.Kind.INDICATOR_BASELINE: BASELINE_SECTIONS,
}
# What stands around the sections.
AROUND = {
    "head": LocalizedText("Names and place of the plant", "工厂名称与地点"),
    "open_points": LocalizedText("Open points", "未决事项"),
}
PARTS = {"readiness": "current", "plan": "roadmap", "indicators": "indicators"}


def former_version(report: Report, content: dict[str, Any]) -> FormerVersion | None:
    """Return the version before a report and in what the two differ.

    Args:
        report: the one under way.
        content: what it says.

    Returns:
        None for the first version of its kind.
    """
    rows = Report.objects.filter(plant=report.plant_id, kind=report.kind, state=Report.State.READY)
    before = rows.filter(number__lt=report.number).order_by("-number").first()
    if before is None or not before.content:
        return None
    day = date.fromisoformat(before.content["head"]["today"])
    return FormerVersion(before.number, day, chapters_between(report.kind, before.content, content))


def chapters_between(
    kind: str, before: dict[str, Any], after: dict[str, Any]
) -> tuple[LocalizedText, ...]:
    """Return the titles of the chapters in which two contents of a kind differ."""
    titles = {**SECTIONS[kind], **AROUND}
    changed = changed_chapters(before, after, PARTS | {name: name for name in titles})
    return tuple(titles[name] for name in changed if name in titles)


def changes_since(report: Report) -> tuple[LocalizedText, ...]:
    """Return the chapters in which the plant's data of now differ from a finished document.

    Args:
        report: finished, with its content, inside its tenant scope.
    """
    return chapters_between(report.kind, report.content or {}, content_of_now(report.plant, report))


def content_of_now(plant: Plant, report: Report) -> dict[str, Any]:
    """Return what a document of the same kind would say now."""
    return as_content(collect(plant, report.kind, number=report.number, now=clock.now()))


def unchanged(plant: Plant, kind: str, language: str) -> Report | None:
    """Return the newest finished document if a new one would say and look the same.

    Args:
        plant: inside its tenant scope.
        kind: a value of `Report.Kind`.
        language: a value of `Report.Language`.
    """
    rows = Report.objects.filter(plant=plant, kind=kind, state=Report.State.READY)
    last = rows.filter(language=language).select_related("plant").order_by("-number").first()
    if last is None or not last.content or last.layout != template_version():
        return None
    changed = changed_chapters(last.content, content_of_now(plant, last), {})
    return None if changed else last
