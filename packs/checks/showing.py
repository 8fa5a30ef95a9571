"""Conditions that show items: facts, answers that exist, and no item waiting for its own answer."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from packs.checks.problem import Problem, found, reached, unknown
from packs.schema.answers import (
    AnswerType,
    BandAnswer,
    IntervalAnswer,
    MultiAnswer,
    NumberAnswer,
    SingleAnswer,
)
from packs.schema.conditions import Condition
from packs.schema.facts import PLANT_FACTS
from packs.schema.framework import Framework


def condition_problems(framework: Framework) -> Iterator[Problem]:
    """Yield unknown facts, items and answers, and circles among items that show each other.

    What stands below a group waits for what the group waits for.
    """
    facts = PLANT_FACTS | set(framework.facts)
    waits: dict[str, set[str]] = {}
    for node in framework.order:
        for leaf in node.visible_if.leaves() if node.visible_if else ():
            if leaf.fact:
                yield from unknown(node.id, [leaf.fact.removeprefix("plant.")], facts, "fact")
                continue
            item = leaf.item or ""
            yield from _item_problems(framework, node.id, leaf, item)
            for below in node.walk():
                waits.setdefault(below.id, set()).add(item)
    for name in waits:
        if name in reached(name, waits):
            yield found(name, "condition cycle: it waits for its own answer")


def _item_problems(
    framework: Framework, where: str, test: Condition, item: str
) -> Iterator[Problem]:
    node = framework.nodes.get(item)
    if node is None:
        yield found(where, f"unknown item: {item}")
    elif node.children:
        yield found(where, f"{item} is a group: a group has no answer to look at")
    else:
        yield from _value_problems(where, test, item, framework.answer_of(node))


def _value_problems(where: str, test: Condition, item: str, kind: AnswerType) -> Iterator[Problem]:
    """Yield values that no answer of an item can be equal to, and tests it cannot be put to."""
    is_ordered = test.at_least is not None or test.at_most is not None
    if isinstance(kind, SingleAnswer | MultiAnswer):
        if is_ordered:
            yield found(where, f"{item} is answered by options: at_least and at_most need a number")
        for value in _wanted(test):
            if value not in kind.options:
                yield found(where, f"{item} has no option {value}")
    elif isinstance(kind, BandAnswer | IntervalAnswer | NumberAnswer):
        for value in _wanted(test):
            number = _number(value)
            if number is None:
                yield found(where, f"{item} is answered by a number, not by {value}")
            elif isinstance(kind, BandAnswer) and number not in kind.steps:
                yield found(where, f"{item} has no step {value}")


def _wanted(test: Condition) -> list[str]:
    values = [*(test.in_ or ()), *(v for v in (test.equals, test.contains) if v is not None)]
    return [_spelled(value) for value in values]


def _spelled(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
