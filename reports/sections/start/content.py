"""The start of production: milestones, what must stand at them and until when it can begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class StoneLine:
    """A milestone of the launch with its day, and the day on which it was reached."""

    title: LocalizedText
    day: date
    reached: date | None


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need that does not stand yet.

    `last_start` and `brave_start` are its last responsible starts by the high and the low value;
    `slack` is calendar days by the high one, counted from `first_start`, of work under way those by which
    its end can slip, negative where days are missing; `work` says what the plan holds of it, and
    `is_late` that its bars come too late.
    """

    title: LocalizedText
    due: LocalizedText
    due_on: date
    first_start: date
    last_start: date
    brave_start: date
    slack: int
    work: str
    starts_on: date | None
    ends_on: date | None
    is_late: bool

    @property
    def missing(self) -> int:
        """Calendar days that are missing; 0 where none is."""
        return max(0, -self.slack)


@dataclass(frozen=True, slots=True)
class DecidingChain:
    """The work that decides, first to last, the milestone at its end, and its slack in days.

    What the plan does not hold yet says so.
    """

    items: tuple[LocalizedText, ...]
    due: LocalizedText
    slack: int

    @property
    def line(self) -> LocalizedText:
        """The work in one line."""
        return LocalizedText.of(
            " → ".join(text.en for text in self.items),
            " → ".join(text.zh_hans for text in self.items),
        )

    @property
    def missing(self) -> int:
        """Calendar days that are missing; 0 where none is."""
        return max(0, -self.slack)


@dataclass(frozen=True, slots=True)
class StartPlan:
    """A start of production that lies ahead.

    `undated` are needs that wait for a milestone without a day, `standing` those that stand.
    """

    on: date
    release: str
    missing: LocalizedText | None
    stones: tuple[StoneLine, ...]
    needs: tuple[NeedLine, ...]
    chain: DecidingChain | None
    pairs: tuple[LocalizedText, ...]
    standing: tuple[LocalizedText, ...]
    undated: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class StartChapter:
    """The chapter; a plant without a start of production ahead has none."""

    start: StartPlan | None
