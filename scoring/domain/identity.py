"""Keys for scores that are kept: an object that equals only itself, a run without its answers.

Scores are pure, so one that was made from the same objects by the same rules is the same. Saving an
answer therefore scores the way from its question to the top and nothing beside it.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Same(Generic[Kept]):
    """Holds an object that equals only itself; while it is held, no other takes its place."""

    __slots__ = ("it",)

    def __init__(self, it: Kept) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.it is other.it


class Named(Generic[Kept]):
    """Holds an object that equals every other one of the same name."""

    __slots__ = ("it", "name")

    def __init__(self, it: Kept, *name: Hashable) -> None:
        self.it, self.name = it, name

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and self.name == other.name
