"""What a section is on paper: its place in a document, its content and its drawings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.text import LocalizedText
from reports.domain.document import Head
from reports.domain.pen import Pen

Drawings = Mapping[str, Any]


def no_drawings(_content: Any, _head: Head, _pen: Pen) -> Drawings:
    """Return nothing: the section is set in words and tables alone."""
    return {}


@dataclass(frozen=True, slots=True)
class PrintSection:
    """One section of a document.

    Attributes:
        name: its noun: name of the package and the template, key of the content.
        title: heading and line of the contents; None for one that stands under another's heading.
        content: dataclass of what it says.
        drawings: returns the drawings by their names in the template.
    """

    name: str
    title: LocalizedText | None
    content: type[Any]
    drawings: Callable[[Any, Head, Pen], Drawings] = no_drawings

    @property
    def template(self) -> str:
        """Address of the template."""
        return f"reports/sections/{self.name}.html"
