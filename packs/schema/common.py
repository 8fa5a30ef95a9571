"""What every kind of pack shares: strict models, numbers, sources and the head of pack.yaml."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from packs.schema.text import Text

Kind = Literal["framework", "checklist", "initiatives", "indicators", "processes"]
Confidence = Literal["V1", "V2", "M", "I"]

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

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Source(Strict):
    """Where a fact comes from."""

    name: str = Field(min_length=1)
    url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    clause: str | None = None


def _read_source(value: Any) -> Any:
    """Return a source given by its name alone in full."""
    return {"name": value} if isinstance(value, str) else value


SourceLike = Annotated[Source, BeforeValidator(_read_source)]


class PackHead(Strict):
    """Head of pack.yaml. A pack made outside may leave out what only a published one needs."""

    id: Name
    version: Name
    kind: Kind
    title: Text | None = None
    publisher: str | None = None
    license: str | None = None
    status: Literal["draft", "current", "superseded"] = "current"
    supersedes: Name | None = None
    checked_on: dt.date | None = None
    source: SourceLike | None = None
    disclaimer: Text | None = None
    note: Text | None = None
    summary: Text | None = None
