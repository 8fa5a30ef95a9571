"""The way of a person through the questions of a run: theirs first, and what of them is open."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scoring.domain.sections import Section

# Judgement: reading a question with its five levels, and choosing one, takes about a minute.
MINUTES_A_QUESTION = 1
EXACT_UNTIL, STEP = 10, 5  # minutes


def own_way(sections: Sequence[Section], own: Collection[str]) -> tuple[str, ...]:
    """Return the questions through which a person is led, in reading order.

    Args:
        sections: of the run, with the questions that it asks.
        own: ids of the sections that the person is asked to answer; of nobody's are none.

    Returns:
        The questions of their own sections; every question where none is theirs.
    """
    asked = [part for part in sections if part.id in own] or sections
    return tuple(question for part in asked for question in part.questions)


def neighbors(sections: Sequence[Section], own: Collection[str], question: str) -> tuple[str, str]:
    """Return the questions before and after one; empty at the ends.

    Who reads a question of their own is never led into somebody else's section; who looks at one of
    others is led through all.

    Args:
        sections: of the run, with the questions that it asks.
        own: ids of the sections that the person is asked to answer.
        question: one of them.

    Raises:
        ValueError: the run does not ask it.
    """
    way = own_way(sections, own)
    if question not in way:
        way = own_way(sections, ())
    place = way.index(question)
    before = way[place - 1] if place else ""
    return before, way[place + 1] if place + 1 < len(way) else ""


def next_open(way: Sequence[str], settled: Collection[str], after: str = "") -> str:
    """Return the next question that nobody has settled, from a place on, then from the start.

    Args:
        way: questions in reading order, see `own_way`.
        settled: those that are answered or do not apply.
        after: where the person is; a question that is not on the way begins at the start.

    Returns:
        The question, which may be the one where they are; empty where none is open.
    """
    start = way.index(after) + 1 if after in way else 0
    around = (*way[start:], *way[:start])
    return next((question for question in around if question not in settled), "")


def minutes_left(count: int) -> int:
    """Return how long answering takes, as it is told.

    Args:
        count: questions that are open, 0 or more.

    Returns:
        Minutes; above ten in steps of five, rounded up.

    Source: docs/method.md#minutes-left
    """
    minutes = count * MINUTES_A_QUESTION
    return minutes if minutes <= EXACT_UNTIL else -(-minutes // STEP) * STEP
