"""From frozen content to a printed document: the frame, and each section in its order."""

from __future__ import annotations

import re
import zoneinfo
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from core.text import LANGUAGES, LocalizedText
from reports.domain.content import restore
from reports.domain.document import DocumentFrame
from reports.domain.fingerprint import short
from reports.domain.pen import Pen
from reports.domain.state import open_in
from reports.rendering.cover import contours
from reports.sections.kinds import BOARD_PAGE, KINDS, SUMMARY, DocumentKind
from reports.sections.section import PrintSection
from reports.templatetags.print import LANG

BILINGUAL = "bilingual"
MOST_SQUEEZE = 4
DOCUMENT = "reports/pdf/document.html"
Context = dict[str, Any]
# The PDF engine counts the space before a line of its own, and the space at the end of a block, as
# a word: "Payroll / and attendance".
BEFORE_BLOCK = re.compile(r"\s+(<span class=\"(?:sub|line)\b[^>]*>)")
AT_THE_END = re.compile(r"\s+(?=</(?:p|li|td|th|h[1-3]|figcaption|caption)>)")


def languages_of(language: str) -> tuple[str, ...]:
    """Return the languages in which a document is set."""
    return LANGUAGES if language == BILINGUAL else (language,)


def draw(content: Mapping[str, Any], *, kind: str, language: str, fingerprint: str) -> str:
    """Return the document as markup.

    Args:
        content: the frozen content.
        kind: a value of `Report.Kind`.
        language: en, zh-hans or bilingual (English first).
        fingerprint: of content, layout and language; printed on every page.

    Raises:
        KeyError: the content was frozen by another version of the product.
    """
    main = "zh-hans" if language == "zh-hans" else "en"
    pen = Pen(main, language == BILINGUAL)
    if any(section.name == SUMMARY.name for section in KINDS[kind].sections):
        pen = _fitted(content, pen, fingerprint)
    return _draw(content, KINDS[kind], pen, fingerprint)


def _fitted(content: Mapping[str, Any], pen: Pen, fingerprint: str) -> Pen:
    """Return the pen with which the summary fills its one page.

    Where it runs over with one goal, it is pressed step by step; then it is set with one goal more each
    time, until it runs over: a pressed page has room, too.
    """
    from reports.rendering.pdf import set_pages  # noqa: PLC0415 -- slow import

    def fit(tried: Pen) -> bool:
        markup = _draw(content, BOARD_PAGE, tried, fingerprint)
        return len(set_pages(markup).pages) == 1

    counts = Counter(aim["horizon"] for aim in content["sections"][SUMMARY.name]["goals"])
    tries = [replace(pen, squeeze=step) for step in range(MOST_SQUEEZE)]
    last = replace(pen, squeeze=MOST_SQUEEZE, goals=0)
    pen = next((tried for tried in tries if fit(tried)), last)
    most = max(counts.values(), default=0)
    while pen.goals < most and fit(replace(pen, goals=pen.goals + 1)):
        pen = replace(pen, goals=pen.goals + 1)
    return pen


def _draw(content: Mapping[str, Any], known: DocumentKind, pen: Pen, fingerprint: str) -> str:
    frame = restore(DocumentFrame, content)
    zone = zoneinfo.ZoneInfo(frame.head.time_zone)
    with translation.override(pen.language), timezone.override(zone):
        context = context_of(frame, known, pen, fingerprint)
        chapters = [
            chapter_of(section, content["sections"][section.name], pen, context)
            for section in known.sections
        ]
        text = render_to_string(DOCUMENT, {**context, "chapters": chapters})
        return AT_THE_END.sub("", BEFORE_BLOCK.sub(r"\1 ", text))


def context_of(frame: DocumentFrame, known: DocumentKind, pen: Pen, fingerprint: str) -> Context:
    """Return what the templates of every chapter see."""
    languages = LANGUAGES if pen.is_bilingual else (pen.language,)
    return {
        "frame": frame,
        "head": frame.head,
        "stamp": frame.stamp,
        "kind": known,
        "title": known.title,
        "language": pen.language,
        "lang": LANG[pen.language],
        "bilingual": pen.is_bilingual,
        "fingerprint": fingerprint,
        "hash": short(fingerprint),
        "open_count": len(open_in(frame.open_points, languages)),
        "cover": contours(f"{frame.head.organization.en} {frame.head.plant.en}"),
    }


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section as it is set, and its lines of the contents: anchor, code, words."""

    markup: SafeString
    lines: tuple[tuple[str, str, LocalizedText], ...]


def chapter_of(
    section: PrintSection, data: Mapping[str, Any], pen: Pen, context: Context
) -> Chapter:
    """Set one section in the language that is active.

    Args:
        section: which one.
        data: its frozen content.
        pen: in which languages.
        context: as of `context_of`.
    """
    content = restore(section.content, data)
    drawings = section.drawings(content, context["head"], pen)
    named = {"title": section.title, "content": content}
    text = render_to_string(section.template, {**context, **named, **drawings})
    has_heading = section.title is not None and f'id="{section.name}"' in text
    own = ((section.name, "", section.title),) if has_heading else ()
    lines = (*own, *drawings.get("lines", ()))
    return Chapter(mark_safe(text), lines)  # noqa: S308 -- the engine escaped it
