"""Phase gates: whether integrate or optimize may begin, by measurement."""

from __future__ import annotations

from packs.schema.rules import EveryRequirement, Gate, KOfNRequirement
from scoring.domain import wording
from scoring.domain.conditions import Situation, find_unmet
from scoring.domain.types import GateReading


def read_gate(gate: Gate, situation: Situation) -> GateReading:
    """Return whether a gate is open, and what it lacks.

    A hidden question counts as met and is listed as not needed; a gate that requires another one
    is open only when that one is.

    Source: docs/method.md#gates
    """
    unmet = [lack for rule in gate.all for lack in find_unmet(rule, situation)]
    if gate.requires and not situation.gate(gate.requires).is_open:
        unmet.append(wording.gate_closed(situation.framework, gate.requires))
    named = [
        item
        for rule in gate.all
        if isinstance(rule, EveryRequirement | KOfNRequirement)
        for item in rule.questions
    ]
    return GateReading(
        id=gate.id,
        is_open=not unmet,
        unmet=tuple(unmet),
        not_needed=tuple(item for item in named if not situation.is_needed(item)),
    )
