"""Sections of a questionnaire: the groups below the top of a framework, with their questions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from core.text import LocalizedText, same
from packs.schema.framework import Framework
from packs.schema.tree import Node


@dataclass(frozen=True, slots=True)
class Section:
    """One part that a person answers.

    Attributes:
        id: id of the group in the framework.
        title: its name; the id where the pack gives none.
        questions: ids of its questions in reading order.
    """

    id: str
    title: LocalizedText
    questions: tuple[str, ...]


def title_of(node: Node) -> LocalizedText:
    """Return the name of a node, its id where the pack gives none."""
    return node.title or same(node.id)


def find_sections(
    framework: Framework, shown: Collection[str] | None = None
) -> tuple[Section, ...]:
    """Return the sections of a framework with the questions that are shown.

    Args:
        framework: the pack; questions directly below its top form one section of their own.
        shown: ids of the questions that this run asks; None means all.

    Returns:
        Sections in reading order; one without a question is left out.
    """
    found = _every_section(framework)
    if shown is None:
        return found
    cut = [
        Section(part.id, part.title, tuple(item for item in part.questions if item in shown))
        for part in found
    ]
    return tuple(part for part in cut if part.questions)


@lru_cache(maxsize=64)
def _every_section(framework: Framework) -> tuple[Section, ...]:
    root = framework.root
    loose = tuple(node.id for node in root.children if not node.children)
    found = [Section(root.id, title_of(root), loose)] if loose else []
    for node in root.children:
        if node.children:
            items = tuple(leaf.id for leaf in node.walk() if not leaf.children)
            found.append(Section(node.id, title_of(node), items))
    return tuple(found)
