"""Names and texts of any pack: ids that can be stored and typed, texts that are translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from core.text import LocalizedText
from packs.checks.problem import Problem, found

_WORD = re.compile(r"\b[a-z]{2,}\b")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def text_problems(content: BaseModel) -> Iterator[Problem]:
    """Yield ids with blanks at an end or control characters, and texts left in English.

    A formula, a citation or a name is the same in both languages; two lower-case words are not.
    """
    yield from _walk(content, "")


def _walk(value: Any, item: str) -> Iterator[Problem]:
    if isinstance(value, LocalizedText):
        if value.en == value.zh_hans and len(_WORD.findall(value.en)) > 1:
            yield found(item, f"not translated: {value.en[:60]}")
        return
    if isinstance(value, BaseModel):
        item = str(getattr(value, "id", item))
        yield from _name_problems(item)
    for name, entry in _inside(value):
        yield from _name_problems(name)
        yield from _walk(entry, item)


def _inside(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what stands inside a value, with the name that a mapping gives it."""
    if isinstance(value, BaseModel):
        yield from (("", getattr(value, field)) for field in type(value).model_fields)
    elif isinstance(value, dict):
        yield from ((str(key), entry) for key, entry in value.items())
    elif isinstance(value, tuple | list):
        yield from (("", entry) for entry in value)


def _name_problems(name: str) -> Iterator[Problem]:
    if name != name.strip():
        yield found(name, "a name begins or ends with a blank")
    if _CONTROL.search(name):
        yield found(_CONTROL.sub("?", name), "a name holds a control character")
