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
from scoring.domain.priority import Priority, rank_nodes
from scoring.domain.types import NodeScore, Scorecard


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
        ranks = rank_nodes(framework, card, vector.priority) if vector.priority else ()
        outcome = _Outcome(framework, card, {entry.node: entry for entry in ranks})
        found = [
            _difference(outcome, key, value, vector.tolerance)
            for key, value in vector.expect.items()
        ]
    except RuleError as error:
        return (error.message,)
    return tuple(entry for entry in found if entry)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came out of a vector."""

    framework: Framework
    card: Scorecard
    ranks: Mapping[str, Priority]

    def node(self, name: str) -> NodeScore:
        """Return a node by its name in `expect`."""
        return self.card.nodes[_known(self.card.nodes, self.framework.resolve(name))]


def _difference(
    outcome: _Outcome, key: str, expected: Any, tolerance: Decimal | None
) -> str | None:
    actual = _actual(outcome, key)
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


def _actual(outcome: _Outcome, key: str) -> Any:
    """Return what a key of `expect` names.

    `level` the overall level, `level:X` of a node, `reason:X` why it has none, `held:X` the code of
    what holds it, `lifted:X` the level without what does not apply, `lower:X` and `upper:X` the
    range of a score, `X@k` level score of a node, `gate:G` open or closed, `cell:D:P` and
    `element:E` scores, `sum:NAME` a sum of the cumulative rule, `priority:X` the impact of a node,
    `chosen:X` whether it is chosen (yes, no), else a node's score.
    """
    if key == "level":
        return outcome.card.staged_level
    prefix, _, rest = key.partition(":")
    if rest and prefix in _READERS:
        return _READERS[prefix](outcome, rest)
    name, sign, level = key.rpartition("@")
    node = outcome.framework.resolve(name if sign else key)
    if node not in outcome.card.nodes:
        raise RuleError(f"expect names an unknown node: {key}", field=key)
    score = outcome.card.nodes[node]
    return score.level_scores.get(int(level)) if sign else score.score


def _level(outcome: _Outcome, name: str) -> int | None:
    reading = outcome.node(name).level
    return reading.level if reading else None


def _reason(outcome: _Outcome, name: str) -> str | None:
    reading = outcome.node(name).level
    return reading.reason if reading else None


def _held(outcome: _Outcome, name: str) -> str | None:
    reading = outcome.node(name).level
    return reading.held.by[0].code if reading and reading.held else None


def _lifted(outcome: _Outcome, name: str) -> str | None:
    reading = outcome.node(name).level
    if reading is None or reading.lifted is None:
        return None
    before = reading.lifted.before
    return "no level" if before is None else str(before)


def _lower(outcome: _Outcome, name: str) -> Decimal | None:
    found = outcome.node(name).range
    return found.lower if found else None


def _upper(outcome: _Outcome, name: str) -> Decimal | None:
    found = outcome.node(name).range
    return found.upper if found else None


def _gate(outcome: _Outcome, name: str) -> str:
    gates = outcome.card.gates
    return "open" if gates[_known(gates, name)].is_open else "closed"


def _cell(outcome: _Outcome, name: str) -> Decimal | None:
    cells = {f"{cell.dimension}:{cell.process}": cell.score for cell in outcome.card.cells}
    return cells[_known(cells, name)]


def _element(outcome: _Outcome, name: str) -> Decimal | None:
    elements = {entry.id: entry.score for entry in outcome.card.elements}
    return elements[_known(elements, name)]


def _sum(outcome: _Outcome, name: str) -> Decimal:
    sums = outcome.card.reading.sums if outcome.card.reading else {}
    return sums[_known(sums, name)]


def _priority(outcome: _Outcome, name: str) -> Decimal:
    return outcome.ranks[_known(outcome.ranks, name)].impact


def _chosen(outcome: _Outcome, name: str) -> str:
    return "yes" if outcome.ranks[_known(outcome.ranks, name)].is_chosen else "no"


def _known(names: Mapping[str, Any], name: str) -> str:
    if name not in names:
        raise RuleError(f"expect names something unknown: {name}", field=name)
    return name


_READERS: dict[str, Callable[[_Outcome, str], Any]] = {
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
    "priority": _priority,
    "chosen": _chosen,
}
