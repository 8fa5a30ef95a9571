"""One point of a series, and between which bounds it can lie."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

Bounds = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One reading: its place in time, how the place is called, and the value."""

    position: int
    label: str
    value: Decimal
