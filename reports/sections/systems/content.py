"""Systems in use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class SystemLine:
    """One system in use; `not_followed` is what was proposed where a person decided otherwise."""

    name: str
    category: LocalizedText
    vendor: str
    version: str
    users: int | None
    yearly_cost: Decimal | None
    currency: str
    support_end: date | None
    disposition: str
    disposition_words: LocalizedText
    reason: LocalizedText
    not_followed: LocalizedText | None


@dataclass(frozen=True, slots=True)
class SystemChapter:
    """The inventory."""

    systems: tuple[SystemLine, ...]
