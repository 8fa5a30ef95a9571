"""The roadmap: initiatives, their links, milestones and broken rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.text import LocalizedText
from reports.sections.budget.content import Money


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """One milestone."""

    title: str
    due: date
    reached: date | None
    acceptance: str


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """One initiative of the plan; `key` is its number within the phase, such as D3."""

    id: str
    key: str
    title: LocalizedText
    phase: str
    start: date
    end: date
    one_off: Decimal
    yearly: Decimal
    currency: str
    owner: str
    status: str
    status_words: LocalizedText
    progress: int
    is_broken: bool
    lifts: tuple[tuple[LocalizedText, Decimal], ...]
    milestones: tuple[MilestoneLine, ...]


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A dependency between two initiatives, by id."""

    before: str
    after: str
    kind: str
    is_broken: bool


@dataclass(frozen=True, slots=True)
class Quarter:
    """The money of one quarter; the end is exclusive."""

    start: date
    end: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class RoadmapPlan:
    """The roadmap over twelve quarters."""

    starts_on: date
    ends_on: date
    initiatives: tuple[InitiativeLine, ...]
    links: tuple[LinkLine, ...]
    quarters: tuple[Quarter, ...]
    one_off: Decimal
    total: Decimal
    violations: tuple[LocalizedText, ...]
    money: Money

    @property
    def milestones(self) -> list[tuple[str, MilestoneLine]]:
        """The milestones by date with the key of their initiative."""
        rows = [(row.key, stone) for row in self.initiatives for stone in row.milestones]
        return sorted(rows, key=lambda pair: (pair[1].due, pair[0]))


@dataclass(frozen=True, slots=True)
class RoadmapChapter:
    """The chapter."""

    plan: RoadmapPlan | None
