"""What is decided, who signs, and the seals."""

from __future__ import annotations

from dataclasses import dataclass

from reports.sections.readiness.content import Readiness
from reports.sections.summary.content import Motion


@dataclass(frozen=True, slots=True)
class SignatureChapter:
    """The chapter: what the board decides on, and the seals of what it rests on."""

    motion: Motion
    readiness: Readiness | None
