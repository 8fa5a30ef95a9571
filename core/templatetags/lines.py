"""Line breaks that are for who writes a template, not for who reads the page.

Built into the template engine, so no template needs a load tag.
"""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.template.base import NodeList, Parser, TextNode, Token

register = template.Library()
LINE_BREAK = re.compile(r"\s*\n\s*")


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
    texts: list[Any] = nodelist.get_nodes_by_type(TextNode)
    for text in texts:
        text.s = LINE_BREAK.sub("", text.s)
    return UnbrokenNode(nodelist)
