"""Where the words of a chart stand: inside it, off each other and off the line of readings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from charts.svg.widths import text_width

_LINE, _SIZE = 15.0, 12.0
_CLEAR = 3.0  # what a point of a line is wide beside its middle
_STEP = 4.0  # distance of the places at which a line is felt
_ON_WORDS, _OUTSIDE = 100.0, 1000.0

Point = tuple[float, float]
Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for words: the anchor's x, the middle of the first line, the anchor."""

    x: float
    y: float
    anchor: str = "start"

    def area(self, lines: Sequence[str]) -> Area:
        """Return left, top, right and bottom of words that stand here."""
        width = max(text_width(text, _SIZE) for text in lines)
        left = self.x - width if self.anchor == "end" else self.x
        top = self.y - _LINE / 2
        return left, top, left + width, top + _LINE * len(lines)


@dataclass(slots=True)
class Labels:
    """The words already placed in a chart, and the lines they keep off."""

    inside: Area
    felt: list[tuple[float, float, float]] = field(default_factory=list)
    taken: list[Area] = field(default_factory=list)

    def keep_off(self, line: Iterable[Point], weight: float = 1.0) -> None:
        """Keep words off a line, as far as there is room; the heavier, the more."""
        before: Point | None = None
        for x, y in line:
            if before is not None:
                count = max(1, int(max(abs(x - before[0]), abs(y - before[1])) / _STEP))
                self.felt += [
                    (
                        before[0] + (x - before[0]) * n / count,
                        before[1] + (y - before[1]) * n / count,
                        weight,
                    )
                    for n in range(count)
                ]
            self.felt.append((x, y, weight))
            before = x, y

    def place(self, lines: Sequence[str], spots: Sequence[Spot]) -> Spot:
        """Return the best of some places and take it; of equal ones the first."""
        return self.place_one([(lines, spots)])[1]

    def place_one(
        self, forms: Sequence[tuple[Sequence[str], Sequence[Spot]]]
    ) -> tuple[Sequence[str], Spot]:
        """Return the best place of words that may be set in several forms, and take it."""
        best, least = (forms[0][0], forms[0][1][0]), math.inf
        for lines, spots in forms:
            for spot in spots:
                cost = self._cost(spot.area(lines))
                if cost < least:
                    best, least = (lines, spot), cost
                if not cost:
                    break
        self.taken.append(best[1].area(best[0]))
        return best

    def _cost(self, area: Area) -> float:
        left, top, right, bottom = area
        cost = sum(
            weight
            for x, y, weight in self.felt
            if left - _CLEAR <= x <= right + _CLEAR and top - _CLEAR <= y <= bottom + _CLEAR
        )
        for other in self.taken:
            wide = min(right, other[2]) - max(left, other[0])
            high = min(bottom, other[3]) - max(top, other[1])
            cost += _ON_WORDS if wide > 0 and high > 0 else 0
        low = self.inside
        out = max(low[0] - left, low[1] - top, right - low[2], bottom - low[3])
        return cost + (_OUTSIDE if out > 0 else 0)
