"""The readiness framework in its releases, read once per process."""

from __future__ import annotations

from functools import cache
from typing import Any

from packs.loader import DATA_DIR, read_content
from packs.loader import _merge as merge
from packs.loader import _read_files as read_files
from packs.schema import Framework
from scoring.domain.engine import score
from scoring.domain.types import Scorecard

FULL = {"profile": "discrete", "evidence": 1, "kpis": {"DQ-07": 95}}


@cache
def release(version: str) -> Framework:
    folder = DATA_DIR / "frameworks" / "overseas-plant-readiness" / version
    return read_content(merge(read_files(folder))[0])


def scored(level: int, version: str = "1.1.0", /, **changes: Any) -> Scorecard:
    """Return the card of a plant with one level everywhere but for some questions (DG_01=…)."""
    framework = release(version)
    answers: dict[str, Any] = {leaf.id: level for leaf in framework.leaves}
    answers |= {name.replace("_", "-"): value for name, value in changes.items()}
    return score(framework, answers, **FULL)


def words(card: Scorecard, node: str = "total") -> list[str]:
    """Return what stands between a node and its next level, or keeps it from having one."""
    reading = card.nodes[node].level
    return [lack.text.en.replace("\u00a0", " ") for lack in reading.unmet]
