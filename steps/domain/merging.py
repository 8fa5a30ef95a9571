"""Three-way merge by field: what two people made of a row that both had seen.

See docs/method.md#merge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Merge:
    """Names of fields, by who changed them.

    Attributes:
        mine: what the later editor changed.
        theirs: what the row's stored values changed since.
        both: what cannot be stored as the later editor has it without writing over `theirs`.
    """

    mine: frozenset[str]
    theirs: frozenset[str]
    both: frozenset[str]


def three_way(
    base: Mapping[str, Any],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    together: Iterable[frozenset[str]] = (),
) -> Merge:
    """Return who changed which fields of a row.

    Args:
        base: values that the later editor saw. A field that is missing here is unknown: where the
            other two differ, both are taken to have changed it.
        mine: values that the later editor sends; other fields are not looked at.
        theirs: values as they are stored now.
        together: fields that one rule ties to each other: who changes one of them changes all.

    Returns:
        The names. Both having made the same of a field is no conflict, and `mine` leaves it out.

    Source: docs/method.md#merge.
    """
    changed = {name for name in mine if name in theirs and mine[name] != theirs[name]}
    own = {name for name in changed if name not in base or mine[name] != base[name]}
    others = {name for name in theirs if name not in base or theirs[name] != base[name]}
    others -= {name for name in others if name not in base and name not in changed}
    both = own & others
    for group in together:
        if own & group and others & group:
            both |= changed & group
    return Merge(frozenset(own), frozenset(others), frozenset(both))
