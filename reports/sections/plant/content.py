"""The plant and the scope of the assessment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class PlantFacts:
    """The plant and the scope of the assessment."""

    industry: LocalizedText
    process_type: LocalizedText
    headcount: int
    lines: int
    start_of_production: date | None
    languages: tuple[LocalizedText, ...]
    currency: str
    owner: str
    headquarters_contact: str
    scope: LocalizedText | None
    facts: tuple[tuple[LocalizedText, LocalizedText], ...]


@dataclass(frozen=True, slots=True)
class PlantChapter:
    """The chapter."""

    plant: PlantFacts
    has_run: bool
