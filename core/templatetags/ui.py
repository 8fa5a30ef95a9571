"""Words and helpers of every page: texts, numbers, money, dates, addresses, captured blocks.

Built into the template engine, so no template needs a load tag.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import template
from django.template.base import NodeList, Parser, Token
from django.templatetags.static import static
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, to_locale

from core import phrases, scores
from core.base import TranslatedModel
from core.fields import language_names
from core.text import LANGUAGES
from core.wording import dates, figures, money, texts

register = template.Library()
for write in (
    texts.lt,
    texts.listed,
    figures.decimal,
    figures.integer,
    figures.plain,
    figures.signed,
    figures.percent,
    figures.points,
    figures.share,
    figures.file_size,
    scores.gain,
    scores.score,
    scores.figure,
    scores.figure_signed,
    money.money,
    money.money_full,
    money.money_cell,
    money.in_unit,
    dates.day,
    dates.day_at,
    dates.day_short,
    dates.month,
    dates.moment,
    dates.zone,
    dates.zoned,
    dates.moment_short,
):
    register.filter(write)
register.simple_tag(texts.comma)
register.simple_tag(dates.zone_name)
register.simple_tag(money.rate_line)


@dataclass(frozen=True, slots=True)
class OfferedLanguage:
    """A language in which a person may read the product.

    Attributes:
        code: as the product names it.
        tag: as a page does.
        name: in the language itself.
        share: of the product's sentences that it has [0-1].
    """

    code: str
    tag: str
    name: str
    share: float


@register.simple_tag
def offered_languages() -> list[OfferedLanguage]:
    """Return the languages of the product for its menu."""
    return [
        OfferedLanguage(
            code,
            to_locale(code).replace("_", "-"),
            name,
            phrases.share(code) if code not in LANGUAGES else 1.0,
        )
        for code, name in language_names()
    ]


@register.simple_tag
def texts_address() -> str:
    """Return the address of the browser's translations in the reader's language."""
    return static(f"texts/{get_language() or 'en'}.js")


@register.filter
def get_item(mapping: Mapping[object, object] | None, key: object) -> object:
    """Read a mapping by a variable key; a missing key gives nothing."""
    return None if mapping is None else mapping.get(key)


@register.filter
def text(row: TranslatedModel, name: str) -> str:
    """Say people's own words of a row in the reader's language, as typed where it has no other."""
    return texts.lt(row.both(name))


@register.filter
def svg(markup: str) -> SafeString:
    """Let a drawing of `charts.svg` through; those functions escape every text they draw."""
    return mark_safe(markup)  # noqa: S308 -- only for our own drawings


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """Return the page's query string with some parameters changed; none or empty removes one."""
    request = getattr(context, "request", None) or context.get("request")
    if request is None:
        return "?"
    # A page asks a hundred times; a copy of what Django parsed would copy every value.
    params = dict(request.GET.lists())
    for key, value in changes.items():
        if value is None or value == "":
            params.pop(key, None)
        else:
            params[key] = [str(value)]
    text = urlencode(params, doseq=True)
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
