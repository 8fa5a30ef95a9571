"""Which questions apply to a plant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from packs.schema.conditions import Condition, evaluate
from packs.schema.framework import Framework
from scoring.domain.answers import readable

__all__ = ["evaluate", "hidden_items", "visible_items"]

_ALIASES = {"industry_type": "process_type", "process_type": "industry_type"}


def with_aliases(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts in which both names of the kind of industry are known."""
    known = {name.removeprefix("plant."): value for name, value in facts.items()}
    for name, other in _ALIASES.items():
        if name in known:
            known.setdefault(other, known[name])
    return known


def is_visible(
    condition: Condition | None, facts: Mapping[str, Any], answers: Mapping[str, Any]
) -> bool:
    """Return whether an item is shown: an unknown fact shows it.

    Source: docs/method.md#visibility
    """
    return evaluate(condition, facts, answers) is not False


def hidden_items(
    framework: Framework, facts: Mapping[str, Any], answers: Mapping[str, Any] | None = None
) -> frozenset[str]:
    """Return the ids of nodes hidden by their own condition or that of a node above them."""
    hidden: set[str] = set()
    known, given = with_aliases(facts), _asked_for(framework, answers or {})
    for node, parent, condition in framework.conditional:
        if parent in hidden or not is_visible(condition, known, given):
            hidden.add(node)
    return frozenset(hidden)


def _asked_for(framework: Framework, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that conditions look at, in the form in which they compare."""
    items = {
        leaf.item
        for _node, _parent, condition in framework.conditional
        for leaf in (condition.leaves() if condition else ())
        if leaf.item and answers.get(leaf.item) is not None
    }
    return {
        item: readable(framework.answer_of(framework.nodes[item]), answers[item]) for item in items
    }


def visible_items(
    framework: Framework, facts: Mapping[str, Any], answers: Mapping[str, Any] | None = None
) -> tuple[str, ...]:
    """Return the ids of items that this plant answers, in reading order."""
    hidden = hidden_items(framework, facts, answers)
    return tuple(leaf.id for leaf in framework.leaves if leaf.id not in hidden)
