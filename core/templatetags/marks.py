"""Small marks of every page: icons, chips, levels, bars, initials. Built into the engine."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from charts.levels import level_class
from core.scores import score
from core.wording.figures import as_decimal, grouped
from core.wording.texts import DASH

register = template.Library()
Number = Decimal | int | float


@register.simple_tag
@lru_cache(maxsize=1024)  # a list draws hundreds; each one asked the file list for the sprite
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is hidden from screen readers."""
    href = f"{static('icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon {}" width="16" height="16" role="img" aria-label="{}">'
            '<use href="{}"></use></svg>',
            css,
            label,
            href,
        )
    return format_html(
        '<svg class="icon {}" width="16" height="16" aria-hidden="true"><use href="{}"></use></svg>',
        css,
        href,
    )


@register.simple_tag(takes_context=True)
def area_link(
    context: template.Context, name: str, icon_name: str, key: str, href: str, label: str
) -> SafeString:
    """Draw the link to an area of the plant; the page names its own in `area`.

    Args:
        context: of the page.
        name: of the area.
        icon_name: its icon.
        key: the letter that goes there after G.
        href: its address.
        label: its name in the reader's language.
    """
    current = mark_safe(' aria-current="page"') if context.get("area") == name else ""
    return format_html(
        '<a href="{}" data-go="{}" title="{}"{}>{} <span class="label">{}</span></a>',
        href,
        key,
        label,
        current,
        icon(icon_name),
        label,
    )


@register.simple_tag
def chip(text: object, tone: str = "", icon_name: str = "", css: str = "") -> SafeString:
    """Draw a chip. Tones: good, warn, bad, accent, outline, or none for plain facts."""
    mark = icon(icon_name) if icon_name else ""
    return format_html('<span class="chip {} {}">{}{}</span>', tone, css, mark, text)


@register.simple_tag
def level_badge(
    value: Number | None,
    places: int | None = None,
    css: str = "",
    title: str = "",
    *,
    provisional: bool = False,
    text: str = "",
) -> SafeString:
    """Draw a score or level on the maturity ramp; none is a dash on a neutral ground.

    Args:
        value: 0 to 5; a whole number shows as a level, anything else as a score.
        places: Decimals to show, if the choice above does not fit.
        css: `square` or `tiny` for the other sizes.
        title: What the number is of, for the tooltip and screen readers.
        provisional: Draw the dashed inner edge.
        text: The score as it is written, where it has borders of its own.
    """
    number = as_decimal(value)
    if number is None:
        return format_html(
            '<span class="level none {}" title="{}">{}</span>',
            css,
            title or gettext("Not scored"),
            DASH,
        )
    if places is None:
        places = 0 if isinstance(value, int) else 1
    return format_html(
        '<span class="level {} {} {}"{}>{}</span>',
        level_class(float(number)),
        css,
        "provisional" if provisional else "",
        format_html(' title="{}"', title) if title else "",
        text or (score(number, places) if places else grouped(number, 0)),
    )


@register.simple_tag
def score_mark(
    shown: str, value: Number | None, *, spans: bool = False, provisional: bool = False
) -> SafeString:
    """Draw a score as it is shown; a range stands dashed on a neutral ground, never as one step.

    Args:
        shown: the figure in words, "2.4" or "1.6–2.1".
        value: the score, for its place on the maturity ramp.
        spans: whether it is a range.
        provisional: Draw the dashed inner edge.
    """
    number = as_decimal(value)
    if spans or number is None:
        css = "range provisional" if spans else "none"
        title = gettext("Questions are open: the score lies between") if spans else ""
        title = title or gettext("Not scored")
        return format_html('<span class="level {}" title="{}">{}</span>', css, title, shown)
    return format_html(
        '<span class="level {} {}">{}</span>',
        level_class(float(number)),
        "provisional" if provisional else "",
        shown,
    )


@register.filter
def level_css(value: Number | None) -> str:
    """Name the class of the maturity ramp for a score."""
    number = as_decimal(value)
    return "none" if number is None else level_class(float(number))


@register.simple_tag
def progress(
    value: Number | None, maximum: Number = 100, label: str = "", css: str = ""
) -> SafeString:
    """Draw a progress bar with its name for screen readers; none means the length is unknown."""
    amount = as_decimal(value)
    if amount is None:
        return format_html('<progress class="{}" aria-label="{}"></progress>', css, label)
    return format_html(
        '<progress class="{}" value="{}" max="{}" aria-label="{}"></progress>',
        css,
        f"{amount:f}",
        f"{as_decimal(maximum) or Decimal(100):f}",
        label,
    )


@register.simple_tag
def avatar(person: object, css: str = "") -> SafeString:
    """Draw the initials of a person; the name stands beside it or in the tooltip."""
    name = str(getattr(person, "name", person))
    parts = name.split()
    letters = parts[0][:1] + parts[-1][:1] if len(parts) > 1 else name[:2]
    return format_html(
        '<span class="avatar {}" title="{}" aria-hidden="true">{}</span>',
        css,
        name,
        getattr(person, "initials", letters.upper()),
    )


@register.simple_tag
def missing() -> SafeString:
    """Draw the dash of a value that is not there, with words for screen readers."""
    return _dash(gettext("Not given"))


@lru_cache(maxsize=8)  # by language; a table has a hundred
def _dash(words: str) -> SafeString:
    return format_html('<span class="ink-3" title="{}">{}</span>', words, DASH)
