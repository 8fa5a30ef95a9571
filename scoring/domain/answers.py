"""Answers to values: each answer type of a framework, strict about what it accepts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.errors import RuleError
from packs.schema.answers import (
    NOT_APPLICABLE,
    AnswerType,
    BandAnswer,
    ClausesAnswer,
    IntervalAnswer,
    MatrixAnswer,
    MultiAnswer,
    NumberAnswer,
    RatioAnswer,
    SingleAnswer,
)
from packs.schema.values import REACH
from scoring.domain.numbers import ZERO
from scoring.domain.types import Answer, NaState

_NA_STATES: dict[str, NaState] = {"proposed": "proposed", "accepted": "accepted"}
_DIGITS = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_LEVEL = re.compile(r"L?(\d{1,3})")


class AnswerError(RuleError):
    """An answer does not fit its item; `field` names the item."""


@dataclass(frozen=True, slots=True)
class Rating:
    """Value of one answer; `levels` holds the score of each level for clause lists."""

    value: Decimal
    text: str
    levels: Mapping[int, Decimal] = field(default_factory=dict)


def read_answer(given: Any) -> Answer:
    """Return an answer from a plain value: None or "" is not assessed, "na" does not apply.

    "na proposed" and "na accepted" say how far that has come; what follows a colon is the former
    answer: "na accepted: 3".
    """
    if isinstance(given, Answer):
        return given
    if isinstance(given, str):
        text = given.strip()
        said = NOT_APPLICABLE.fullmatch(text)
        if said is None:
            return Answer(value=text or None)
        state = _NA_STATES.get((said["state"] or "").lower(), "plain")
        return Answer((said["former"] or "").strip() or None, not_applicable=True, na_state=state)
    if isinstance(given, Sequence | Mapping) and not given:
        return Answer()
    return Answer(value=given)


def rate(item: str, kind: AnswerType, value: Any) -> Rating:
    """Return the value of an answer.

    Args:
        item: id of the item, for messages.
        kind: answer type of the item.
        value: an option, a list of options, a number, two numbers, rows, or clause scores; lists
            may be written as text joined by ";".

    Returns: the value before any scaling to the item's maximum.
    Raises: AnswerError when the answer is not one of those the type allows; nothing is clamped.
    Source: docs/method.md#answers
    """
    try:
        return _RATERS[kind.type](kind, value)
    except AnswerError as error:
        raise AnswerError(f"{item}: {error.message}", field=item) from None


def stand_in(kind: AnswerType, value: Decimal, text: str) -> Rating:
    """Return the rating of an item that counts with a value without having been answered.

    Of a list of clauses the lower levels are filled first.

    Source: docs/method.md#scores
    """
    if not isinstance(kind, ClausesAnswer):
        return Rating(value, text)
    top = max(kind.values)
    levels = {step: min(max(value - (step - 1) * top, ZERO), top) for step in level_steps(kind)}
    return Rating(value, text, levels)


def level_steps(kind: AnswerType) -> range:
    """Return the levels that a list of clauses speaks of; none for any other type."""
    if not isinstance(kind, ClausesAnswer):
        return range(0)
    return range(1, int(kind.maximum / max(kind.values)) + 1)


def readable(kind: AnswerType, value: Any) -> Any:
    """Return an answer in the form in which conditions on it compare: options, a number, or as is.

    Source: docs/method.md#visibility
    """
    if isinstance(kind, MultiAnswer):
        return _many(value)
    if isinstance(kind, IntervalAnswer | NumberAnswer):
        try:
            return _amount(_one(value))
        except AnswerError:
            return None
    return value


def _many(value: Any) -> list[str]:
    """Return the parts of a list, or of text joined by ";"."""
    if isinstance(value, str):
        parts: list[Any] = value.replace("；", ";").split(";")
    elif isinstance(value, Sequence | set | frozenset):
        parts = list(value)
    else:
        parts = [value]
    return [str(part).strip() for part in parts if str(part).strip()]


def _one(value: Any) -> str:
    parts = _many(value)
    if len(parts) != 1:
        raise AnswerError(f"one value is needed, not {len(parts)}")
    return parts[0]


def _number(text: str) -> Decimal:
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    if not _DIGITS.fullmatch(plain):
        raise AnswerError(f"not a number: {text[:40]}")
    number = Decimal(plain)
    if number and number.adjusted() not in REACH:
        raise AnswerError(f"a number of this size is not accepted: {text[:40]}")
    return number


def _amount(text: str) -> Decimal:
    """Return a number that may carry one percent sign."""
    return _number(text[:-1].rstrip() if text.endswith(("%", "％")) else text)


def _option(kind: SingleAnswer | MultiAnswer, name: str) -> Decimal:
    if name not in kind.options:
        raise AnswerError(f"unknown option {name}; known: {', '.join(kind.options)}")
    return kind.options[name].value


def _single(kind: SingleAnswer, value: Any) -> Rating:
    name = _one(value)
    return Rating(_option(kind, name), name)


def _multi(kind: MultiAnswer, value: Any) -> Rating:
    names = _many(value)
    if not names:
        raise AnswerError("no option is named")
    if len(set(names)) != len(names):
        raise AnswerError("an option is ticked twice")
    alone = [name for name in names if name in kind.exclusive]
    if alone and len(names) > 1:
        raise AnswerError(f"{alone[0]} excludes every other option")
    total = sum((_option(kind, name) for name in names), ZERO)
    capped = total if kind.cap is None else min(total, kind.cap)
    return Rating(max(capped, ZERO), ";".join(names))


def _interval(kind: IntervalAnswer, value: Any) -> Rating:
    number = _amount(_one(value))
    return Rating(_lookup(kind, number), f"{number:f}")


def _plain_number(kind: NumberAnswer, value: Any) -> Rating:
    number = _amount(_one(value))
    if not kind.min <= number <= kind.max:
        raise AnswerError(f"{number:f} is outside {kind.min:f} to {kind.max:f}")
    return Rating(number, f"{number:f}")


def _lookup(kind: IntervalAnswer | RatioAnswer, number: Decimal) -> Decimal:
    low = kind.lower
    if low is not None and (number < low or (kind.min_open and number == low)):
        raise AnswerError(f"{number:f} is below the table, which starts at {low:f}")
    last = kind.cuts[-1][0]
    for end, value in kind.cuts:
        if end is None or number < end or (number == end and kind.closed == "right"):
            if number == end == last and kind.max_open:
                break
            return value
    if number == last and not kind.max_open:
        return kind.cuts[-1][1]
    raise AnswerError(f"{number:f} is above the table, which ends at {last:f}")


def _ratio(kind: RatioAnswer, value: Any) -> Rating:
    parts = _many(value)
    if len(parts) != 2:
        raise AnswerError(f"two numbers are needed, not {len(parts)}")
    above, below = _amount(parts[0]), _amount(parts[1])
    if below == 0:
        raise AnswerError("the second number of a ratio must not be 0")
    share = above / below * (100 if kind.unit == "percent" else 1)
    text = f"{above:f} / {below:f}"
    if kind.cuts:
        return Rating(_lookup(kind, share), text)
    if not ZERO <= share <= kind.maximum:
        raise AnswerError(f"the ratio {text} is outside 0 to {kind.maximum:f}")
    return Rating(share, text)


def _band(kind: BandAnswer, value: Any) -> Rating:
    number = Decimal(value) if type(value) is int else _number(_one(value))
    if number not in kind.steps:
        known = ", ".join(f"{point.v:f}" for point in kind.bands)
        raise AnswerError(f"{number:f} is not a step of the scale; known: {known}")
    return Rating(number, f"{number.normalize():f}")


def _matrix(kind: MatrixAnswer, value: Any) -> Rating:
    rows = list(kind.rows)
    given = _rows(rows, value)
    values = [_row_value(kind, given[row]) for row in rows]
    total = sum(values, ZERO)
    score = total if kind.combine == "sum" else total / len(rows)
    return Rating(score, ";".join(f"{row}={given[row]}" for row in rows))


def _rows(rows: list[str], value: Any) -> dict[str, str]:
    """Return the choice per row from a mapping, `row=choice` parts, or choices in row order."""
    if isinstance(value, Mapping):
        given = {str(row): str(choice).strip() for row, choice in value.items()}
    else:
        parts = _many(value)
        named = [part.replace(":", "=", 1).partition("=") for part in parts]
        if all(sign for _, sign, _ in named):
            given = {row.strip(): choice.strip() for row, _, choice in named}
            if len(given) != len(named):
                raise AnswerError("a row has two choices")
        elif len(parts) == len(rows):
            given = dict(zip(rows, parts, strict=True))
        else:
            raise AnswerError(f"{len(rows)} rows need a choice, {len(parts)} given")
    for row in given:
        if row not in rows:
            raise AnswerError(f"unknown row {row}; known: {', '.join(rows)}")
    missing = [row for row in rows if row not in given]
    if missing:
        raise AnswerError(f"rows without a choice: {', '.join(missing)}")
    return given


def _row_value(kind: MatrixAnswer, choice: str) -> Decimal:
    """Return the value of a choice, given by name or by one of the values."""
    if choice in kind.values:
        return kind.values[choice]
    try:
        number = _number(choice)
    except AnswerError:
        number = None
    if number is None or number not in kind.values.values():
        raise AnswerError(f"unknown choice {choice}; known: {', '.join(kind.values)}")
    return number


def _clauses(kind: ClausesAnswer, value: Any) -> Rating:
    levels = {
        level: [_clause(kind, score) for score in scores]
        for level, scores in _clause_lists(kind, value).items()
        if scores
    }
    if not levels:
        raise AnswerError("no clause is scored")
    count = int(kind.maximum / max(kind.values))
    for level, scores in levels.items():
        if not 1 <= level <= count:
            raise AnswerError(f"level {level} is outside 1 to {count}")
        needed = kind.clause_count(level)
        if needed is not None and needed != len(scores):
            raise AnswerError(f"level {level} has {needed} clauses, {len(scores)} scored")
    means = {level: sum(scores, ZERO) / len(scores) for level, scores in sorted(levels.items())}
    text = "|".join(
        f"{level}:" + ";".join(f"{score.normalize():f}" for score in scores)
        for level, scores in sorted(levels.items())
    )
    return Rating(sum(means.values(), ZERO), text, means)


def _clause(kind: ClausesAnswer, text: str) -> Decimal:
    score = _number(text)
    if score not in kind.values:
        known = ", ".join(f"{value:f}" for value in kind.values)
        raise AnswerError(f"clause score {text} is not one of {known}")
    return score


def _clause_lists(kind: ClausesAnswer, value: Any) -> dict[int, list[str]]:
    """Return clause scores per level.

    Accepts {level: scores}, text with "|" between levels, and one flat list: of the only level,
    or cut by the number of clauses that the pack states for each level.
    """
    if isinstance(value, Mapping):
        return _by_level([(_level(level), scores) for level, scores in value.items()])
    if isinstance(value, str) and ("|" in value or ":" in value):
        parts = [part.rpartition(":") for part in value.split("|")]
        places = enumerate(parts, start=1)
        return _by_level(
            [(_level(level) if sign else at, scores) for at, (level, sign, scores) in places]
        )
    if isinstance(value, list | tuple) and value and isinstance(value[0], list | tuple):
        return {place: _many(scores) for place, scores in enumerate(value, start=1)}
    return _cut_flat_list(kind, _many(value))


def _by_level(pairs: list[tuple[int, Any]]) -> dict[int, list[str]]:
    levels = [level for level, _ in pairs]
    if len(set(levels)) != len(levels):
        raise AnswerError("a level is scored twice")
    return {level: _many(scores) for level, scores in pairs}


def _cut_flat_list(kind: ClausesAnswer, flat: list[str]) -> dict[int, list[str]]:
    counts = {level: kind.clause_count(level) or 0 for level in sorted(kind.clauses)}
    if counts and sum(counts.values()) == len(flat):
        lists, start = {}, 0
        for level, count in counts.items():
            lists[level] = flat[start : start + count]
            start += count
        return lists
    if kind.maximum == max(kind.values):
        return {1: flat}
    raise AnswerError('clause scores of several levels are written "level:score;score|level:…"')


def _level(text: Any) -> int:
    found = _LEVEL.fullmatch(str(text).strip())
    if not found:
        raise AnswerError(f"not a level: {text}")
    return int(found[1])


_RATERS: dict[str, Callable[[Any, Any], Rating]] = {
    "single": _single,
    "multi": _multi,
    "interval": _interval,
    "ratio": _ratio,
    "band": _band,
    "band_pick": _band,
    "number": _plain_number,
    "matrix": _matrix,
    "clauses_per_level": _clauses,
}
