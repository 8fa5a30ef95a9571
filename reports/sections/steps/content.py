"""What comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class StepLine:
    """A next step with its date."""

    text: LocalizedText
    owner: str
    due: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class StepChapter:
    """The chapter, by date."""

    steps: tuple[StepLine, ...]
