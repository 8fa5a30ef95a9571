"""Timing of small works against each other: interleaved rounds, medians, spread."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

ROUNDS = 3


def nothing() -> None:
    """Prepare nothing."""


def no_processor_elsewhere() -> float:
    """Say that no other process works for this one."""
    return 0.0


@dataclass(frozen=True)
class Work:
    """Something to time.

    Attributes:
        run: what is timed.
        prepare: done before each call, not timed.
        repeat: calls in a round.
    """

    run: Callable[[], object]
    prepare: Callable[[], object] = nothing
    repeat: int = 20


@dataclass
class Sample:
    """What was measured of one work.

    Attributes:
        wall: every call [ms].
        rounds: middle call of each round [ms].
        cpu: mean of each round [ms of processor].
    """

    wall: list[float] = field(default_factory=list)
    rounds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def as_dict(self) -> dict[str, float]:
        """Return the figures that are printed; `spread` is that of the rounds' middles."""
        middle = statistics.median(self.rounds)
        return {
            "p50_ms": round(statistics.median(self.wall), 3),
            "p95_ms": round(percentile(self.wall, 95), 3),
            "cpu_ms": round(statistics.median(self.cpu), 3),
            "spread": round((max(self.rounds) - min(self.rounds)) / middle, 3) if middle else 0.0,
            "calls": len(self.wall),
        }


def percentile(values: list[float], share: int) -> float:
    """Return the value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def interleaved(
    works: Mapping[str, Work],
    *,
    rounds: int = ROUNDS,
    elsewhere: Callable[[], float] = no_processor_elsewhere,
) -> dict[str, dict[str, Any]]:
    """Time works in turns, so that a slow minute of the machine hits all of them.

    Args:
        works: by name.
        rounds: how often each one has its turn.
        elsewhere: processor seconds another process (the database) has spent for this one.

    Returns:
        The figures by name.
    """
    samples = {name: Sample() for name in works}
    for work in works.values():
        work.prepare()
        work.run()  # caches and imports are warm
    for _ in range(rounds):
        for name, work in works.items():
            _one_round(work, samples[name], elsewhere)
    return {name: sample.as_dict() for name, sample in samples.items()}


def _one_round(work: Work, sample: Sample, elsewhere: Callable[[], float]) -> None:
    gc.collect()
    wall, spent = [], 0.0
    outside = elsewhere()
    for _ in range(work.repeat):
        work.prepare()
        cpu, began = time.process_time(), time.perf_counter()
        work.run()
        wall.append((time.perf_counter() - began) * 1000)
        spent += time.process_time() - cpu
    sample.wall += wall
    sample.rounds.append(statistics.median(wall))
    sample.cpu.append((spent + elsewhere() - outside) * 1000 / work.repeat)
