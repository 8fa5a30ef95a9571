"""Answer types that cannot be answered, or whose values cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from packs.checks.problem import Problem, found
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
from packs.schema.framework import Framework

_SEPARATORS = (";", "；", "=")


def answer_problems(framework: Framework) -> Iterator[Problem]:
    """Yield what is wrong with the answers of the items."""
    for leaf in framework.leaves:
        kind = framework.answer_of(leaf)
        yield from _choice_problems(leaf.id, kind)
        if isinstance(kind, ClausesAnswer):
            yield from _clause_problems(leaf.id, kind)
        else:
            for name, value in _values(kind).items():
                if value < 0:
                    yield found(leaf.id, f"{name} is worth less than 0: {value}")


def _choice_problems(item: str, kind: AnswerType) -> Iterator[Problem]:
    """Yield choices that nobody can give: the reader takes them for something else."""
    names: list[str] = []
    if isinstance(kind, SingleAnswer | MultiAnswer):
        names = list(kind.options)
    elif isinstance(kind, MatrixAnswer):
        names = [*kind.rows, *kind.values]
        for row in kind.rows:
            if ":" in row:
                yield found(item, f'row {row} holds ":", which parts row and choice')
    for name in names:
        if NOT_APPLICABLE.fullmatch(name.strip()):
            yield found(item, f'{name} reads as "does not apply": name it otherwise')
        for sign in _SEPARATORS:
            if sign in name:
                yield found(item, f'{name} holds "{sign}", which parts choices')


def _values(kind: AnswerType) -> Mapping[str, Decimal]:
    """Return what each choice is worth; a multiple choice names what takes away itself."""
    values: dict[str, Decimal] = {}
    match kind:
        case SingleAnswer():
            values = {f"option {name}": option.value for name, option in kind.options.items()}
        case MultiAnswer():
            stated = {n: o for n, o in kind.options.items() if n not in kind.negative}
            values = {f"option {name}": option.value for name, option in stated.items()}
        case IntervalAnswer() | RatioAnswer():
            values = {f"the interval up to {end}": value for end, value in kind.cuts}
        case BandAnswer():
            values = {f"step {point.v}": point.v for point in kind.bands}
        case MatrixAnswer():
            values = {f"choice {name}": value for name, value in kind.values.items()}
        case NumberAnswer():
            values = {"min": kind.min}
    return values


def _clause_problems(item: str, kind: ClausesAnswer) -> Iterator[Problem]:
    if min(kind.values) < 0 or max(kind.values) != 1:
        yield found(item, "clause scores lie between 0 and 1, and 1 is one of them")
    for level in sorted(kind.clauses):
        if not 1 <= level <= (kind.levels or level):
            yield found(item, f"clauses of level {level}, but levels are 1 to {kind.levels}")
        if not kind.clause_count(level):
            yield found(item, f"level {level} has no clauses: leave it out")
