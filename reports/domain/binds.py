"""What is chosen where something a start of production needs can no longer be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.phrases import names, phrase, plural, quoted, sentences
from core.text import LocalizedText
from planning.domain.wording import day_told


@dataclass(frozen=True, slots=True)
class StartBind:
    """Needs that can no longer be kept; as `launch.domain.binds.Bind` says.

    Attributes:
        titles: the need at the root, then those that are late because it is.
        latest: last responsible start of the one at the root.
        pair: what cannot be kept, in words.
        due: the milestone for which it is needed.
        days: calendar days by which that milestone would have to move.
        spans_closure: whether these are fewer days than are missing, as closed days lie between.
        keeps_day: whether all still stand on the days of their milestones, with less reserve.
        until: the later milestone until which the one at the root may follow, if it may.
    """

    titles: tuple[LocalizedText, ...]
    latest: date
    pair: LocalizedText
    due: LocalizedText
    days: int
    spans_closure: bool = False
    keeps_day: bool = False
    until: LocalizedText | None = None


def choice(bind: StartBind) -> LocalizedText:
    """Return what there is to choose for a need that can no longer be kept, as a step."""
    return phrase("Choose for “{need}”: {ways}", need=bind.titles[0], ways=_within(answer(bind)))


def answer(bind: StartBind) -> LocalizedText:
    """Return the ways out: the milestone moves, the lead time shrinks, something stands in.

    Where only reserve is eaten, to accept that is a way, too; where work may follow later, that is.
    """
    ways = _ways(bind)
    if bind.until is None:
        return ways
    return phrase(
        "Let it follow by “{until}” at the latest; or: {ways}", until=bind.until, ways=_within(ways)
    )


def _ways(bind: StartBind) -> LocalizedText:
    if bind.keeps_day:
        return plural(
            "Accept {n} day less reserve before “{milestone}”, or move it by {n} day",
            "Accept {n} days less reserve before “{milestone}”, or move it by {n} days",
            bind.days,
            milestone=bind.due,
        )
    if bind.spans_closure:
        return plural(
            "Move “{milestone}” by {n} day (closed days do not count), shorten its lead time, or "
            "take a substitute",
            "Move “{milestone}” by {n} days (closed days do not count), shorten its lead time, or "
            "take a substitute",
            bind.days,
            milestone=bind.due,
        )
    return plural(
        "Move “{milestone}” by {n} day, shorten its lead time, or take a substitute",
        "Move “{milestone}” by {n} days, shorten its lead time, or take a substitute",
        bind.days,
        milestone=bind.due,
    )


def _within(ways: LocalizedText) -> LocalizedText:
    """Return the ways as they stand within a sentence."""
    words = ways.as_dict()
    words["en"] = ways.en[:1].lower() + ways.en[1:]
    return LocalizedText(words)


def keep(binds: Sequence[StartBind], most: int) -> LocalizedText:
    """Return what is asked for what can no longer be kept: the first in full, the others by name.

    Args:
        binds: the one that must begin first before; at least one.
        most: so many others are named, the rest counted.
    """
    first = binds[0]
    choose = phrase("Choose: {ways}.", ways=_within(answer(first)))
    every = [
        (title, bind.latest if title is bind.titles[0] else None)
        for bind in binds
        for title in bind.titles
    ]
    if not every[1:]:
        return sentences([first.pair, choose])
    others = phrase("Choose so, too, for {needs}.", needs=listed_by_day(every[1:], most))
    return sentences([first.pair, choose, others])


def listed_by_day(works: Sequence[tuple[LocalizedText, date | None]], most: int) -> LocalizedText:
    """Return the first works with their days, and how many there are besides.

    Args:
        works: each with the day by which it must begin, or none.
        most: so many are named, the rest counted.
    """
    shown = [
        phrase("“{work}” {day}", work=title, day=day_told(latest)) if latest else quoted(title)
        for title, latest in works[:most]
    ]
    more = len(works[most:])
    if more:
        return phrase("{works} and {n} more", works=names(shown), n=more)
    return names(shown)
