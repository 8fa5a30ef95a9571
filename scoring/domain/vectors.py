"""Test vectors inside a framework pack: run them, and say which ones fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fnmatch import fnmatchcase
from typing import Any

from core.errors import RuleError
from packs.schema.framework import Framework, Vector
from scoring.domain.engine import score
from scoring.domain.numbers import exact, reported
from scoring.domain.types import LevelReading, Scorecard


@dataclass(frozen=True, slots=True)
class VectorResult:
    """Outcome of one vector: the differences found, none when it passed."""

    name: str
    differences: tuple[str, ...]


def run_vectors(framework: Framework) -> tuple[VectorResult, ...]:
    """Return the outcome of every vector of a pack.

    Source: docs/packs.md#vectors
    """
    return tuple(
        VectorResult(vector.name, _differences(framework, vector)) for vector in framework.vectors
    )


def failures(framework: Framework) -> list[tuple[str, str]]:
    """Return (vector name, difference) for the pack checks."""
    return [
        (f"vector {result.name}", difference)
        for result in run_vectors(framework)
        for difference in result.differences
    ]


def expand_inputs(framework: Framework, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs in which patterns (`*`, `SP-*`) stand for every item they match.

    A name without a pattern wins over a pattern, a later pattern over an earlier one.
    """
    expanded: dict[str, Any] = {}
    for pattern, value in inputs.items():
        if "*" in pattern:
            matching = (leaf.id for leaf in framework.leaves if fnmatchcase(leaf.id, pattern))
            expanded.update(dict.fromkeys(matching, value))
    expanded.update({name: value for name, value in inputs.items() if "*" not in name})
    return expanded


def _differences(framework: Framework, vector: Vector) -> tuple[str, ...]:
    try:
        card = score(
            framework,
            expand_inputs(framework, vector.inputs),
            profile=vector.profile,
            facts=vector.facts,
            evidence=vector.evidence,
            kpis=vector.kpis,
        )
        found = [
            _difference(framework, card, key, value, vector.tolerance)
            for key, value in vector.expect.items()
        ]
    except RuleError as error:
        return (error.message,)
    return tuple(entry for entry in found if entry)


def _difference(
    framework: Framework, card: Scorecard, key: str, expected: Any, tolerance: Decimal | None
) -> str | None:
    actual = _actual(framework, card, key)
    if isinstance(actual, Decimal) and expected is not None:
        return _number_difference(key, expected, actual, tolerance)
    wanted = None if expected in (None, "none") else str(expected)
    got = None if actual is None else str(actual)
    return None if wanted == got else f"{key}: expected {wanted}, got {got}"


def _number_difference(
    key: str, expected: Any, actual: Decimal, tolerance: Decimal | None
) -> str | None:
    """Return a difference; without a tolerance, the places written in the pack decide."""
    try:
        wanted = Decimal(str(expected))
    except InvalidOperation:
        return f"{key}: expected {expected}, got {reported(actual)}"
    with exact():
        if tolerance is None:
            is_equal = actual.quantize(wanted, ROUND_HALF_UP) == wanted
        else:
            is_equal = abs(actual - wanted) <= tolerance
    return None if is_equal else f"{key}: expected {wanted}, got {reported(actual)}"


def _actual(framework: Framework, card: Scorecard, key: str) -> Any:
    """Return what a key of `expect` names.

    `level` the overall level, `level:X` of a node, `reason:X` why it has none, `held:X` the code of
    what holds it, `lifted:X` the level without what does not apply, `lower:X` and `upper:X` the
    range of a score, `X@k` level score of a node, `gate:G` open or closed, `cell:D:P` and
    `element:E` scores, `sum:NAME` a sum of the cumulative rule, else a node's score.
    """
    if key == "level":
        return card.staged_level
    prefix, _, rest = key.partition(":")
    if rest and prefix in _READERS:
        return _READERS[prefix](framework, card, rest)
    name, sign, level = key.rpartition("@")
    node = framework.resolve(name if sign else key)
    if node not in card.nodes:
        raise RuleError(f"expect names an unknown node: {key}", field=key)
    return card.nodes[node].level_scores.get(int(level)) if sign else card.nodes[node].score


def _level(framework: Framework, card: Scorecard, name: str) -> int | None:
    reading = _reading(framework, card, name)
    return reading.level if reading else None


def _reading(framework: Framework, card: Scorecard, name: str) -> LevelReading | None:
    return card.nodes[_known(card.nodes, framework.resolve(name))].level


def _reason(framework: Framework, card: Scorecard, name: str) -> str | None:
    reading = _reading(framework, card, name)
    return reading.reason if reading else None


def _held(framework: Framework, card: Scorecard, name: str) -> str | None:
    reading = _reading(framework, card, name)
    return reading.held.by[0].code if reading and reading.held else None


def _lifted(framework: Framework, card: Scorecard, name: str) -> str | None:
    reading = _reading(framework, card, name)
    if reading is None or reading.lifted is None:
        return None
    before = reading.lifted.before
    return "no level" if before is None else str(before)


def _lower(framework: Framework, card: Scorecard, name: str) -> Decimal | None:
    found = card.nodes[_known(card.nodes, framework.resolve(name))].range
    return found.lower if found else None


def _upper(framework: Framework, card: Scorecard, name: str) -> Decimal | None:
    found = card.nodes[_known(card.nodes, framework.resolve(name))].range
    return found.upper if found else None


def _gate(_framework: Framework, card: Scorecard, name: str) -> str:
    return "open" if card.gates[_known(card.gates, name)].is_open else "closed"


def _cell(_framework: Framework, card: Scorecard, name: str) -> Decimal | None:
    cells = {f"{cell.dimension}:{cell.process}": cell.score for cell in card.cells}
    return cells[_known(cells, name)]


def _element(_framework: Framework, card: Scorecard, name: str) -> Decimal | None:
    elements = {entry.id: entry.score for entry in card.elements}
    return elements[_known(elements, name)]


def _sum(_framework: Framework, card: Scorecard, name: str) -> Decimal:
    sums = card.reading.sums if card.reading else {}
    return sums[_known(sums, name)]


def _known(names: Mapping[str, Any], name: str) -> str:
    if name not in names:
        raise RuleError(f"expect names something unknown: {name}", field=name)
    return name


_READERS: dict[str, Callable[[Framework, Scorecard, str], Any]] = {
    "level": _level,
    "reason": _reason,
    "held": _held,
    "lifted": _lifted,
    "lower": _lower,
    "upper": _upper,
    "gate": _gate,
    "cell": _cell,
    "element": _element,
    "sum": _sum,
}
