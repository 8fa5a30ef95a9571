"""Words on paper: one language, or both side by side; numbers of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.text import LocalizedText
from core.wording.figures import decimal

register = template.Library()
CHINESE = "zh-hans"
LANG = {"en": "en", CHINESE: "zh-CN"}
AFTER_FULL_WIDTH = re.compile(r"([，。；：！？、）])((?:</\w+>)*)\s+")
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
SENTENCE_END = re.compile(r"[.!?](?=\s)|[。！？]")
THAI = re.compile("[\u0e00-\u0e7f]")
VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
Row = TypeVar("Row")


def other_language(language: str) -> str:
    """Return the other of the two languages."""
    return "en" if language == CHINESE else CHINESE


def _is_chinese() -> bool:
    return (get_language() or "en").startswith("zh")


def _rendered(nodelist: NodeList, context: template.Context, language: str) -> SafeString:
    with translation.override(language):
        text = nodelist.render(context).strip()
    if language == CHINESE:  # a full-width mark carries its own space
        text = AFTER_FULL_WIDTH.sub(r"\1\2", text)
    return mark_safe(text)  # noqa: S308 -- the engine escaped it


class BothNode(template.Node):
    """Renders its words in the main language and, where asked, in the other one beside it."""

    def __init__(self, nodelist: NodeList, when: str) -> None:
        self.nodelist = nodelist
        self.when = when

    def render(self, context: template.Context) -> str:
        """Render once or twice, depending on the document's language."""
        first = _rendered(self.nodelist, context, context["language"])
        if not (context.get("bilingual") or self.when == "always"):
            return first
        other = other_language(context["language"])
        second = _rendered(self.nodelist, context, other)
        return first if second == first else _beside(first, second, other)


class ProseNode(template.Node):
    """Renders a paragraph, and in bilingual documents the same one in the other language."""

    def __init__(self, nodelist: NodeList, css: str) -> None:
        self.nodelist = nodelist
        self.css = css

    def render(self, context: template.Context) -> str:
        """Render one paragraph or two."""
        first = _rendered(self.nodelist, context, context["language"])
        text = format_html('<p class="{}">{}</p>', self.css, first)
        if not context.get("bilingual"):
            return text
        other = other_language(context["language"])
        second = _rendered(self.nodelist, context, other)
        return text + format_html(
            '<p class="{} second" lang="{}">{}</p>', self.css, LANG[other], second
        )


def _beside(first: str, second: str, other: str) -> SafeString:
    return format_html('{} <span class="companion" lang="{}">{}</span>', first, LANG[other], second)


@register.tag
def both(parser: Parser, token: Token) -> BothNode:
    """`{% both %}` in bilingual documents, `{% both always %}` in every one."""
    parts = token.split_contents()
    nodelist = parser.parse(("endboth",))
    parser.delete_first_token()
    return BothNode(nodelist, parts[1] if len(parts) > 1 else "")


@register.tag
def prose(parser: Parser, token: Token) -> ProseNode:
    """`{% prose lead %}…{% endprose %}`: a paragraph of the class named, in each language."""
    parts = token.split_contents()
    nodelist = parser.parse(("endprose",))
    parser.delete_first_token()
    return ProseNode(nodelist, " ".join(parts[1:]))


@register.simple_tag(takes_context=True)
def words(context: template.Context, text: LocalizedText | None) -> str | SafeString:
    """Print a bilingual text in the document's language, with its companion if bilingual."""
    if text is None:
        return ""
    language = context["language"]
    first = text.in_language(language)
    second = text.in_language(other_language(language))
    if not context.get("bilingual") or first == second:
        return run(first)
    return _beside(run(first), second, other_language(language))


@register.filter
def run(text: str) -> str | SafeString:
    """Name the language of people's own words by their script, so that glyphs are right."""
    for pattern, language in ((HAN, "zh-CN"), (THAI, "th"), (VIETNAMESE, "vi")):
        if pattern.search(text):
            if language == "zh-CN" and _is_chinese():
                return text
            return format_html('<span lang="{}">{}</span>', language, text)
    return text


