"""Line breaks that are for who writes a template, not for who reads the page.

Built into the template engine, so no template needs a load tag.
"""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.template.base import NodeList, Parser, TextNode, Token

register = template.Library()
PARTS = re.compile(r"\s*\n\s*|[<>]")


class UnbrokenNode(template.Node):
    """Renders its content; the line breaks were taken out when the template was read."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        """Render the content."""
        return self.nodelist.render(context)


@register.tag
def unbroken(parser: Parser, token: Token) -> UnbrokenNode:  # noqa: ARG001 -- Django's signature
    """Let parts that belong together stand on lines of their own: a line break prints nothing.

    `{% unbroken %}…{% endunbroken %}` takes out every line break with the spaces around it, so
    that "Penang, 3 lines" can be written part by part. Spaces within a line stay, and so does
    what an include or a value brings along.
    """
    nodelist = parser.parse(("endunbroken",))
    parser.delete_first_token()
    is_within = False  # a tag of the page: there a line break parts two attributes
    texts: list[Any] = nodelist.get_nodes_by_type(TextNode)
    for text in texts:
        text.s, is_within = joined(text.s, is_within=is_within)
    return UnbrokenNode(nodelist)


def joined(text: str, *, is_within: bool) -> tuple[str, bool]:
    """Return a text without its line breaks, and whether it ends within a tag of the page.

    Args:
        text: what stands between two tags of the template.
        is_within: whether it begins within a tag of the page; there a break becomes a space.
    """
    parts, place = [], 0
    for found in PARTS.finditer(text):
        parts.append(text[place : found.start()])
        place = found.end()
        if found[0] in "<>":
            is_within = found[0] == "<"
            parts.append(found[0])
        elif is_within:
            parts.append(" ")
    return "".join([*parts, text[place:]]), is_within
