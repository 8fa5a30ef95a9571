"""Duties of the plant by jurisdiction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class JurisdictionLine:
    """How the duties of one jurisdiction stand.

    `review_due` and `unproven` are met ones: to be looked at again, and without evidence.
    """

    code: str
    title: LocalizedText
    met: int
    in_progress: int
    not_started: int
    overdue: int
    to_confirm: int
    review_due: int
    unproven: int

    @property
    def applicable(self) -> int:
        """Duties that count: all but those still to be confirmed."""
        return self.met + self.in_progress + self.not_started + self.overdue


@dataclass(frozen=True, slots=True)
class DutyLine:
    """An open duty; `suggested` is the date that its pack proposes while none is agreed."""

    jurisdiction: str
    text: LocalizedText
    citation: LocalizedText
    status: str
    status_words: LocalizedText
    risk: str
    owner: str
    due: date | None
    suggested: date | None = None


@dataclass(frozen=True, slots=True)
class Compliance:
    """The state of the duties; `more` open ones are not printed, `law_gap` says whose law is missing."""

    lines: tuple[JurisdictionLine, ...]
    open: tuple[DutyLine, ...]
    more: int
    law_gap: LocalizedText | None = None

    @property
    def applicable(self) -> int:
        """Number of duties that count."""
        return sum(line.applicable for line in self.lines)

    @property
    def met(self) -> int:
        """Number of duties met."""
        return sum(line.met for line in self.lines)

    @property
    def overdue(self) -> int:
        """Number of duties overdue."""
        return sum(line.overdue for line in self.lines)

    @property
    def review_due(self) -> int:
        """Number of duties met that are to be looked at again."""
        return sum(line.review_due for line in self.lines)

    @property
    def unproven(self) -> int:
        """Number of duties met without evidence."""
        return sum(line.unproven for line in self.lines)

    @property
    def to_confirm(self) -> int:
        """Number of duties of which it is not confirmed that they apply."""
        return sum(line.to_confirm for line in self.lines)


@dataclass(frozen=True, slots=True)
class DutyChapter:
    """The chapter."""

    compliance: Compliance
