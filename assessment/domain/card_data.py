"""A scorecard as plain data and back, exactly: the form in which a result is locked.

Decimals are text with every digit. Mappings have no order: some databases sort their keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from core.text import LocalizedText
from scoring.domain.numbers import settled
from scoring.domain.summary import lift_data
from scoring.domain.types import (
    CellScore,
    Contribution,
    GateReading,
    GroupScore,
    Held,
    LevelReading,
    Lift,
    NodeScore,
    Scorecard,
    ScoreRange,
    Unmet,
)

Data = Mapping[str, Any]


def number_data(value: Decimal | None) -> str | None:
    """Return a decimal as text with every digit."""
    return None if value is None else str(value)


def read_number(value: Any) -> Decimal | None:
    """Return the decimal of a text, or of a number as the first format of seals holds it."""
    return None if value is None else Decimal(str(value))


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


def _numbers(values: Mapping[Any, Decimal]) -> dict[str, str]:
    return {str(key): str(value) for key, value in values.items()}


def _read_numbers(data: Data) -> dict[str, Decimal]:
    return {key: _decimal(value) for key, value in data.items()}


def card_data(card: Scorecard) -> dict[str, Any]:
    """Return a scorecard as plain data from which `read_card_data` makes the same one."""
    return {
        "framework": {"id": card.framework_id, "version": card.framework_version},
        "profile": card.profile,
        "root": card.root_id,
        "nodes": {name: _node(node) for name, node in card.nodes.items()},
        "gates": {name: _gate(gate) for name, gate in card.gates.items()},
        "cells": [_cell(cell) for cell in card.cells],
        "elements": [_group(group) for group in card.elements],
        "processes": [_group(group) for group in card.processes],
        "average_level": card.average_level,
    }


def read_card_data(data: Data) -> Scorecard:
    """Return the scorecard of plain data; nothing is scored again.

    What rules before 1.1 did not say is absent: ranges, what holds and lifts a level, borders.
    """
    return Scorecard(
        framework_id=data["framework"]["id"],
        framework_version=data["framework"]["version"],
        profile=data["profile"],
        root_id=data["root"],
        nodes={name: _read_node(name, node) for name, node in data["nodes"].items()},
        gates={name: read_gate_data(name, gate) for name, gate in data["gates"].items()},
        cells=tuple(read_cell_data(cell) for cell in data["cells"]),
        elements=tuple(read_group_data(group) for group in data["elements"]),
        processes=tuple(read_group_data(group) for group in data["processes"]),
        average_level=_average_level(data),
    )


def _average_level(data: Data) -> int | None:
    """Return the stored average reading; rules before 1.1 gave one to every score."""
    if "average_level" in data:
        return None if data["average_level"] is None else int(data["average_level"])
    return first_average(read_number(data["nodes"][data["root"]]["score"]))


def first_average(score: Decimal | None) -> int | None:
    """Return the average reading as rules before 1.1 made it: any score rounded down."""
    return None if score is None else int(settled(score))


def _node(node: NodeScore) -> dict[str, Any]:
    return {
        "state": node.state,
        "reason": node.reason,
        "score": number_data(node.score),
        "raw": number_data(node.raw),
        "maximum": str(node.maximum),
        "answered_weight": str(node.answered_weight),
        "presence": str(node.presence),
        "applied_weights": _numbers(node.applied_weights),
        "contributions": _lines(node.contributions),
        "level_scores": _numbers(node.level_scores),
        "reading": _reading(node.level) if node.level else None,
        "excluded": str(node.excluded),
        "answered_levels": _numbers(node.answered_levels),
        "range": _range(node.range),
        "border": number_data(node.border),
    }


def _range(found: ScoreRange | None) -> dict[str, Any] | None:
    if found is None:
        return None
    ends = {"lower": str(found.lower), "upper": str(found.upper)}
    return {**ends, "open_guards": list(found.open_guards)}


def read_range(data: Data | None) -> ScoreRange | None:
    """Return between what a score lies, from plain data; None is one figure."""
    if data is None:
        return None
    guards = tuple(data["open_guards"])
    return ScoreRange(_decimal(data["lower"]), _decimal(data["upper"]), guards)


def stored_ranges(scores: Data, root: str) -> dict[str, ScoreRange | None]:
    """Return by section, and by the framework's top, the ranges that scores in short hold."""
    parts: Data = scores.get("sections", {})
    ranges = {name: read_range(part.get("range")) for name, part in parts.items()}
    return {**ranges, root: read_range(scores.get("range"))}


def _read_node(name: str, data: Data) -> NodeScore:
    return NodeScore(
        id=name,
        state=data["state"],
        score=read_number(data["score"]),
        raw=read_number(data["raw"]),
        maximum=_decimal(data["maximum"]),
        answered_weight=_decimal(data["answered_weight"]),
        presence=_decimal(data["presence"]),
        applied_weights=_read_numbers(data["applied_weights"]),
        contributions=read_lines(data["contributions"]),
        reason=data["reason"],
        level_scores={int(step): _decimal(value) for step, value in data["level_scores"].items()},
        level=read_reading(data["reading"]),
        excluded=_decimal(data.get("excluded", 0)),
        answered_levels={
            int(step): _decimal(value) for step, value in data.get("answered_levels", {}).items()
        },
        range=read_range(data.get("range")),
        border=read_number(data.get("border")),
    )


