"""A document as data: whose it is, what it rests on, and its sections in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.text import LocalizedText
from reports.domain.content import as_content
from reports.domain.state import OpenPoint


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

    @property
    def has_own_city(self) -> bool:
        """Return whether the city says more than the name of the plant, in whichever language."""
        return self.city not in ("", self.plant.en, self.plant.zh_hans)


@dataclass(frozen=True, slots=True)
class Basis:
    """The run a document rests on; `snapshot` is the hash of its seal, empty while it is open."""

    run: str
    is_provisional: bool
    snapshot: str


@dataclass(frozen=True, slots=True)
class DocumentFrame:
    """What stands around the sections: on the cover and on every page.

    Attributes:
        years: first and last year of the plan; None in documents without one.
        basis: the run; None if there is none, or if the document needs none.
        open_points: what the reader must know is not settled.
    """

    stamp: Stamp
    head: Head
    years: tuple[int, int] | None
    basis: Basis | None
    open_points: tuple[OpenPoint, ...]


@dataclass(frozen=True, slots=True)
class FrozenDocument:
    """A document as it was read: its frame, and the content of each section by its name."""

    frame: DocumentFrame
    sections: Mapping[str, Any]

    def as_plain(self) -> dict[str, Any]:
        """Return the document as plain data, which a row keeps."""
        sections = {name: as_content(section) for name, section in self.sections.items()}
        return {**as_content(self.frame), "sections": sections}
