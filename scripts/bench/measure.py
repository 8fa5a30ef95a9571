"""Timing of works against each other: processor time in interleaved rounds, middles; a fixed loop."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

ROUNDS = 3
SPIN = 2_000_000


@dataclass(frozen=True)
class Work:
    """Something to time.

    Attributes:
        run: what is timed.
        repeat: calls in a round.
    """

    run: Callable[[], object]
    repeat: int = 10


def percentile(values: list[float], share: int) -> float:
    """Return the value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def interleaved(
    works: Mapping[str, Work],
    *,
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Time works in turns, so that a slow minute of the machine hits all of them.

    Args:
        works: by name.
        rounds: how often each one has its turn.
        clock: processor seconds spent so far by whoever does the work.

    Returns:
        Milliseconds of processor a call, the middle of the rounds, by name.
    """
    for work in works.values():
        work.run()  # caches and imports are warm
        work.run()
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            before = clock()
            for _ in range(work.repeat):
                work.run()
            found[name].append((clock() - before) * 1000 / work.repeat)
    return {name: statistics.median(values) for name, values in found.items()}


def spin() -> dict[str, float]:
    """Count in a fixed loop and return its processor time and the share of a core that it got."""
    began, cpu = time.perf_counter(), time.process_time()
    total = 0
    for number in range(SPIN):
        total += number % 7
    spent = time.process_time() - cpu
    return {
        "cpu_ms": round(spent * 1000, 1),
        "share": round(min(1.0, spent / (time.perf_counter() - began)), 2),
    }