@register.filter
def chunks(rows: Sequence[Row], size: int = 40) -> list[Sequence[Row]]:
    """Cut rows into tables: the renderer is slow with longer ones."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]


@register.filter
def millions(amount: Decimal | None) -> str:
    """Write money in millions, in Chinese in ten thousands; the head of the column says which."""
    if amount is None:
        return decimal(None)
    return decimal(amount / 10_000, 0) if _is_chinese() else decimal(amount / 1_000_000, 2)


@register.filter
def thousands_of(amount: Decimal | None) -> str:
    """Write money in thousands, in Chinese in ten thousands with one decimal."""
    if amount is None:
        return decimal(None)
    return decimal(amount / 10_000, 1) if _is_chinese() else decimal(amount / 1_000, 0)


@register.simple_tag(takes_context=True)
def words_plain(context: template.Context, text: LocalizedText) -> str:
    """Print a bilingual text in the document's language only."""
    return text.in_language(context["language"])


@register.simple_tag(takes_context=True)
def words_always(context: template.Context, text: LocalizedText) -> SafeString:
    """Print a bilingual text in both languages whatever the document's language."""
    language = context["language"]
    other = other_language(language)
    first, second = text.in_language(language), text.in_language(other)
    if first == second:
        return format_html("{}", run(first))
    return _beside(run(first), run(second), other)


@register.simple_tag(takes_context=True)
def other_words(context: template.Context, text: LocalizedText) -> str | SafeString:
    """Print a bilingual text in the other language only, if it differs."""
    other = other_language(context["language"])
    second = text.in_language(other)
    if second == text.in_language(context["language"]):
        return ""
    return format_html(' <span lang="{}">{}</span>', LANG[other], second)


@register.simple_tag(takes_context=True)
def joined(context: template.Context, text: LocalizedText) -> str:
    """Print a bilingual text in both languages without marks, for running heads."""
    first = text.in_language(context["language"])
    second = text.in_language(other_language(context["language"]))
    return first if first == second else f"{first} {second}"


@register.simple_tag
def money_unit(name: str, currency: str) -> str:
    """Print the head of a table of millions, in Chinese of ten thousands."""
    heads = {
        "Budget": _("Budget, %(currency)s million"),
        "By year and phase": _("By year and phase, %(currency)s million"),
        "": _("%(currency)s million"),
    }
    return heads[name] % {"currency": currency}


@register.simple_tag
def money_column(currency: str) -> str:
    """Print the head of a column of thousands, in Chinese of ten thousands."""
    return _("%(currency)s k") % {"currency": currency}


@register.filter
def month_in_words(value: date) -> str:
    """Write a month within a sentence: December 2028."""
    return date_format(value, "Y年n月" if _is_chinese() else "F Y")


@register.filter
def brief(text: LocalizedText, most: int = 150) -> LocalizedText:
    """Return the sentences at the beginning of a text that fit; the first one in any case.

    A Chinese character says what takes two to three letters, and is as wide.
    """
    return LocalizedText(en=_brief(text.en, most), zh_hans=_brief(text.zh_hans, most * 2 // 5))


def _brief(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    ends = [mark.end() for mark in SENTENCE_END.finditer(text)]
    fitting = [end for end in ends if end <= most] or ends[:1]
    return text[: fitting[-1]].strip() if fitting else text


@register.filter
def points(value: Decimal | None) -> str:
    """Write a percentage that is already one; nothing to measure is a dash."""
    return decimal(None) if value is None else f"{decimal(value, 0)}\u00a0%"


@register.filter
def grade_words(grade: str | None) -> str:
    """Say how far a baseline carries; nothing means that there is none."""
    known = {
        "strong": _("strong"),
        "usable": _("usable"),
        "provisional": _("provisional"),
        "none": _("too few readings"),
    }
    return known.get(grade or "", _("no baseline"))
