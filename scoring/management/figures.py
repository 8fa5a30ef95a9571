"""Figures about voices as commands print them: a number, or a dash and why there is none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from scoring.domain.numbers import reported
from scoring.domain.undefined import Statistic, Undefined, why


def number(value: Decimal) -> float:
    """Return a number for JSON, computed with 60 digits."""
    return float(reported(value))


def told(value: Statistic) -> dict[str, Any]:
    """Return a figure as plain data: `value`, or null with `reason` and `text`."""
    if isinstance(value, Undefined):
        return {"value": None, "reason": value.value, "text": why(value).as_dict()}
    return {"value": number(value), "reason": None, "text": None}


def shown(found: dict[str, Any]) -> str:
    """Return a figure of `told` for reading."""
    if found["value"] is None:
        return f"–  {found['text']['en']}"
    return f"{found['value']:.6f}"
