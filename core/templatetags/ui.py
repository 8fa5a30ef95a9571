"""Template helpers of every page: icons, small marks, numbers, money, dates, localized text.

Built into the template engine, so no template needs a load tag.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.template.base import NodeList, Parser, Token
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from core.charts.levels import level_class
from core.clock import today
from core.text import LocalizedText
from core.uploads import ACCEPT

register = template.Library()

NARROW = "\u00a0"
MINUS = "\u2212"
DASH = "–"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Number = Decimal | int | float


def _chinese() -> bool:
    return (get_language() or "en").startswith("zh")


def _decimal(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _grouped(number: Decimal, places: int) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    if rounded == 0:
        rounded = abs(rounded)
    return f"{rounded:,.{places}f}".replace("-", MINUS)


@register.simple_tag
def accepted_files() -> str:
    """Return the endings a file field for evidence offers."""
    return ACCEPT


# --- marks ----------------------------------------------------------------------------------


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
) -> SafeString:
    """Draw a score or level on the maturity ramp; none is a dash on a neutral ground.

    Args:
        value: 0 to 5; a whole number shows as a level, anything else with one decimal.
        places: Decimals to show, if the choice above does not fit.
        css: `square` or `tiny` for the other sizes.
        title: What the number is of, for the tooltip and screen readers.
        provisional: Draw the dashed inner edge.
    """
    number = _decimal(value)
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
        _grouped(number, places),
    )


@register.filter
def level_css(value: Number | None) -> str:
    """Name the class of the maturity ramp for a score."""
    number = _decimal(value)
    return "none" if number is None else level_class(float(number))


@register.simple_tag
def progress(
    value: Number | None, maximum: Number = 100, label: str = "", css: str = ""
) -> SafeString:
    """Draw a progress bar with its name for screen readers; none means the length is unknown."""
    amount = _decimal(value)
    if amount is None:
        return format_html('<progress class="{}" aria-label="{}"></progress>', css, label)
    return format_html(
        '<progress class="{}" value="{}" max="{}" aria-label="{}"></progress>',
        css,
        f"{amount:f}",
        f"{_decimal(maximum) or Decimal(100):f}",
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


# --- words ----------------------------------------------------------------------------------


@register.filter
def lt(value: object, language: str | None = None) -> str:
    """Say a localized text (object or `{en, zh-hans}`) in the reader's language."""
    code = language or get_language() or "en"
    if value is None:
        return ""
    if isinstance(value, LocalizedText):
        return value.in_language(code)
    if isinstance(value, Mapping):
        wanted = "zh-hans" if code.startswith("zh") else "en"
        found = value.get(wanted) or value.get("zh_hans" if wanted != "en" else "en")
        return str(found or value.get("en") or "")
    return str(value)


@register.filter
def get_item(mapping: Mapping[object, object] | None, key: object) -> object:
    """Read a mapping by a variable key; a missing key gives nothing."""
    return None if mapping is None else mapping.get(key)


@register.simple_tag
def comma() -> str:
    """Return the comma between two words of a page, full-width in Chinese."""
    return "，" if _chinese() else ", "


@register.simple_tag
def missing() -> SafeString:
    """Draw the dash of a value that is not there, with words for screen readers."""
    return format_html('<span class="ink-3" title="{}">{}</span>', gettext("Not given"), DASH)


# --- numbers ----------------------------------------------------------------------------------


@register.filter
def decimal(value: object, places: int = 1) -> str:
    """Write a number with fixed decimals, thousands separated, a true minus; none is a dash."""
    number = _decimal(value)
    return DASH if number is None else _grouped(number, int(places))


@register.filter
def integer(value: object) -> str:
    """Write a whole number with thousands separated."""
    return decimal(value, 0)


@register.filter
def plain(value: object) -> str:
    """Write a number with only the decimals it needs."""
    number = _decimal(value)
    if number is None:
        return DASH
    places = max(0, -int(number.normalize().as_tuple().exponent))
    return _grouped(number, min(places, 6))


