"""Head of every pack, and the sources its facts come from."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from packs.schema.text import Text
from packs.schema.values import Name, Strict

Kind = Literal["framework", "checklist", "initiatives", "indicators", "processes", "launch"]
Confidence = Literal["V1", "V2", "M", "I"]


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
