"""What is not settled about the plant on the day of issue."""

from __future__ import annotations

from dataclasses import dataclass

from reports.domain.state import OpenPoint


@dataclass(frozen=True, slots=True)
class PointChapter:
    """The chapter: every open point."""

    open_points: tuple[OpenPoint, ...]
