"""Phase gates of a plan: what a run measured, and what readings of indicators say of them today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.text import LocalizedText
from planning.domain.plans import PHASES
from scoring.domain.types import Unmet

GATED = PHASES[1:]  # the first phase has no gate before it


class Attainment(StrEnum):
    """Whether an indicator has reached what a gate asks of it."""

    REACHED = "reached"
    SHORT = "short"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class GateLimit:
    """What a gate asks of an indicator, beside its newest reading.

    Attributes:
        phase: the phase that the gate opens.
        name: code and title of the indicator; the code where nobody knows the title.
        unit: of its readings and of `bound`.
        bound: the value it must reach.
        is_floor: it must be at least that; else at most.
        value: the newest reading that counts; None without one, or without one in this unit.
        period: first day of its period.
        is_quarter: its periods are quarters.
        is_stale: two or more due readings are missing since.
        key: of the owner's condition; 0 for one of the framework.
    """

    phase: str
    name: LocalizedText
    unit: LocalizedText
    bound: Decimal
    is_floor: bool
    value: Decimal | None = None
    period: date | None = None
    is_quarter: bool = False
    is_stale: bool = False
    key: int = 0

    @property
    def reach(self) -> Attainment:
        """Whether it is reached; without a recent reading nobody knows, and unknown is not reached.

        Source: docs/method.md#gates. Own judgement.
        """
        if self.value is None or self.is_stale:
            return Attainment.UNKNOWN
        is_there = self.value >= self.bound if self.is_floor else self.value <= self.bound
        return Attainment.REACHED if is_there else Attainment.SHORT


@dataclass(frozen=True, slots=True)
class MeasuredGate:
    """A gate as a run measured it, without what its readings say and without the gate before it.

    Attributes:
        id: its name in the framework.
        phase: the phase that it opens.
        unmet: what the answers lack.
        requires: id of the gate that must be open too; empty for none.
        behind: how the framework says that this one is closed; None for none.
    """

    id: str
    phase: str
    unmet: tuple[Unmet, ...] = ()
    requires: str = ""
    behind: Unmet | None = None


@dataclass(frozen=True, slots=True)
class PhaseGate:
    """The gate of a phase today.

    Attributes:
        phase: the phase that it opens.
        unmet: what the answers of the run lack.
        limits: what it asks of indicators, reached or not.
        behind: that the gate before it is closed; None where it is open, or where there is none.
    """

    phase: str
    unmet: tuple[Unmet, ...] = ()
    limits: tuple[GateLimit, ...] = ()
    behind: Unmet | None = None

    @property
    def short(self) -> tuple[GateLimit, ...]:
        """What indicators have not reached, or of which nobody knows."""
        return tuple(limit for limit in self.limits if limit.reach is not Attainment.REACHED)

    @property
    def is_open(self) -> bool:
        """Whether the phase may begin."""
        return not (self.unmet or self.short or self.behind)


def phase_gates(
    measured: Sequence[MeasuredGate], limits: Iterable[GateLimit]
) -> tuple[PhaseGate, ...]:
    """Return the gates of a plan, in the order of the phases.

    Args:
        measured: the gates of the run, each behind the one that it requires; none without a run.
        limits: what the framework and the owner of the plan ask of indicators.

    Returns:
        A gate for each phase of which a run or a limit speaks. It is open when its answers lack
        nothing, every indicator has reached its value, and the gate that it requires is open.

    Source: docs/method.md#gates
    """
    asked: dict[str, list[GateLimit]] = {}
    for limit in limits:
        asked.setdefault(limit.phase, []).append(limit)
    found: dict[str, PhaseGate] = {}
    closed: set[str] = set()
    for gate in measured:
        behind = gate.behind if gate.requires in closed else None
        known = tuple(asked.get(gate.phase, ()))
        found[gate.phase] = PhaseGate(gate.phase, gate.unmet, known, behind)
        if not found[gate.phase].is_open:
            closed.add(gate.id)
    for phase in asked.keys() - found.keys():
        found[phase] = PhaseGate(phase, limits=tuple(asked[phase]))
    return tuple(found[phase] for phase in PHASES if phase in found)
