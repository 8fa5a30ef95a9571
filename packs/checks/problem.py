"""One finding of a pack check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, with which item, in which file."""

    file: str
    item: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.item or '-'}: {self.reason}"

    def in_file(self, file: str) -> Problem:
        """Return the same finding placed in a file."""
        return replace(self, file=file)


def found(item: str, reason: str) -> Problem:
    """Return a finding whose file the loader fills in."""
    return Problem("", item, reason)


def duplicates(ids: Iterable[str], what: str) -> Iterator[Problem]:
    """Yield a finding for each id used more than once."""
    for name, count in Counter(ids).items():
        if count > 1:
            yield found(name, f"{what} id used {count} times")


def reached(start: str, edges: Mapping[str, Iterable[str]]) -> set[str]:
    """Return everything that can be reached from a start along edges."""
    seen: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting += edges.get(current, ())
    return seen


def unknown(item: str, names: Iterable[str], known: Iterable[str], what: str) -> Iterator[Problem]:
    """Yield a finding for each reference to something that does not exist."""
    present = set(known)
    for name in names:
        if name not in present:
            yield found(item, f"unknown {what}: {name}")
