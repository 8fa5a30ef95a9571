"""A scorecard in short: what a run stores with every answer, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from typing import Any

from scoring.domain.numbers import settled
from scoring.domain.sections import Section
from scoring.domain.types import (
    GateReading,
    Held,
    LevelReading,
    Lift,
    Scorecard,
    ScoreRange,
    Unmet,
)

PLACES = Decimal("0.000001")
Write = Callable[[Decimal | None], Any]


def number(value: Decimal | None) -> str | None:
    """Return a score as text with six decimals at most; exact enough for every page."""
    if value is None:
        return None
    return f"{value.quantize(PLACES, rounding=ROUND_HALF_EVEN).normalize():f}"


def share(value: Decimal) -> str:
    """Return a share as text, cut after six decimals: one below a minimum stays below it."""
    return f"{settled(value).quantize(PLACES, rounding=ROUND_DOWN).normalize():f}"


def unmet_data(lacks: Sequence[Unmet], write: Write = number) -> list[dict[str, Any]]:
    """Return unmet conditions as plain data; `write` says how numbers are written."""
    return [
        {
            "code": lack.code,
            "subject": lack.subject,
            "topic": lack.topic.as_dict() if lack.topic else None,
            "have": write(lack.have),
            "need": write(lack.need),
            "text": lack.text.as_dict(),
            "items": list(lack.items),
        }
        for lack in lacks
    ]


def held_data(held: Held | None, write: Write = number) -> dict[str, Any] | None:
    """Return what holds a level as plain data."""
    if held is None:
        return None
    return {"level": held.level, "by": unmet_data(held.by, write), "text": held.text.as_dict()}


def lift_data(lift: Lift | None) -> dict[str, Any] | None:
    """Return what lifted a level as plain data."""
    if lift is None:
        return None
    text = lift.text.as_dict()
    return {"before": lift.before, "through": list(lift.through), "text": text}


def range_data(found: ScoreRange | None, write: Write = number) -> dict[str, Any] | None:
    """Return between what a score can lie, as plain data."""
    if found is None:
        return None
    ends = {"lower": write(found.lower), "upper": write(found.upper)}
    return {**ends, "open_guards": list(found.open_guards)}


def reading_data(reading: LevelReading | None, write: Write = number) -> dict[str, Any]:
    """Return the level of a node with what is missing for the next one."""
    if reading is None:
        reading = LevelReading(None, "")
    return {
        "level": reading.level,
        "next_level": reading.next_level,
        "unmet": unmet_data(reading.unmet, write),
        "reason": reading.reason,
        "held": held_data(reading.held, write),
        "lifted": lift_data(reading.lifted),
    }


def _part_reading(reading: LevelReading | None) -> dict[str, Any]:
    """Return the level of a section; what is missing only where no level can be told."""
    data = reading_data(reading)
    is_known = reading is None or reading.is_known
    return {name: data[name] for name in data if name != "unmet" or not is_known}


def gate_data(gates: Mapping[str, GateReading]) -> dict[str, Any]:
    """Return every gate: open or not, and why not."""
    return {
        gate.id: {
            "is_open": gate.is_open,
            "unmet": unmet_data(gate.unmet),
            "not_needed": list(gate.not_needed),
        }
        for gate in gates.values()
    }


def summarize(
    card: Scorecard,
    targets: Mapping[str, Decimal | None],
    sections: Sequence[Section],
    settled: Mapping[str, bool],
    engine_version: str,
) -> dict[str, Any]:
    """Return what a run stores after every answer.

    Args:
        card: the scorecard of the answers.
        targets: wanted scores of sections and of the whole, where they have one.
        sections: the sections with the questions this run asks.
        settled: by question, whether it carries an answer or "does not apply".
        engine_version: version of the rules that made the scorecards.

    Returns:
        Scores as text with six decimals, levels as whole numbers; a missing score is None.
    """
    parts = {}
    for section in sections:
        node = card.nodes[section.id]
        parts[section.id] = {
            "score": number(node.score),
            "target": number(targets.get(section.id)),
            "maximum": number(node.maximum),
            "coverage": share(node.answered_weight),
            "answered": sum(settled.get(item, False) for item in section.questions),
            "questions": len(section.questions),
            **_part_reading(node.level),
            "range": range_data(node.range),
            "border": number(node.border),
        }
    return {
        "engine": engine_version,
        "score": number(card.score),
        "target": number(targets.get(card.root_id)),
        "maximum": number(card.total.maximum),
        "coverage": share(card.coverage),
        "average_level": card.average_level,
        "range": range_data(card.total.range),
        "border": number(card.total.border),
        **reading_data(card.reading),
        "gates": gate_data(card.gates),
        "sections": parts,
        "visible": [item for section in sections for item in section.questions],
    }