def _lines(lines: Sequence[Contribution]) -> list[dict[str, str]]:
    return [
        {
            "item": line.item,
            "answer": line.answer,
            "value": str(line.value),
            "weight": str(line.weight),
        }
        for line in lines
    ]


def read_lines(data: Sequence[Data]) -> tuple[Contribution, ...]:
    """Return the lines of an explanation."""
    return tuple(
        Contribution(
            line["item"], line["answer"], _decimal(line["value"]), _decimal(line["weight"])
        )
        for line in data
    )


def _unmet(lacks: Sequence[Unmet]) -> list[dict[str, Any]]:
    return [
        {
            "code": lack.code,
            "subject": lack.subject,
            "have": number_data(lack.have),
            "need": str(lack.need),
            "text": lack.text.as_dict(),
            "items": list(lack.items),
            "topic": lack.topic.as_dict() if lack.topic else None,
        }
        for lack in lacks
    ]


def _read_unmet(data: Sequence[Data]) -> tuple[Unmet, ...]:
    return tuple(
        Unmet(
            code=lack["code"],
            subject=lack["subject"],
            have=read_number(lack["have"]),
            need=_decimal(lack["need"]),
            text=LocalizedText.from_dict(lack["text"]),
            items=tuple(lack["items"]),
            topic=LocalizedText.from_dict(lack["topic"]) if lack.get("topic") else None,
        )
        for lack in data
    )


def _reading(reading: LevelReading) -> dict[str, Any]:
    return {
        "level": reading.level,
        "rule": reading.rule,
        "next_level": reading.next_level,
        "unmet": _unmet(reading.unmet),
        "reason": reading.reason,
        "sums": _numbers(reading.sums),
        "held": _held(reading.held),
        "lifted": lift_data(reading.lifted),
    }


def _held(held: Held | None) -> dict[str, Any] | None:
    if held is None:
        return None
    return {"level": held.level, "by": _unmet(held.by), "text": held.text.as_dict()}


def _read_held(data: Data | None) -> Held | None:
    if data is None:
        return None
    return Held(data["level"], _read_unmet(data["by"]), LocalizedText.from_dict(data["text"]))


def _read_lift(data: Data | None) -> Lift | None:
    if data is None:
        return None
    return Lift(data["before"], tuple(data["through"]), LocalizedText.from_dict(data["text"]))


def read_reading(data: Data | None) -> LevelReading | None:
    """Return the level of a node with what the next one lacks; None without a level rule."""
    if data is None:
        return None
    return LevelReading(
        level=data["level"],
        rule=data["rule"],
        next_level=data["next_level"],
        unmet=_read_unmet(data["unmet"]),
        reason=data["reason"],
        sums=_read_numbers(data["sums"]),
        held=_read_held(data.get("held")),
        lifted=_read_lift(data.get("lifted")),
    )


def _gate(gate: GateReading) -> dict[str, Any]:
    return {
        "open": gate.is_open,
        "unmet": _unmet(gate.unmet),
        "not_needed": list(gate.not_needed),
    }


def read_gate_data(name: str, data: Data) -> GateReading:
    """Return a gate: open or not, and why not."""
    return GateReading(name, data["open"], _read_unmet(data["unmet"]), tuple(data["not_needed"]))


def _cell(cell: CellScore) -> dict[str, Any]:
    return {
        "dimension": cell.dimension,
        "process": cell.process,
        "score": number_data(cell.score),
        "weights": _numbers(cell.weights),
        "contributions": _lines(cell.contributions),
        "answered_weight": str(cell.answered_weight),
        "level": cell.level,
        "reason": cell.reason,
        "weight": number_data(cell.weight),
    }


def read_cell_data(data: Data, key: str = "score") -> CellScore:
    """Return a cell; `key` names the field with its exact score."""
    return CellScore(
        dimension=data["dimension"],
        process=data["process"],
        score=read_number(data[key]),
        weights=_read_numbers(data["weights"]),
        contributions=read_lines(data["contributions"]),
        answered_weight=_decimal(data["answered_weight"]),
        level=data["level"],
        reason=data["reason"],
        weight=read_number(data.get("weight")),  # seals before 0.3 have none
    )


def _group(group: GroupScore) -> dict[str, Any]:
    return {
        "id": group.id,
        "score": number_data(group.score),
        "weights": _numbers(group.weights),
        "answered_weight": str(group.answered_weight),
        "range": _range(group.range),
    }


def read_group_data(data: Data, key: str = "score") -> GroupScore:
    """Return an element or a process; see `read_cell_data`."""
    return GroupScore(
        id=data["id"],
        score=read_number(data[key]),
        weights=_read_numbers(data["weights"]),
        answered_weight=_decimal(data["answered_weight"]),
        range=read_range(data.get("range")),
    )
