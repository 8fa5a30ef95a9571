"""Checks beyond the schema, for one pack and across packs; higher apps hand in further ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from packs.checks.catalogs import (
    checklist_problems,
    indicator_problems,
    initiative_problems,
    process_problems,
)
from packs.checks.framework import framework_problems
from packs.checks.launch import launch_problems
from packs.checks.problem import Problem, found, unknown
from packs.checks.texts import text_problems
from packs.schema import (
    Checklist,
    Framework,
    IndicatorCatalog,
    InitiativeCatalog,
    LaunchPack,
    PackContent,
    ProcessModel,
)

__all__ = ["Problem", "cross_problems", "find_problems", "head_problems", "register"]

FrameworkCheck = Callable[[Framework], Iterable[tuple[str, str]]]
_handed_in: list[FrameworkCheck] = []


def register(check: FrameworkCheck) -> None:
    """Add a check of frameworks that lives in a higher app; it returns (item, reason) pairs."""
    if check not in _handed_in:
        _handed_in.append(check)


def find_problems(content: PackContent) -> list[Problem]:
    """Return what is wrong inside one pack; an empty list means that it can be used."""
    names = list(text_problems(content))
    if names:
        return names
    problems: Iterable[Problem]
    match content:
        case Framework():
            problems = framework_problems(content) or [
                found(item, reason) for check in _handed_in for item, reason in check(content)
            ]
        case Checklist():
            problems = checklist_problems(content)
        case InitiativeCatalog():
            problems = initiative_problems(content)
        case IndicatorCatalog():
            problems = indicator_problems(content)
        case ProcessModel():
            problems = process_problems(content)
        case LaunchPack():
            problems = launch_problems(content)
    return list(problems)


def head_problems(content: PackContent) -> list[Problem]:
    """Return what a published pack must say about itself and does not."""
    wanted = ("title", "publisher", "license", "checked_on", "source")
    return [found(name, "missing in pack.yaml") for name in wanted if not getattr(content, name)]


def cross_problems(contents: Iterable[PackContent]) -> list[tuple[PackContent, Problem]]:
    """Return references from one pack to another that lead nowhere, with the pack they stand in.

    A kind of pack that is not there is not checked against.
    """
    packs = list(contents)
    known = _ids_by_kind(packs)
    return [
        (pack, problem)
        for pack in packs
        for item, kind, names in _outward(pack)
        if known.get(kind)
        for problem in unknown(item, names, known[kind], kind)
    ]


def _ids_by_kind(packs: Iterable[PackContent]) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {}
    for pack in packs:
        match pack:
            case InitiativeCatalog():
                known.setdefault("initiative", set()).update(e.id for e in pack.initiatives)
                known.setdefault("role", set()).update(entry.id for entry in pack.roles)
                known.setdefault("phase", set()).update(entry.id for entry in pack.phases)
            case IndicatorCatalog():
                known.setdefault("indicator", set()).update(e.id for e in pack.indicators)
            case Framework():
                known.setdefault("question", set()).update(q.id for q in pack.questions)
            case _:
                pass
    return known


def _outward(pack: PackContent) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Yield (item, kind, names) for every reference to another pack."""
    match pack:
        case Framework():
            yield from _outward_of_framework(pack)
        case Checklist():
            for obligation in pack.obligations:
                yield obligation.id, "initiative", obligation.initiatives
        case InitiativeCatalog():
            for initiative in pack.initiatives:
                yield initiative.id, "indicator", initiative.indicators
                yield initiative.id, "question", initiative.conditions
        case ProcessModel():
            steps = (step for area in pack.areas for step in area.processes)
            yield from ((step.id, "indicator", step.indicators) for step in steps)
        case LaunchPack():
            yield from _outward_of_launch(pack)
        case IndicatorCatalog():
            pass


def _outward_of_framework(pack: Framework) -> Iterator[tuple[str, str, Iterable[str]]]:
    for question in pack.questions:
        yield question.id, "initiative", question.initiatives
        yield question.id, "indicator", question.indicators
        yield question.id, "role", question.roles
    yield "initiative_conditions", "initiative", pack.initiative_conditions


def _outward_of_launch(pack: LaunchPack) -> Iterator[tuple[str, str, Iterable[str]]]:
    for need in pack.needs:
        yield need.id, "initiative", need.initiatives
    yield "slices", "initiative", [entry.id for entry in pack.slices]
    yield "questioned", "initiative", pack.questioned.initiatives
    yield "questioned", "phase", pack.questioned.phases
