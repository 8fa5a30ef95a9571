"""What a filled-in workbook says about a question, held against what is stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class FillEffect(StrEnum):
    """What taking over an entry does."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class FullEntry:
    """What is said about a question as a whole.

    Attributes:
        parts: key -> token of each part of the answer; a question of one part has the key "".
        target: the level aimed at.
        not_applicable: whether it does not apply.
        reason: why not.
        note: further words.
    """

    parts: Mapping[str, str] = field(default_factory=dict)
    target: int | None = None
    not_applicable: bool = False
    reason: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said at all."""
        return self == FullEntry()

    @property
    def digest(self) -> str:
        """A short mark that is the same for the same entry."""
        said = [sorted(self.parts.items()), self.target, self.not_applicable]
        text = json.dumps([*said, self.reason, self.note], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class CellEntry:
    """What the cells of a question say: only what is not blank.

    Attributes:
        parts: key -> token; None where the cell takes the stored one away.
        fields: target, not_applicable, reason, note, as far as the cells say them.
    """

    parts: Mapping[str, str | None] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)


def laid_over(cells: CellEntry, stored: FullEntry) -> FullEntry:
    """Return an entry with what cells say; a blank cell keeps what is stored.

    Args:
        cells: of the question.
        stored: beneath them.
    """
    parts: dict[str, str | None] = {**stored.parts, **cells.parts}
    kept = {key: token for key, token in parts.items() if token is not None}
    return replace(stored, parts=kept, **cells.fields)


def settled(entry: FullEntry, *, former: FullEntry | None) -> FullEntry:
    """Return an entry without what counts for nothing.

    Args:
        entry: as it was put together.
        former: where an answer stays beside "does not apply" what is stored; None where it goes.

    Returns:
        The entry without a reason where the question applies, and without an answer where it does not.
    """
    if not entry.not_applicable:
        return replace(entry, reason="")
    if former is None:
        return replace(entry, parts={})
    return entry if entry.parts else replace(entry, parts=former.parts)


def effect(said: FullEntry, stored: FullEntry, *, is_untouched: bool, is_newer: bool) -> FillEffect:
    """Return what taking over an entry does; nothing newer is ever written over unasked.

    Args:
        said: what the file says.
        stored: what stands in the run.
        is_untouched: whether the cells still say what the export wrote into them.
        is_newer: whether the question was answered since the export.
    """
    if is_untouched or said == stored:
        return FillEffect.SAME
    if is_newer:
        return FillEffect.CONFLICT
    return FillEffect.NEW if stored.is_empty else FillEffect.CHANGED
