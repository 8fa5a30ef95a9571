"""Conditions as data, read with three truth values: an unknown fact makes the result unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from pydantic import Field, model_validator

from packs.schema.values import Strict

Scalar = Decimal | dt.date | str
OPERATORS = ("at_least", "at_most", "equals", "in", "contains")


class Condition(Strict):
    """One test on a fact or on the answer to an item, or a combination of conditions."""

    fact: str | None = None
    item: str | None = None
    at_least: Decimal | dt.date | None = None
    at_most: Decimal | dt.date | None = None
    equals: Scalar | bool | None = None
    in_: tuple[Scalar, ...] | None = Field(default=None, alias="in")
    contains: Scalar | None = None
    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    not_: Condition | None = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _check_shape(self) -> Self:
        subjects = [self.fact, self.item, self.all, self.any, self.not_]
        if sum(subject is not None for subject in subjects) != 1:
            raise ValueError("a condition names exactly one of fact, item, all, any, not")
        tests = [self.at_least, self.at_most, self.equals, self.in_, self.contains]
        stated = sum(test is not None for test in tests)
        is_leaf = self.fact is not None or self.item is not None
        if stated != (1 if is_leaf else 0):
            raise ValueError(
                f"a test on a fact or item needs exactly one of {', '.join(OPERATORS)}"
            )
        if self.all == () or self.any == ():
            raise ValueError("all and any need at least one condition")
        return self

    def leaves(self) -> Iterator[Condition]:
        """Yield every test inside, in reading order."""
        if self.fact is not None or self.item is not None:
            yield self
        inner = self.all or self.any or ((self.not_,) if self.not_ else ())
        for condition in inner:
            yield from condition.leaves()


def evaluate(
    condition: Condition | None,
    facts: Mapping[str, Any],
    answers: Mapping[str, Any] | None = None,
) -> bool | None:
    """Return whether a condition holds.

    Args:
        condition: what to test; None means always.
        facts: plant facts by name; a missing name, None, "" and "unknown" are unknown.
        answers: answers by item id, for conditions that look at another item.

    Returns: True, False, or None when facts are missing and the known ones do not decide.
    Source: docs/method.md#visibility (Kleene's three-valued logic).
    """
    if condition is None:
        return True
    if condition.all is not None:
        return _conjunction([evaluate(part, facts, answers) for part in condition.all])
    if condition.any is not None:
        parts = [evaluate(part, facts, answers) for part in condition.any]
        return _negation(_conjunction([_negation(part) for part in parts]))
    if condition.not_ is not None:
        return _negation(evaluate(condition.not_, facts, answers))
    known = (
        facts.get(condition.fact) if condition.fact else (answers or {}).get(condition.item or "")
    )
    return _test(condition, known)


def _conjunction(parts: list[bool | None]) -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True


def _negation(part: bool | None) -> bool | None:  # noqa: FBT001 -- the truth value itself
    return None if part is None else not part


def _test(condition: Condition, value: Any) -> bool | None:
    """Return the outcome of one test; a value that cannot be compared counts as unknown."""
    if value is None or value in ("", "unknown"):
        return None
    if condition.at_least is not None:
        return _ordered(condition.at_least, value)
    if condition.at_most is not None:
        return _ordered(value, condition.at_most)
    if condition.in_ is not None:
        return any(_plain(value) == _plain(choice) for choice in condition.in_)
    if condition.contains is not None:
        entries = value if isinstance(value, list | tuple | set | frozenset) else (value,)
        return any(_plain(entry) == _plain(condition.contains) for entry in entries)
    return bool(_plain(value) == _plain(condition.equals))


def _ordered(low: Any, high: Any) -> bool | None:
    """Return low <= high for two numbers or two dates, None for anything else."""
    if isinstance(low, dt.date) or isinstance(high, dt.date):
        first, last = _date(low), _date(high)
        return None if first is None or last is None else first <= last
    try:
        return bool(Decimal(str(low)) <= Decimal(str(high)))
    except InvalidOperation:
        return None


def _date(value: Any) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def _plain(value: Any) -> Any:
    """Return a form in which yes and true, 5 and 5.0 are equal."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    if isinstance(value, str):
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value
        return number if number.is_finite() else value
    return value
