"""Drawings of promises: what has no limits and no level is drawn without."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from indicators.domain.baseline import compute
from readings.domain.points import SeriesPoint
from returns.domain.drawings import PromisePhase, PromisePicture, PromiseWords, promise_chart

VALUES = tuple(Decimal(value) for value in (10, 12, 11, 13, 12, 11, 12, 10))
STAGE = compute([SeriesPoint(n, str(n), v) for n, v in enumerate(VALUES, 1)], label=str)
MONTHS = tuple(date(2026, month, 1) for month in range(1, 9))
WORDS = PromiseWords(
    *("SC-12", "Readings by period", "Readings", "h", "mean {}", "upper {}", "lower {}"),
    *("promised {}", "work under way"),
    number=lambda value, places: f"{value:.{places}f}",
    period=str,
)
PICTURE = PromisePicture(MONTHS, VALUES, PromisePhase(0, 7, STAGE), None, None, (Decimal(9), 3), 1)


def test_limits_and_level_are_drawn_where_they_are_known():
    labels = [line.label for line in promise_chart(PICTURE, WORDS).references]
    assert [label.split()[0] for label in labels] == ["mean", "upper", "lower", "promised"]
    bare = replace(PICTURE, before=PromisePhase(0, 7, replace(STAGE, limits=None)), level=None)
    labels = [line.label for line in promise_chart(bare, WORDS).references]
    assert [label.split()[0] for label in labels] == ["mean"]
