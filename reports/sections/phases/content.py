"""The order of the work: its phases, and what waits for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.money import Form, MoneyScale, money_scale
from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """One phase of the plan with its work.

    Attributes:
        name: one of the phases.
        start: first day of its first initiative.
        end: last day of its last one, inclusive.
        initiatives: how many.
        done: how many of them are finished or given up.
        milestones: how many.
        reached: how many of them are reached.
        cost: of the phase in all, inside the quarters and outside [currency of the plan].
    """

    name: str
    start: date
    end: date
    initiatives: int
    done: int
    milestones: int
    reached: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class OrderLine:
    """Two initiatives of which one waits for the other, by key and title.

    `words` says when it may begin or end; `is_broken` whether its dates come too early for that.
    """

    before: str
    before_title: LocalizedText
    after: str
    after_title: LocalizedText
    words: LocalizedText
    is_broken: bool


@dataclass(frozen=True, slots=True)
class PhaseChapter:
    """The chapter; without a plan it has no phase."""

    phases: tuple[PhaseLine, ...]
    links: tuple[OrderLine, ...]
    currency: str

    def scale(self, form: Form) -> MoneyScale:
        """Return the unit in which the cost of the phases is counted."""
        return money_scale((phase.cost for phase in self.phases), self.currency, form)
