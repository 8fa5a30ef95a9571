"""The roadmap: initiatives, their links, milestones and broken rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from charts.timeline import MilestoneState
from core.money import Form, MoneyScale
from core.text import LocalizedText
from reports.sections.budget.content import BudgetPlan


@dataclass(frozen=True, slots=True)
class SignedLine:
    """What one side's signature of a milestone is worth: open, signed, or broken by an edit."""

    side: str
    standing: str
    who: str
    day: date | None


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """One milestone; `state` is open, reached or signed by both sides."""

    title: LocalizedText
    due: date
    reached: date | None
    acceptance: LocalizedText
    state: MilestoneState
    sides: tuple[SignedLine, ...]


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """One initiative of the plan; `key` is its number within the phase, such as D3.

    `broken` says which rules it breaks; `slack` by how much it can slip (None if it is over), and
    `is_critical` that it cannot; `last_start` until when it can begin, where a milestone sets that;
    `is_gated` that the gate of its phase is closed; `waits_for` says of each it depends on when it may
    begin; `is_part` that its title begins with that of a larger one.
    """

    id: str
    key: str
    title: LocalizedText
    phase: str
    start: date
    end: date
    one_off: Decimal
    yearly: Decimal | None
    currency: str
    owner: str
    status: str
    status_words: LocalizedText
    progress: int
    broken: tuple[LocalizedText, ...]
    slack: LocalizedText | None
    is_critical: bool
    waits_for: tuple[LocalizedText, ...]
    lifts: tuple[tuple[LocalizedText, Decimal], ...]
    milestones: tuple[MilestoneLine, ...]
    last_start: date | None = None
    is_gated: bool = False
    is_part: bool = False

    @property
    def is_broken(self) -> bool:
        """Whether it breaks a rule."""
        return bool(self.broken)

    @property
    def waits(self) -> LocalizedText:
        """When it may begin, for a cell."""
        return LocalizedText.of(
            ", ".join(text.en for text in self.waits_for),
            "、".join(text.zh_hans for text in self.waits_for),
        )


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
class GateLine:
    """A phase with planned work whose gate is closed: that it is, what is planned, its lacks.

    `bare` are lacks that nothing in the plan answers, `limits` what indicators have not reached.
    """

    closed: LocalizedText
    planned: LocalizedText
    lacks: tuple[LocalizedText, ...]
    bare: tuple[LocalizedText, ...]
    limits: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A day marked on the time axis: a milestone of the plant, or a deadline of law."""

    day: date
    title: LocalizedText
    kind: str


@dataclass(frozen=True, slots=True)
class RoadmapPlan:
    """The roadmap over twelve quarters; `critical` is the chain that decides its end.

    `also_critical` names what has no float either.
    """

    starts_on: date
    ends_on: date
    initiatives: tuple[InitiativeLine, ...]
    links: tuple[LinkLine, ...]
    quarters: tuple[Quarter, ...]
    violations: tuple[LocalizedText, ...]
    gates: tuple[GateLine, ...]
    critical: LocalizedText | None
    also_critical: LocalizedText | None
    marks: tuple[MarkLine, ...]
    budget: BudgetPlan

    @property
    def milestones(self) -> list[tuple[str, MilestoneLine]]:
        """The milestones by date with the key of their initiative."""
        rows = [(row.key, stone) for row in self.initiatives for stone in row.milestones]
        return sorted(rows, key=lambda pair: (pair[1].due, pair[0]))

    @property
    def days(self) -> list[MarkLine]:
        """What is marked on the time axis, by day."""
        return sorted(self.marks, key=lambda one: one.day)

    @property
    def has_gated(self) -> bool:
        """Whether an initiative stands behind a closed gate."""
        return any(row.is_gated for row in self.initiatives)

    @property
    def has_last_starts(self) -> bool:
        """Whether a last responsible start is marked on the drawing."""
        days = (row.last_start for row in self.initiatives if row.last_start)
        return any(self.starts_on <= day < self.ends_on for day in days)

    def cost_scale(self, form: Form) -> MoneyScale:
        """Return the unit of the plan with the decimals of the initiatives."""
        costs = [
            cost
            for row in self.initiatives
            if row.currency == self.budget.money.currency
            for cost in (row.one_off, row.yearly)
        ]
        return self.budget.scale(form).refined([*costs, self.budget.one_off])

    def quarter_scale(self, form: Form) -> MoneyScale:
        """Return the unit of the plan with the decimals of the quarters."""
        return self.budget.scale(form).refined(quarter.amount for quarter in self.quarters)


@dataclass(frozen=True, slots=True)
class RoadmapChapter:
    """The chapter."""

    plan: RoadmapPlan | None