@register.filter
def signed(value: object, places: int = 1) -> str:
    """Write a difference with its sign."""
    number = _decimal(value)
    if number is None:
        return DASH
    text = _grouped(number, int(places))
    return f"+{text}" if number > 0 and text.strip("0.,") else text


@register.filter
def percent(value: object, places: int = 0) -> str:
    """Write a share of one as a percentage: 0.32 becomes "32 %"."""
    number = _decimal(value)
    return DASH if number is None else f"{_grouped(number * 100, int(places))}{NARROW}%"


@register.filter
def share(part: object, whole: object) -> str:
    """Write part of whole as a percentage; nothing of nothing is a dash."""
    top, bottom = _decimal(part), _decimal(whole)
    return DASH if top is None or not bottom else percent(top / bottom)


def money_text(value: object, currency: str = "", *, short: bool = True) -> str:
    """Write money in the reader's way: "MYR 1.68 M" in English, "MYR 168 万" in Chinese.

    Args:
        value: A number, or an object with `amount` and `currency`.
        currency: ISO code, if the value does not carry it.
        short: Shorten large sums; else two decimals in full.
    """
    currency = str(getattr(value, "currency", "") or currency)
    number = _decimal(getattr(value, "amount", value))
    if number is None:
        return DASH
    if not short:
        text = _grouped(number, 2)
    elif _chinese():
        text = _short_chinese(number)
    else:
        text = _short_english(number)
    return f"{currency}{NARROW}{text}" if currency else text


def _short_english(number: Decimal) -> str:
    size = abs(number)
    if size >= Decimal(1_000_000_000):
        return f"{_grouped(number / 1_000_000_000, 2)}{NARROW}bn"
    if size >= Decimal(1_000_000):
        return f"{_grouped(number / 1_000_000, 2)}{NARROW}M"
    return _grouped(number, 0)


def _short_chinese(number: Decimal) -> str:
    size = abs(number)
    if size >= Decimal(100_000_000):
        return f"{_grouped(number / 100_000_000, 2)}{NARROW}亿"
    if size >= Decimal(10_000):
        places = 0 if size >= Decimal(1_000_000) else 1
        return f"{_grouped(number / 10_000, places)}{NARROW}万"
    return _grouped(number, 0)


@register.filter
def money(value: object, currency: str = "") -> str:
    """Write money shortened for reading."""
    return money_text(value, currency)


@register.filter
def money_full(value: object, currency: str = "") -> str:
    """Write money with all digits and two decimals."""
    return money_text(value, currency, short=False)


@register.filter
def thousands(value: object) -> str:
    """Write a sum in thousands, for table columns whose head says so."""
    number = _decimal(getattr(value, "amount", value))
    return DASH if number is None else _grouped(number / 1000, 0)


@register.filter
def file_size(value: int | None) -> str:
    """Write a number of bytes for people."""
    size = Decimal(value or 0)
    if size < 1000:
        return f"{size:f}{NARROW}B"
    for unit in ("kB", "MB"):
        size /= 1000
        if size < 1000:
            return f"{_grouped(size, 0 if size >= 10 else 1)}{NARROW}{unit}"
    return f"{_grouped(size / 1000, 1)}{NARROW}GB"


# --- dates ------------------------------------------------------------------------------------


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """Write a date: "18 Nov 2026", in Chinese "2026-11-18"."""
    if value is None:
        return DASH
    value = _local(value)
    if _chinese():
        return f"{value:%Y-%m-%d}"
    return f"{value.day}{NARROW}{MONTHS[value.month - 1]}{NARROW}{value.year}"


@register.filter
def day_short(value: dt.date | dt.datetime | None) -> str:
    """Write a date of this year without the year: "18 Nov", in Chinese "11月18日"."""
    if value is None:
        return DASH
    value = _local(value)
    if value.year != today().year:
        return day(value)
    if _chinese():
        return f"{value.month}月{value.day}日"
    return f"{value.day}{NARROW}{MONTHS[value.month - 1]}"


