"""A document beside its earlier versions: what changed, and whether anything did."""

from __future__ import annotations

from datetime import date
from typing import Any

from core import clock
from core.phrases import phrase, phrase_as
from core.text import LocalizedText
from organizations.models import Plant
from reports.domain.document import FormerVersion
from reports.domain.versions import SECTIONS, changed_chapters
from reports.models import Report
from reports.rendering.version import template_version
from reports.sections.gathering import gather
from reports.sections.kinds import KINDS
from reports.selectors.documents import is_touched_since
from reports.selectors.record import PlantRecord

# Chapters that repeat what others say; named only where nothing else has changed.
REPEATING = frozenset({"summary", "overview"})
# What stands around the sections, and sections that have no title of their own.
OTHERS = {
    "systems": phrase_as("in a document", "Systems"),
    "baselines": phrase("Indicators"),
    "head": phrase("Names and place of the plant"),
    "basis": phrase("The assessment it rests on"),
    "open_points": phrase("Open points"),
}

NOT_COMPARED = phrase("made by an earlier release of Landfall, not compared by chapter")


def former_version(report: Report, content: dict[str, Any]) -> FormerVersion | None:
    """Return the version before a report and in what the two differ.

    Args:
        report: the one under way.
        content: what it says.

    Returns:
        None for the first version of its kind, and after one of an earlier release of the product,
        whose content cannot be compared.
    """
    rows = Report.objects.filter(plant=report.plant_id, kind=report.kind, state=Report.State.READY)
    before = rows.filter(number__lt=report.number).order_by("-number").first()
    if before is None or before.content is None or SECTIONS not in before.content:
        return None
    day = date.fromisoformat(before.content["head"]["today"])
    return FormerVersion(before.number, day, chapters_between(report.kind, before.content, content))


def chapters_between(
    kind: str, before: dict[str, Any], after: dict[str, Any]
) -> tuple[LocalizedText, ...]:
    """Return the titles of the chapters in which two contents of a kind differ."""
    titles = {**_titles(kind), **OTHERS}
    changed = changed_chapters(before, after, {name: name for name in titles})
    named = [name for name in changed if name in titles]
    shown = [name for name in named if name not in REPEATING] or named
    return tuple(dict.fromkeys(titles[name] for name in shown))


def _titles(kind: str) -> dict[str, LocalizedText]:
    """Return section -> title; one without a title stands under that of the one before it."""
    titles: dict[str, LocalizedText] = {}
    under = KINDS[kind].title
    for section in KINDS[kind].sections:
        under = section.title or under
        titles[section.name] = under
    return titles


def changes_of(
    ready: Report | None, record: PlantRecord | None = None
) -> tuple[LocalizedText, ...]:
    """Return in which chapters the data of now differ from the newest finished document.

    The trail says whether anything happened at all; only then the document is read anew.

    Args:
        ready: the document; None has no changes.
        record: the rows of its plant, for several documents at once.
    """
    if ready is None or ready.data_as_of is None:
        return ()
    return changes_since(ready, record) if is_touched_since(ready.plant, ready.data_as_of) else ()


def changes_since(report: Report, record: PlantRecord | None = None) -> tuple[LocalizedText, ...]:
    """Return the chapters in which the plant's data of now differ from a finished document.

    Args:
        report: finished, with its content and plant, inside its tenant scope; the content of an
            earlier release of the product has another form and cannot be compared.
        record: the rows of its plant, where they are read already.
    """
    content = report.content or {}
    if content and SECTIONS not in content:
        return (NOT_COMPARED,)
    return (
        ()
        if not content
        else chapters_between(report.kind, content, content_of_now(report.plant, report, record))
    )


def content_of_now(
    plant: Plant, report: Report, record: PlantRecord | None = None
) -> dict[str, Any]:
    """Return what a document of the same kind would say now."""
    found = gather(plant, report.kind, number=report.number, now=clock.now(), record=record)
    return found.as_plain()


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
