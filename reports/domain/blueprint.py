"""Everything that the strategy blueprint says, in one frozen object.

Texts that exist in both languages are kept in both (`Words`), so that one content gives the
English, the Chinese and the bilingual document. Numbers are exact; rounding is the renderer's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.text import LocalizedText as Words
from reports.domain.state import OpenPoint


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which version this is and when its data were read; no part of the fingerprint."""

    number: int
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """Whose document this is, and of which day."""

    organization: Words
    plant: Words
    city: str
    country: Words
    time_zone: str
    today: date


@dataclass(frozen=True, slots=True)
class PlantFacts:
    """The plant and the scope of the assessment."""

    industry: str
    process_type: Words
    headcount: int
    lines: int
    start_of_production: date | None
    languages: tuple[Words, ...]
    currency: str
    owner: str
    headquarters_contact: str
    scope: str
    facts: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """The run behind the figures, and its overall result."""

    run: str
    framework: Words
    framework_version: str
    engine_version: str
    snapshot: str
    is_provisional: bool
    signed_on: date | None
    signed_by: str
    previous_run: str
    target_on: date | None
    score: Decimal | None
    target: Decimal | None
    change: Decimal | None
    maximum: Decimal
    level: int | None
    level_name: Words | None
    next_level: int | None
    coverage: Decimal
    answered: int
    questions: int
    unmet: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One line of an explanation: level times weight is the product; products sum to the score."""

    question: str
    topic: Words
    level: Decimal
    weight: Decimal
    product: Decimal


@dataclass(frozen=True, slots=True)
class Dimension:
    """One capability dimension with its cells and the parts of its score."""

    id: str
    title: Words
    key_question: Words | None
    difficulty: Words | None
    strategy: Words | None
    current: Decimal | None
    target: Decimal | None
    change: Decimal | None
    cells: tuple[Decimal | None, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Capability:
    """The matrix: dimensions by processes."""

    processes: tuple[Words, ...]
    dimensions: tuple[Dimension, ...]
    process_totals: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap, the requirement that follows, and what answers it in the plan."""

    question: str
    topic: Words
    dimension: Words
    current: Decimal
    target: Decimal
    worth: Decimal
    requirement: str
    answered_by: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class SystemLine:
    """One system in use."""

    name: str
    category: Words
    vendor: str
    version: str
    users: int | None
    yearly_cost: Decimal | None
    currency: str
    support_end: date | None
    disposition: str
    disposition_words: Words
    reason: Words


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal."""

    horizon: str
    title: str
    owner: str
    driver: Words
    baseline: str
    target: str
    due: date
    expected_return: Decimal | None
    currency: str
    indicator: str
    initiatives: int


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
    title: Words
    phase: str
    start: date
    end: date
    one_off: Decimal
    yearly: Decimal
    currency: str
    owner: str
    status: str
    status_words: Words
    progress: int
    is_broken: bool
    lifts: tuple[tuple[Words, Decimal], ...]
    milestones: tuple[MilestoneLine, ...]


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A dependency between two initiatives, by id."""

    before: str
    after: str
    kind: str
    is_broken: bool


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """One year of the plan in plant currency and in the group's; cost by phase in order."""

    year: int
    by_phase: tuple[Decimal, Decimal, Decimal]
    planned: Decimal
    limit: Decimal | None
    group: Decimal | None


@dataclass(frozen=True, slots=True)
class Quarter:
    """The money of one quarter; the end is exclusive."""

    start: date
    end: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """Currencies of the plan, and the dated rate between them."""

    currency: str
    group_currency: str
    rate: Decimal | None
    dated_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The roadmap over twelve quarters."""

    starts_on: date
    ends_on: date
    initiatives: tuple[InitiativeLine, ...]
    links: tuple[LinkLine, ...]
    quarters: tuple[Quarter, ...]
    years: tuple[BudgetYear, ...]
    one_off: Decimal
    running: Decimal
    outside: Decimal
    total: Decimal
    limit: Decimal | None
    group_total: Decimal | None
    progress: Decimal | None
    planned_progress: Decimal | None
    violations: tuple[Words, ...]
    money: Money

    def next_budget(self, today: date) -> BudgetYear | None:
        """Return the year whose money is decided on now: that of the quarter which begins next.

        Returns:
            None after the last quarter has begun.
        """
        year = next((span.start.year for span in self.quarters if span.start > today), None)
        return next((line for line in self.years if line.year == year), None)


@dataclass(frozen=True, slots=True)
class JurisdictionLine:
    """How the duties of one jurisdiction stand."""

    code: str
    title: Words
    met: int
    in_progress: int
    not_started: int
    overdue: int
    to_confirm: int

    @property
    def applicable(self) -> int:
        """Duties that count: all but those still to be confirmed."""
        return self.met + self.in_progress + self.not_started + self.overdue


@dataclass(frozen=True, slots=True)
class DutyLine:
    """An open duty."""

    jurisdiction: str
    text: Words
    citation: Words
    status: str
    status_words: Words
    risk: str
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Compliance:
    """The state of the duties; `more` open ones are not printed."""

    lines: tuple[JurisdictionLine, ...]
    open: tuple[DutyLine, ...]
    more: int

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
    def to_confirm(self) -> int:
        """Number of duties of which it is not confirmed that they apply."""
        return sum(line.to_confirm for line in self.lines)


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator with where it started and where it goes.

    `last` is the newest reading that counts; `left_out` the period of a newer one that does not.
    """

    code: str
    title: Words
    unit: Words
    places: int
    baseline: Decimal | None
    grade: str
    last: Decimal | None
    last_period: date | None
    left_out: date | None
    target: Decimal | None
    target_on: date | None
    standing: str


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk of the plan with what answers it."""

    title: Words
    answer: Words
    probability: int
    impact: int
    concerns: str

    @property
    def score(self) -> int:
        """Probability times impact [1-25]."""
        return self.probability * self.impact

    @property
    def level(self) -> str:
        """Return high, medium or low.

        Source: docs/method.md#risk-score (high from 15, or impact 5 with probability 3 and
        above; medium from 8, or impact 5).
        """
        if self.score >= 15 or (self.impact == 5 and self.probability >= 3):
            return "high"
        return "medium" if self.score >= 8 or self.impact == 5 else "low"


@dataclass(frozen=True, slots=True)
class StepLine:
    """A next step with its date."""

    text: Words
    owner: str
    due: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer of the appendix."""

    question: str
    topic: Words
    dimension: str
    answer: Words
    level: int | None
    target: int | None
    not_applicable: bool
    reason: str
    note: str
    answered_by: str
    evidence: int
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Blueprint:
    """The whole document; of `gap_count` gaps the most valuable ones are printed."""

    stamp: Stamp
    head: Head
    first_year: int
    last_year: int
    plant: PlantFacts
    readiness: Readiness | None
    capability: Capability
    gaps: tuple[GapLine, ...]
    gap_count: int
    systems: tuple[SystemLine, ...]
    goals: tuple[GoalLine, ...]
    plan: Plan | None
    compliance: Compliance
    indicators: tuple[IndicatorLine, ...]
    risks: tuple[RiskLine, ...]
    steps: tuple[StepLine, ...]
    answers: tuple[AnswerLine, ...]
    open_points: tuple[OpenPoint, ...]
