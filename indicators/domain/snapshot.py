"""Baselines as plain data and back: what is stored, hashed and printed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from indicators.domain.baseline import Baseline, Form, Grade, NaturalLimits, Seasonality
from indicators.domain.trends import Trend
from readings.domain.points import SeriesPoint

_LIMIT_NUMBERS = ("center", "lower", "upper", "raw_lower", "raw_upper", "range_limit")
_NUMBERS = ("mean", "median", "mad", "mad_sigma", "center")
_OPTIONAL = ("mean_range", "median_range", "autocorrelation")
_PLAIN = ("first", "last", "n", "is_autocorrelated", "is_significant", "is_near_bound")


def exact_text(value: Decimal) -> str:
    """Return a number without exponent and trailing zeros: what is stored and hashed."""
    text = f"{value:f}"
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if not value else short


def as_data(baseline: Baseline, *, number: Callable[[Decimal], Any] = exact_text) -> dict[str, Any]:
    """Return a baseline as JSON-ready data.

    Args:
        baseline: the statistics.
        number: how numbers are written; text keeps every digit, `float` gives JSON numbers.
    """
    data: dict[str, Any] = {name: getattr(baseline, name) for name in _PLAIN}
    data |= {name: number(getattr(baseline, name)) for name in _NUMBERS}
    for name in _OPTIONAL:
        value = getattr(baseline, name)
        data[name] = None if value is None else number(value)
    data |= {
        "moving_ranges": [number(value) for value in baseline.moving_ranges],
        "center_form": str(baseline.center_form),
        "grade": str(baseline.grade),
        "seasonality": str(baseline.seasonality),
        "odd": list(baseline.odd),
        "missing": list(baseline.missing),
        "outside": list(baseline.outside),
        "trend": baseline.trend and str(baseline.trend),
        "sigma_error": baseline.sigma_error,
    }
    for name in ("limits", "classic", "robust"):
        limits: NaturalLimits | None = getattr(baseline, name)
        data[name] = limits and {
            "form": str(limits.form),
            **{key: number(getattr(limits, key)) for key in _LIMIT_NUMBERS},
        }
    return data


def from_data(data: Mapping[str, Any]) -> Baseline:
    """Return the baseline of stored data; the way back of `as_data` with exact text.

    Baselines of engine 1 say nothing of own readings outside and of trends.
    """
    values: dict[str, Any] = {name: data[name] for name in (*_PLAIN, "sigma_error")}
    values |= {name: Decimal(data[name]) for name in _NUMBERS}
    for name in _OPTIONAL:
        values[name] = None if data[name] is None else Decimal(data[name])
    for name in ("limits", "classic", "robust"):
        values[name] = data[name] and _limits(data[name])
    return Baseline(
        **values,
        moving_ranges=tuple(Decimal(value) for value in data["moving_ranges"]),
        center_form=Form(data["center_form"]),
        grade=Grade(data["grade"]),
        seasonality=Seasonality(data["seasonality"]),
        odd=tuple(data["odd"]),
        missing=tuple(data["missing"]),
        outside=tuple(data.get("outside", ())),
        trend=Trend(data["trend"]) if data.get("trend") else None,
    )


def _limits(data: Mapping[str, Any]) -> NaturalLimits:
    return NaturalLimits(
        form=Form(data["form"]), **{name: Decimal(data[name]) for name in _LIMIT_NUMBERS}
    )


def extract(points: Sequence[SeriesPoint], left_out: Sequence[SeriesPoint] = ()) -> list[list[Any]]:
    """Return the readings a baseline rests on: period, value, whether it counted."""
    rows = [(point, True) for point in points] + [(point, False) for point in left_out]
    ordered = sorted(rows, key=lambda row: row[0].position)
    return [[point.label, exact_text(point.value), counted] for point, counted in ordered]


def series_seal(points: Sequence[SeriesPoint], aggregation: str) -> str:
    """Return by what figures of a whole series are known to be those of its readings.

    Args:
        points: the readings that count.
        aggregation: how months make a quarter.
    """
    return seal([*extract(points), [aggregation]])


def seal(rows: Sequence[Sequence[Any]]) -> str:
    """Return the SHA-256 of an extract, over its canonical JSON."""
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
