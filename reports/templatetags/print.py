"""Words on paper: one language, or both side by side; numbers of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.scores import figure
from core.text import LocalizedText, is_wordless
from core.wording import dates
from core.wording.figures import percent, share
from indicators.domain.baseline import Baseline, Grade
from indicators.selectors import wording
from reports.domain.state import OpenPoint, open_in

register = template.Library()
CHINESE = "zh-hans"
FULL_WIDTH = str.maketrans("，；：（）、", ",;:(),")
LONGEST = 99  # years of payback worth a figure
MOST_USE = Decimal("9.99")  # times a limit worth a figure
LANG = {"en": "en", CHINESE: "zh-CN"}
AFTER_FULL_WIDTH = re.compile(r"([，。；：！？、）])((?:</\w+>)*)\s+")
BEFORE_FULL_WIDTH = re.compile(r"\s+(?=[（，。；：！？、）])")
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
SPACED_PERCENT = re.compile(r"(?<=\d)\s%")
SENTENCE_END = re.compile(r"[.!?](?=\s)|[。！？]")
THAI = re.compile("[\u0e00-\u0e7f]")
VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


def other_language(language: str) -> str:
    """Return the other of the two languages."""
    return "en" if language == CHINESE else CHINESE


def _is_chinese() -> bool:
    return (get_language() or "en").startswith("zh")


def _rendered(nodelist: NodeList, context: template.Context, language: str) -> SafeString:
    with translation.override(language):
        text = nodelist.render(context).strip()
    if language == CHINESE:  # a full-width mark carries its own space
        text = BEFORE_FULL_WIDTH.sub("", AFTER_FULL_WIDTH.sub(r"\1\2", text))
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


class RunNode(template.Node):
    """Renders words of the running head, in bilingual documents in both languages, as plain text."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        """Render one text or two."""
        first = _rendered(self.nodelist, context, context["language"])
        if not context.get("bilingual"):
            return first
        second = _rendered(self.nodelist, context, other_language(context["language"]))
        return first if first == second else format_html("{} {}", first, second)


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
def run_both(parser: Parser, _token: Token) -> RunNode:
    """`{% run_both %}…{% endrun_both %}`: words of the running head, which know no markup."""
    nodelist = parser.parse(("endrun_both",))
    parser.delete_first_token()
    return RunNode(nodelist)


@register.simple_tag(takes_context=True)
def running(context: template.Context, text: LocalizedText) -> str:
    """Print a bilingual text of the running head, in bilingual documents in both languages."""
    first = text.in_language(context["language"])
    second = text.in_language(other_language(context["language"]))
    return f"{first} {second}" if context.get("bilingual") and second != first else first


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
    if not context.get("bilingual") or _bare(first) == _bare(second):
        return run(first)
    return _beside(run(first), second, other_language(language))


def _bare(text: str) -> str:
    """Return a text without what the two languages only punctuate in their own way."""
    return text.translate(FULL_WIDTH).replace(" ", "")


@register.filter
def run(text: str) -> str | SafeString:
    """Name the language of people's own words by their script, so that glyphs are right."""
    if _is_chinese() and is_wordless(text):  # a share typed the English way, for both languages
        text = SPACED_PERCENT.sub("%", text)
    for pattern, language in ((HAN, "zh-CN"), (THAI, "th"), (VIETNAMESE, "vi")):
        if pattern.search(text):
            if language == "zh-CN" and _is_chinese():
                return text
            return format_html('<span lang="{}">{}</span>', language, text)
    return text


@register.simple_tag(takes_context=True)
def points_here(context: template.Context, open_points: Iterable[OpenPoint]) -> Sequence[OpenPoint]:
    """Return the points that are open in the languages of the document."""
    languages = LANG if context.get("bilingual") else (context["language"],)
    return open_in(open_points, languages)


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


register.filter("end_of", dates.end_of)


@register.filter
def month_in_words(value: date) -> str:
    """Write a month within a sentence: December 2028."""
    return date_format(value, "Y年n月" if _is_chinese() else "F Y")


@register.filter
def brief(text: LocalizedText, most: int = 200) -> LocalizedText:
    """Return the sentences at the beginning of a text that fit; the first one in any case.

    A Chinese character says what takes two to three letters, and is as wide. Where both languages
    are built alike, they keep as many sentences as the one with less room, and say the same.
    """
    texts = (text.en, text.zh_hans)
    kept = [
        _fitting(words, limit) for words, limit in zip(texts, (most, most * 2 // 5), strict=True)
    ]
    if len(_ends(text.en)) == len(_ends(text.zh_hans)):
        kept = [min(kept)] * 2
    return LocalizedText.of(*map(_first, texts, kept))


def _ends(text: str) -> list[int]:
    """Return where the sentences of a text end."""
    ends = [mark.end() for mark in SENTENCE_END.finditer(text)]
    return ends if ends and not text[ends[-1] :].strip() else [*ends, len(text)]


def _fitting(text: str, most: int) -> int:
    return max(1, sum(end <= most for end in _ends(text)))


def _first(text: str, sentences: int) -> str:
    ends = _ends(text)
    return text if sentences >= len(ends) else text[: ends[sentences - 1]].strip()


@register.filter
def payback_years(years: Decimal) -> str:
    """Write years of payback with one decimal; beyond a person's lifetime their number says nothing."""
    return f"> {LONGEST}" if years > LONGEST else f"{years:.1f}"


@register.filter
def use(planned: Decimal, limit: Decimal) -> str:
    """Write how much of a limit is used; far above it the number says nothing."""
    ratio = planned / limit if limit else Decimal(0)
    return f"> {percent(MOST_USE)}" if ratio > MOST_USE else share(planned, limit)


@register.filter
def size(value: Decimal) -> str:
    """Write how large a written difference is, without its sign."""
    return figure(abs(value))


register.filter(dates.quarter)
register.filter(wording.signal_words)
register.filter(wording.summary_line)


@register.filter
def grade_words(baseline: Baseline | None) -> str:
    """Say how far a baseline carries, and why no farther; nothing means that there is none."""
    if not baseline:
        return _("no baseline")
    known = {
        Grade.STRONG: _("strong"),
        Grade.USABLE: _("usable"),
        Grade.PROVISIONAL: _("provisional"),
        Grade.NONE: _("too few readings"),
    }
    if baseline.grade is Grade.PROVISIONAL and baseline.trend:
        return _("provisional: trend inside")
    if baseline.grade is Grade.PROVISIONAL and baseline.outside:
        words = _("provisional: %(out)s of %(n)s outside its limits")
        return words % {"out": len(baseline.outside), "n": baseline.n}
    return known[baseline.grade]
