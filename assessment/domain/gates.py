"""Phase gates: whether integrate or optimize may begin, by measurement."""

from __future__ import annotations

from dataclasses import replace

from assessment.domain import wording
from assessment.domain.conditions import Situation, find_unmet
from assessment.domain.types import GateReading
from packs.schema.rules import EveryRequirement, Gate, KOfNRequirement


def read_gates(situation: Situation) -> dict[str, GateReading]:
    """Return every gate of the framework.

    A hidden question counts as met and is listed as not needed; a gate that requires another one
    is open only when that one is.

    Source: docs/method.md#gates
    """
    readings: dict[str, GateReading] = {}
    waiting = list(situation.framework.gates)
    while waiting:
        gate = next(entry for entry in waiting if not entry.requires or entry.requires in readings)
        readings[gate.id] = _read_gate(gate, replace(situation, gates=readings))
        waiting.remove(gate)
    return readings


def _read_gate(gate: Gate, situation: Situation) -> GateReading:
    unmet = [lack for rule in gate.all for lack in find_unmet(rule, situation)]
    if gate.requires and not situation.gates[gate.requires].is_open:
        unmet.append(wording.gate_closed(gate.requires))
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
