"""Whose signatures a run still needs: as many people as asked for, and one who did not answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NeededSignatures:
    """What is missing before a run is signed.

    Attributes:
        count: how many signatures at least; 0 where none is.
        is_apart: whether one of them has to be of somebody who did not answer.
    """

    count: int
    is_apart: bool


def needed_signatures(
    signed: Collection[int], answered: Collection[int], people: int
) -> NeededSignatures:
    """Return what is missing: people, and somebody who did not answer.

    Args:
        signed: who signed, by id, each once; none so far is what a run begins with.
        answered: who gave an answer that counts, or spoke apart.
        people: how many have to sign [>= 1].

    Source: docs/method.md#signatures
    """
    is_apart = set(signed) <= set(answered)
    return NeededSignatures(max(people - len(set(signed)), int(is_apart)), is_apart)
