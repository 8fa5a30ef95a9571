"""The plant in the blueprint: whose document it is, its facts and its systems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class FormerVersion:
    """The version before this one.

    Attributes:
        number: of the version, in the same count.
        day: of that document, at the plant.
        chapters: titles of the chapters that say something else now; empty if none does.
    """

    number: int
    day: date
    chapters: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which version this is, when its data were read, and what changed since the one before."""

    number: int
    as_of: datetime
    former: FormerVersion | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """Whose document this is, and of which day."""

    organization: LocalizedText
    plant: LocalizedText
    city: str
    country: LocalizedText
    time_zone: str
    today: date


@dataclass(frozen=True, slots=True)
class PlantFacts:
    """The plant and the scope of the assessment."""

    industry: str
    process_type: LocalizedText
    headcount: int
    lines: int
    start_of_production: date | None
    languages: tuple[LocalizedText, ...]
    currency: str
    owner: str
    headquarters_contact: str
    scope: str
    facts: tuple[tuple[LocalizedText, LocalizedText], ...]


@dataclass(frozen=True, slots=True)
class SystemLine:
    """One system in use."""

    name: str
    category: LocalizedText
    vendor: str
    version: str
    users: int | None
    yearly_cost: Decimal | None
    currency: str
    support_end: date | None
    disposition: str
    disposition_words: LocalizedText
    reason: LocalizedText
