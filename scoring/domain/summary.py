"""A scorecard in short: what a run stores with every answer, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from typing import Any

from scoring.domain.numbers import settled
from scoring.domain.sections import Section
from scoring.domain.types import GateReading, LevelReading, NodeScore, Scorecard, Unmet

PLACES = Decimal("0.000001")


def number(value: Decimal | None) -> str | None:
    """Return a score as text with six decimals at most; exact enough for every page."""
    if value is None:
        return None
    return f"{value.quantize(PLACES, rounding=ROUND_HALF_EVEN).normalize():f}"


def share(value: Decimal) -> str:
    """Return a share as text, cut after six decimals: one below a minimum stays below it."""
    return f"{settled(value).quantize(PLACES, rounding=ROUND_DOWN).normalize():f}"


def unmet_data(lacks: Sequence[Unmet]) -> list[dict[str, Any]]:
    """Return unmet conditions as plain data."""
    return [
        {
            "code": lack.code,
            "subject": lack.subject,
            "have": number(lack.have),
            "need": number(lack.need),
            "text": lack.text.as_dict(),
            "items": list(lack.items),
        }
        for lack in lacks
    ]


def reading_data(reading: LevelReading | None) -> dict[str, Any]:
    """Return the level of a node with what is missing for the next one."""
    if reading is None:
        return {"level": None, "next_level": None, "unmet": [], "reason": None}
    return {
        "level": reading.level,
        "next_level": reading.next_level,
        "unmet": unmet_data(reading.unmet),
        "reason": reading.reason,
    }


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
    target: Mapping[str, NodeScore],
    sections: Sequence[Section],
    settled: Mapping[str, bool],
    engine_version: str,
) -> dict[str, Any]:
    """Return what a run stores after every answer.

    Args:
        card: the scorecard of the answers.
        target: node scores of the targets, where set, else of the answers.
        sections: the sections with the questions this run asks.
        settled: by question, whether it carries an answer or "does not apply".
        engine_version: version of the rules that made the scorecards.

    Returns:
        Scores as text with six decimals, levels as whole numbers; a missing score is None.
    """
    parts = {}
    for section in sections:
        node, aim = card.nodes[section.id], target[section.id]
        parts[section.id] = {
            "score": number(node.score),
            "target": number(aim.score),
            "maximum": number(node.maximum),
            "coverage": share(node.answered_weight),
            "answered": sum(settled.get(item, False) for item in section.questions),
            "questions": len(section.questions),
            "level": node.level.level if node.level else None,
        }
    return {
        "engine": engine_version,
        "score": number(card.score),
        "target": number(target[card.root_id].score),
        "maximum": number(card.total.maximum),
        "coverage": share(card.coverage),
        "average_level": card.average_level,
        **reading_data(card.reading),
        "gates": gate_data(card.gates),
        "sections": parts,
        "visible": [item for section in sections for item in section.questions],
    }