@register.filter
def month(value: dt.date | dt.datetime | None) -> str:
    """Write a month: "Dec 2028", in Chinese "2028-12"."""
    if value is None:
        return DASH
    value = _local(value)
    return f"{value:%Y-%m}" if _chinese() else f"{MONTHS[value.month - 1]}{NARROW}{value.year}"


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Write a point in time in the reader's zone: "18 Nov 2026, 12:03"."""
    if value is None:
        return DASH
    local = _local(value)
    return f"{day(local)}{' ' if _chinese() else ', '}{local:%H:%M}"


@register.filter
def moment_short(value: dt.datetime | None) -> str:
    """Write a point in time without what is today's: "12:03", "18 Nov, 12:03"."""
    if value is None:
        return DASH
    local = timezone.localtime(value)
    if local.date() == today():
        return f"{local:%H:%M}"
    return f"{day_short(local)}{' ' if _chinese() else ', '}{local:%H:%M}"


@register.filter
def zone(value: dt.datetime) -> str:
    """Name the distance of the reader's zone from UTC at a moment: UTC+8, UTC+5:30."""
    offset = timezone.localtime(value).utcoffset() or dt.timedelta(0)
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else MINUS
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


@register.filter
def zoned(value: dt.datetime | None) -> str:
    """Write a point in time with its zone: "18 Nov 2026, 12:03 (UTC+8)"."""
    return DASH if value is None else f"{moment(value)}{NARROW}({zone(value)})"


@register.simple_tag
def zone_name() -> str:
    """Name the reader's zone, for the head of a column of times: "Asia/Kuala Lumpur"."""
    return timezone.get_current_timezone_name().replace("_", " ")


# --- forms, drawings --------------------------------------------------------------------------


@register.filter
def svg(markup: str) -> SafeString:
    """Let a drawing of `core.charts.svg` through; those functions escape every text they draw."""
    return mark_safe(markup)  # noqa: S308 -- only for our own drawings


@register.filter
def choice_groups(bound_field: BoundField) -> list[dict[str, Any]]:
    """Return the boxes of a field by the groups it names: title, options, number of ticked ones."""
    named = getattr(bound_field.field, "groups", None)
    options = list(bound_field)
    if not named:
        return [{"title": "", "options": options}]
    of = bound_field.field.group_of  # type: ignore[attr-defined]
    boxes: dict[str, list[BoundWidget]] = {key: [] for key, _title in named}
    for option in options:
        boxes.setdefault(of(option.data["value"].instance), []).append(option)
    titles = dict(named)
    return [
        {
            "title": titles.get(key) or gettext("Others"),
            "options": found,
            "chosen": sum(1 for option in found if option.data["selected"]),
        }
        for key, found in boxes.items()
        if found
    ]


@register.filter
def widget_kind(bound_field: BoundField) -> str:
    """Name the widget of a form field: text, textarea, select, checkbox, radio, date, file."""
    widget = bound_field.field.widget
    names = {
        "CheckboxInput": "checkbox",
        "CheckboxSelectMultiple": "checkboxes",
        "RadioSelect": "radio",
        "Textarea": "textarea",
        "Select": "select",
        "SelectMultiple": "select",
        "NullBooleanSelect": "select",
        "DateInput": "date",
        "FileInput": "file",
        "ClearableFileInput": "file",
        "HiddenInput": "hidden",
    }
    for kind in type(widget).__mro__:
        if kind.__name__ in names:
            return names[kind.__name__]
    return "text"


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """Return the page's query string with some parameters changed; none or empty removes one."""
    request = getattr(context, "request", None) or context.get("request")
    if request is None:
        return "?"
    params = request.GET.copy()
    for key, value in changes.items():
        if value is None or value == "":
            params.pop(key, None)
        else:
            params[key] = str(value)
    text = params.urlencode()
    return f"?{text}" if text else "?"


class CaptureNode(template.Node):
    """Renders its content once and keeps it under a name."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: template.Context) -> str:
        """Render the content into the context and print nothing."""
        context.dicts[0][self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308
        return ""


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """Keep what stands between the tags: `{% capture page_title %}…{% endcapture %}`."""
    parts = token.split_contents()
    if len(parts) != 2:
        raise template.TemplateSyntaxError("capture takes one name")
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, parts[1])
