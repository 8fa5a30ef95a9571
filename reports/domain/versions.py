"""What a new version says that the former one did not, chapter by chapter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Printed, but no statement about the plant: number, time of reading, day of the document.
OF_THE_VERSION = frozenset({"stamp"})
DAY = ("head", "today")
SECTIONS = "sections"


def changed_chapters(
    before: Mapping[str, Any], after: Mapping[str, Any], chapters: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the chapters in which two contents of a document differ.

    Args:
        before: the content of the former version as plain data; each of its sections is a part,
            and so is everything that stands around them.
        after: the content of the later one.
        chapters: part of the content -> the chapter that prints it, in the order of the document.
            A part that is named here and missing on one side only counts as changed.

    Returns:
        Each changed chapter once, in the order of `chapters`; parts that no chapter is named for
        come last, under their own name. Empty if the two say the same: version number, time of
        reading and day of the document do not count.
        Source: docs/method.md#unchanged.
    """
    one, two = _said(before), _said(after)
    differing = {name for name in {**one, **two} if one.get(name) != two.get(name)}
    known = [chapter for part, chapter in chapters.items() if part in differing]
    others = sorted(differing - set(chapters))
    return tuple(dict.fromkeys([*known, *others]))


def _said(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a content says about the plant."""
    around = {name: value for name, value in content.items() if name != SECTIONS}
    said = {**around, **content.get(SECTIONS, {})}
    for name in OF_THE_VERSION:
        said.pop(name, None)
    part, day = DAY
    if isinstance(said.get(part), Mapping):
        said[part] = {name: value for name, value in said[part].items() if name != day}
    return said
