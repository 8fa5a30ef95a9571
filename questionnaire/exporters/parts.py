"""The parts of an answer: a row of the workbook for each, what can be chosen there, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from assessment.selectors.cards import Card, Choice
from sheets.numbers import read_typed
from sheets.values import CellValue, folded, to_text

ALONE = ""  # key of the part of a question that has no others
YES = "yes"
YES_WORDS = frozenset({"yes", "y", "true", "1", "x", "是", "√", "✓", "✔"})
NO_WORDS = frozenset({"no", "n", "false", "0", "否"})
TAKES_AWAY = frozenset({"-", "–", "—", "--", "―"})
LABEL_LENGTH = 200  # of what can be chosen; a spreadsheet compares 255 letters
WHOLE = re.compile(r"-?\d{1,9}")


class PartMissingError(ValueError):
    """Of an answer that needs all its parts one is missing; `key` says which."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One part of an answer.

    Attributes:
        key: names it within its question.
        title: what it is; empty where the question has no other.
        labels: token -> words of what can be chosen; empty for a number.
        limits: lowest and highest number, where it is one and has them.
        is_tick: whether it is one of several options that are ticked or not.
    """

    key: str
    title: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    limits: tuple[float, float] | None = None
    is_tick: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of what can be chosen."""
        return tuple(label for _token, label in self.labels)

    def shown(self, token: str | None) -> CellValue:
        """Return what stands in the cell: words, or a number that keeps every digit."""
        if token is None:
            return None
        if self.labels:
            return dict(self.labels).get(token, token)
        number = Decimal(token)
        return float(number) if Decimal(repr(float(number))) == number else token

    def read(self, cell: CellValue) -> str | None:
        """Return the token of a cell that is not blank; None where it takes the answer away.

        Raises:
            ValueError: nothing that can be chosen, or no number.
        """
        text = to_text(cell)
        if text in TAKES_AWAY:
            return None
        if not self.labels:
            return canonical(text if not isinstance(cell, bool) else "")
        word = folded(text)
        if self.is_tick and word in NO_WORDS:
            return None
        if self.is_tick and word in YES_WORDS:
            return YES
        known = _words(self.labels)
        if word not in known:
            raise ValueError("not in the list")
        return known[word]


@lru_cache(maxsize=512)
def _words(labels: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Return token by what names it: the token itself, or its words."""
    found = {folded(token): token for token, _label in labels}
    return {**{folded(label): token for token, label in labels}, **found}


def canonical(text: str) -> str:
    """Return a number in the one form in which answers are compared.

    Raises:
        ValueError: no number.
    """
    number = read_typed(text)
    if number is None:
        raise ValueError("no number")
    return f"{number.normalize():f}"


def parts_of(card: Card) -> tuple[AnswerPart, ...]:
    """Return the parts of an answer to a question, in the order of its rows; words as active."""
    match card.kind:
        case "multi":
            yes = ((YES, _("Yes")), ("no", _("No")))
            return tuple(AnswerPart(one.value, one.name, yes, is_tick=True) for one in card.choices)
        case "ratio":
            names = zip(card.labels, (_("First number"), _("Second number")), strict=True)
            return tuple(AnswerPart(str(at), own or name) for at, (own, name) in enumerate(names))
        case "matrix":
            labels = _labels(card.choices)
            return tuple(AnswerPart(row.value, row.name, labels) for row in card.rows)
        case "clauses":
            return tuple(_clauses(card))
        case "number":
            limits = tuple(map(float, card.labels))
            return (AnswerPart(ALONE, limits=(limits[0], limits[1]) if limits else None),)
    return (AnswerPart(ALONE, labels=_labels(card.choices, numbered=card.kind == "levels")),)


def _clauses(card: Card) -> Iterator[AnswerPart]:
    labels = _labels(card.choices)
    for group in card.groups:
        for at, clause in enumerate(group.clauses):
            yield AnswerPart(f"{group.level}:{at}", f"{group.level}: {clause.name}", labels)


def _labels(choices: tuple[Choice, ...], *, numbered: bool = False) -> tuple[tuple[str, str], ...]:
    """Return the words of what can be chosen; a level with its number, two of one name told apart."""
    names = [one.name for one in choices]
    found = []
    for one in choices:
        label = one.name[:LABEL_LENGTH]
        if numbered and one.name != one.value:
            label = f"{one.value} {label}"
        elif names.count(one.name) > 1 and one.name != one.value:
            label = f"{label} ({one.value})"
        found.append((one.value, label))
    return tuple(found)


def split(card: Card, value: Any) -> dict[str, str]:
    """Return the tokens of a stored answer by the keys of its parts.

    Args:
        card: of its question.
        value: as it is stored; None for no answer.
    """
    if value is None:
        return {}
    match card.kind:
        case "multi":
            return {str(one): YES for one in value}
        case "ratio":
            return {str(at): _number(one) for at, one in enumerate(value)}
        case "matrix":
            return {str(row): str(choice) for row, choice in value.items()}
        case "clauses":
            return {
                f"{level}:{at}": _number(step)
                for level, steps in value.items()
                for at, step in enumerate(steps)
            }
    return {ALONE: str(value) if card.kind == "single" else _number(value)}


def _number(value: Any) -> str:
    """Return a stored number in the form in which answers are compared; another text as it is."""
    try:
        return f"{Decimal(str(value)).normalize():f}"
    except InvalidOperation:
        return str(value)


def joined(card: Card, parts: Mapping[str, str]) -> Any:
    """Return an answer as it is stored from the tokens of its parts; None without any.

    Args:
        card: of its question.
        parts: token by key.

    Raises:
        PartMissingError: it needs all its parts, and one is missing.
    """
    if not parts:
        return None
    if card.kind == "multi":
        return [one.value for one in card.choices if one.value in parts]
    if card.kind in {"ratio", "matrix", "clauses"}:
        for part in parts_of(card):
            if part.key not in parts:
                raise PartMissingError(part.key)
    match card.kind:
        case "ratio":
            return [parts["0"], parts["1"]]
        case "matrix":
            return {row.value: parts[row.value] for row in card.rows}
        case "clauses":
            return {
                str(group.level): [parts[f"{group.level}:{at}"] for at in range(len(group.clauses))]
                for group in card.groups
            }
    token = parts[ALONE]
    return int(token) if card.kind == "levels" and WHOLE.fullmatch(token) else token
