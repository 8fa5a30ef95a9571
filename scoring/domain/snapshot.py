"""A scorecard as plain data: what is stored, hashed and printed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from packs.schema.framework import Framework
from scoring.domain.coverage import open_items
from scoring.domain.engine import ENGINE_VERSION
from scoring.domain.numbers import displayed, reported
from scoring.domain.priority import Priority
from scoring.domain.summary import range_data, reading_data, unmet_data
from scoring.domain.types import (
    CellScore,
    Contribution,
    GateReading,
    GroupScore,
    LevelReading,
    NodeScore,
    Scorecard,
)


def as_data(framework: Framework, card: Scorecard) -> dict[str, Any]:
    """Return a scorecard as plain data that JSON can hold.

    Every score appears three times: `score` as a number, `exact` as text with 28 digits, and
    `display` rounded as the pack says.

    Source: docs/cli.md#score
    """
    read = reading_data(card.reading, _number)
    return {
        "engine_version": ENGINE_VERSION,
        "framework": {"id": card.framework_id, "version": card.framework_version},
        "profile": card.profile,
        **_score(framework, card.score, card.total.border),
        "coverage": _number(card.coverage),
        "average_level": card.average_level,
        "range": range_data(card.total.range, _number),
        **{("level_reason" if name == "reason" else name): part for name, part in read.items()},
        "open_items": list(open_items(framework, dict(card.nodes))),
        "nodes": {name: _node(framework, node) for name, node in card.nodes.items()},
        "gates": {name: _gate(gate) for name, gate in card.gates.items()},
        "cells": [_cell(framework, cell) for cell in card.cells],
        "elements": [_group(framework, entry) for entry in card.elements],
        "processes": [_group(framework, entry) for entry in card.processes],
    }


def rank_data(entry: Priority) -> dict[str, Any]:
    """Return one line of the order of work as plain data."""
    numbers = {"impact": entry.impact, "cost": entry.cost, "kpi": entry.kpi}
    return {
        "node": entry.node,
        "block": entry.block,
        **{name: _number(value) for name, value in numbers.items()},
        "proximity": _number(entry.proximity),
        "chosen": entry.is_chosen,
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(reported(value))


def _score(
    framework: Framework, value: Decimal | None, border: Decimal | None = None
) -> dict[str, Any]:
    if value is None:
        return {"score": None, "exact": None, "display": None}
    return {
        "score": _number(value),
        "exact": f"{reported(value):f}",
        "display": displayed(value, framework.numbers, border),
    }


def _line(entry: Contribution) -> dict[str, Any]:
    return {
        "item": entry.item,
        "answer": entry.answer,
        "value": _number(entry.value),
        "weight": _number(entry.weight),
        "product": _number(entry.product),
    }


def _reading(reading: LevelReading) -> dict[str, Any]:
    sums = {name: _number(value) for name, value in reading.sums.items()}
    return {"rule": reading.rule, "sums": sums, **reading_data(reading, _number)}


def _node(framework: Framework, node: NodeScore) -> dict[str, Any]:
    title = framework.nodes[node.id].title
    return {
        "title": title.as_dict() if title else None,
        "state": node.state,
        "reason": node.reason,
        **_score(framework, node.score, node.border),
        "raw": _number(node.raw),
        "maximum": _number(node.maximum),
        "answered_weight": _number(node.answered_weight),
        "excluded": _number(node.excluded),
        "range": range_data(node.range, _number),
        "border": _number(node.border),
        "level": node.level.level if node.level else None,
        "reading": _reading(node.level) if node.level else None,
        "level_scores": {str(k): _number(value) for k, value in node.level_scores.items()},
        "answered_levels": {str(k): _number(v) for k, v in node.answered_levels.items()},
        "applied_weights": {k: _number(value) for k, value in node.applied_weights.items()},
        "contributions": [_line(entry) for entry in node.contributions],
    }


def _gate(gate: GateReading) -> dict[str, Any]:
    return {
        "open": gate.is_open,
        "unmet": unmet_data(gate.unmet, _number),
        "not_needed": list(gate.not_needed),
    }


def _cell(framework: Framework, cell: CellScore) -> dict[str, Any]:
    return {
        "dimension": cell.dimension,
        "process": cell.process,
        **_score(framework, cell.score),
        "level": cell.level,
        "reason": cell.reason,
        "weight": _number(cell.weight),
        "questions": len(cell.contributions),
        "answered_weight": _number(cell.answered_weight),
        "weights": {name: _number(value) for name, value in cell.weights.items()},
        "contributions": [_line(entry) for entry in cell.contributions],
    }


def _group(framework: Framework, entry: GroupScore) -> dict[str, Any]:
    return {
        "id": entry.id,
        **_score(framework, entry.score),
        "range": range_data(entry.range, _number),
        "answered_weight": _number(entry.answered_weight),
        "weights": {name: _number(value) for name, value in entry.weights.items()},
    }
