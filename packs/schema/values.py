"""Values of every pack: exact numbers, names, and models that refuse what they do not know."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

REACH = range(-18, 16)  # places of the first digit that the engine computes with exactly


def _read_number(value: Any) -> Decimal:
    """Return an exact decimal; text keeps its digits, binary floats go through their shortest form."""
    if isinstance(value, bool):
        raise ValueError("a number is needed, not true or false")  # noqa: TRY004 -- pydantic reads it
    try:
        number = Decimal(repr(value) if isinstance(value, float) else str(value).strip())
    except ArithmeticError as error:
        raise ValueError(f"not a number: {value}") from error
    if not number.is_finite():
        raise ValueError(f"not a number: {value}")
    if number and number.adjusted() not in REACH:
        raise ValueError(f"a number of this size is not accepted: {value}")
    return number


def _read_name(value: Any) -> Any:
    """Return identifiers written as bare numbers (`version: 2026.3`) as text."""
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


Number = Annotated[Decimal, BeforeValidator(_read_number)]
Name = Annotated[str, BeforeValidator(_read_name), Field(min_length=1, max_length=100)]


class Strict(BaseModel):
    """Frozen, and refuses keys it does not know."""

    # Built when something is read: half of the processes that load the product read no pack.
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)
