"""The board deck: slides of the same frozen content, and the same chapters, as the PDF's."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone, translation

from reports.domain.content import restore
from reports.domain.document import DocumentFrame
from reports.domain.fingerprint import short
from reports.domain.pen import Pen
from reports.rendering.layout import BILINGUAL, chapter_of, context_of
from reports.rendering.slides import planned, standing
from reports.rendering.slides.page import FOOT, LEFT, WIDE, SlideWords
from reports.rendering.slides.parts import DeckHead, presentation
from reports.rendering.slides.reading import read_chapter
from reports.rendering.slides.shapes import Box, Element, Paragraph, Slide, TextBox
from reports.sections.kinds import KINDS
from reports.templatetags.print import LANG

SLIDES: tuple[Callable[[SlideWords], tuple[Element, ...]], ...] = (
    standing.cover,
    standing.decision,
    standing.figures,
    standing.state,
    standing.gaps,
    standing.goals,
    planned.roadmap,
    planned.cost,
    planned.reached,
    planned.outlook,
)


def draw_deck(
    content: Mapping[str, Any], *, kind: str, language: str, fingerprint: str
) -> tuple[bytes, int]:
    """Return the presentation file and the number of its slides.

    Args:
        content: the frozen content.
        kind: a value of `Report.Kind` whose document is a deck.
        language: en, zh-hans or bilingual (English first).
        fingerprint: of content, layout and language; stands at the foot of every slide.
    """
    frame = restore(DocumentFrame, content)
    pen = Pen("zh-hans" if language == "zh-hans" else "en", language == BILINGUAL)
    zone = zoneinfo.ZoneInfo(frame.head.time_zone)
    with translation.override(pen.language), timezone.override(zone):
        told = read(content, frame, kind, pen, fingerprint)
        slides = [make(told) for make in SLIDES]
        slides[2:2] = standing.more_decisions(told)
        title = told.text(KINDS[kind].title).replace("\n", "  ")
    foot = f"{pen.main(frame.head.plant)} · {title} v{frame.stamp.number} · {short(fingerprint)}"
    whole = [
        Slide((*elements, *_foot(f"{foot} · {number}/{len(slides)}")))
        for number, elements in enumerate(slides, start=1)
    ]
    head = DeckHead(
        title=f"{title} – {pen.main(frame.head.plant)}",
        author=pen.main(frame.head.organization),
        subject=short(fingerprint),
        lang="zh-CN" if LANG[pen.language] == "zh-CN" else "en-US",
        created_at=frame.stamp.as_of.astimezone(zoneinfo.ZoneInfo("UTC")),
    )
    return presentation(head, whole), len(whole)


def read(
    content: Mapping[str, Any], frame: DocumentFrame, kind: str, pen: Pen, fingerprint: str
) -> SlideWords:
    """Return what the slides may say: each section's content, and what its chapter prints."""
    known = KINDS[kind]
    context = context_of(frame, known, pen, fingerprint)
    data = content["sections"]
    return SlideWords(
        open_count=context["open_count"],
        frame=frame,
        pen=pen,
        contents={
            section.name: restore(section.content, data[section.name]) for section in known.sections
        },
        chapters={
            section.name: read_chapter(chapter_of(section, data[section.name], pen, context).markup)
            for section in known.sections
        },
    )


def _foot(text: str) -> tuple[Element, ...]:
    return (TextBox(Box(LEFT, FOOT, WIDE, 16), (Paragraph(text, 9, "ink-3"),), name="Foot"),)
