"""The result inside a seal: how it is written, and how seals of all formats are read.

Format 3 (rules from 1.1 on) holds everything that pages and documents say, exactly. Format 2 is the
same without ranges, borders, what holds or lifts a level, and how far a "does not apply" had come.
Format 1 (until 0.1) holds the scorecard of the answers as numbers with their exact scores beside
them; targets, gaps and matrix follow from its answers and its summary. Nothing here scores anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assessment.domain.card_data import (
    card_data,
    first_average,
    read_card_data,
    read_cell_data,
    read_gate_data,
    read_group_data,
    read_lines,
    read_number,
    read_reading,
)
from packs.schema.framework import Framework
from scoring.domain.gaps import Gap, find_gaps
from scoring.domain.matrix import (
    Level,
    Matrix,
    bordered,
    build_matrix,
    dimension_ids,
    matrix_from_json,
)
from scoring.domain.numbers import ZERO
from scoring.domain.results import Result, counted_targets
from scoring.domain.types import NodeScore, Scorecard, StoredAnswer

FORMAT = 3
WHOLE = 2  # the first format that holds everything
Data = Mapping[str, Any]


def result_data(result: Result) -> dict[str, Any]:
    """Return the part of a seal that holds a result.

    Source: docs/method.md#snapshots
    """
    return {
        "engine": result.engine_version,
        "answers": [_answer(row) for _, row in sorted(result.answers.items())],
        "current": card_data(result.current),
        "target": card_data(result.target) if result.target else None,
        "targets": {question: str(level) for question, level in result.targets.items()},
        "gaps": [_gap(gap) for gap in result.gaps],
        "matrix": result.matrix.as_json(),
        "summary": dict(result.summary),
    }


def read_result(data: Data, framework: Framework, previous: Matrix | None = None) -> Result:
    """Return the result of a seal of any format.

    Args:
        data: what was sealed.
        framework: the release that was answered; it names sections and order, nothing else.
        previous: matrix of the run signed before, for a seal of the first format; a newer one
            holds what had changed.
    """
    if data["format"] < WHOLE:
        return _read_first_format(data, framework, previous)
    current = read_card_data(data["current"])
    return Result(
        engine_version=data["engine"],
        answers=_read_answers(data["answers"]),
        current=current,
        target=read_card_data(data["target"]) if data["target"] else None,
        targets={question: Decimal(level) for question, level in data["targets"].items()},
        gaps=tuple(_read_gap(gap) for gap in data["gaps"]),
        matrix=bordered(matrix_from_json(data["matrix"]), framework, current),
        summary=data["summary"],
    )


def read_matrix(data: Data, framework: Framework) -> Matrix:
    """Return the matrix of a seal; of the first format without what had changed."""
    if data["format"] < WHOLE:
        return _read_first_format(data, framework, None).matrix
    card = read_card_data(data["current"])
    return bordered(matrix_from_json(data["matrix"]), framework, card)


def _answer(row: StoredAnswer) -> dict[str, Any]:
    return {
        "question": row.question,
        "value": row.value,
        "target": row.target,
        "not_applicable": row.not_applicable,
        "has_evidence": row.has_evidence,
        "reason": row.reason,
        "note": row.note,
        "version": row.version,
        "na_state": row.na_state,
    }


def _read_answers(rows: Sequence[Data]) -> dict[str, StoredAnswer]:
    return {
        row["question"]: StoredAnswer(
            question=row["question"],
            value=row["value"],
            target=row["target"],
            not_applicable=row["not_applicable"],
            has_evidence=row.get("has_evidence", False),  # the first format does not say
            reason=row["reason"],
            note=row["note"],
            version=row["version"],
            na_state=row.get("na_state", "plain"),
        )
        for row in rows
    }


def _gap(gap: Gap) -> dict[str, str]:
    return {
        "question": gap.question,
        "dimension": gap.dimension,
        "current": str(gap.current),
        "target": str(gap.target),
        "weight": str(gap.weight),
    }


def _read_gap(data: Data) -> Gap:
    numbers = {name: Decimal(data[name]) for name in ("current", "target", "weight")}
    return Gap(data["question"], data["dimension"], **numbers)


def _read_first_format(data: Data, framework: Framework, previous: Matrix | None) -> Result:
    card, summary = _read_first_card(data["scorecard"], framework), data["summary"]
    answers = _read_answers(data["answers"])
    targets = counted_targets(answers.values(), set(summary["visible"]))
    matrix = bordered(
        build_matrix(dimension_ids(framework), card, None, previous=previous), framework, card
    )
    return Result(
        engine_version=data["scorecard"]["engine_version"],
        answers=answers,
        current=card,
        target=None,
        targets=targets,
        gaps=find_gaps(framework, card, targets),
        matrix=_with_summary(matrix, summary) if targets else matrix,
        summary=summary,
    )


def _with_summary(matrix: Matrix, summary: Data) -> Matrix:
    """Return a matrix with the targets that a summary names: of dimensions and of the whole."""

    def aimed(level: Level, part: Data) -> Level:
        return replace(level, target=read_number(part.get("target")))

    parts = summary["sections"]
    rows = tuple(
        replace(row, whole=aimed(row.whole, parts.get(row.dimension, {}))) for row in matrix.rows
    )
    return replace(matrix, rows=rows, overall=aimed(matrix.overall, summary))


def _read_first_card(data: Data, framework: Framework) -> Scorecard:
    return Scorecard(
        framework_id=data["framework"]["id"],
        framework_version=data["framework"]["version"],
        profile=data["profile"],
        root_id=framework.root.id,
        nodes={name: _read_first_node(name, node) for name, node in data["nodes"].items()},
        gates={name: read_gate_data(name, gate) for name, gate in data["gates"].items()},
        cells=tuple(read_cell_data(cell, "exact") for cell in data["cells"]),
        elements=tuple(read_group_data(group, "exact") for group in data["elements"]),
        processes=tuple(read_group_data(group, "exact") for group in data["processes"]),
        average_level=first_average(read_number(data["exact"])),
    )


def _read_first_node(name: str, data: Data) -> NodeScore:
    def numbers(field: str) -> dict[str, Decimal]:
        return {key: read_number(value) or ZERO for key, value in data[field].items()}

    return NodeScore(
        id=name,
        state=data["state"],
        score=read_number(data["exact"]),
        raw=read_number(data["raw"]),
        maximum=read_number(data["maximum"]) or ZERO,
        answered_weight=read_number(data["answered_weight"]) or ZERO,
        presence=ZERO,  # not kept; only scoring asks for it
        applied_weights=numbers("applied_weights"),
        contributions=read_lines(data["contributions"]),
        reason=data["reason"],
        level_scores={int(step): value for step, value in numbers("level_scores").items()},
        level=read_reading(data["reading"]),
    )
