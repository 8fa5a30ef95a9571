"""What a start of production asks of the board."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from core.phrases import phrase, plural, sentences
from core.text import LocalizedText
from planning.domain.wording import day_told
from reports.domain.binds import StartBind, choice, keep, listed_by_day

NAMED = 3


@dataclass(frozen=True, slots=True)
class StartWork:
    """Work that must stand at a start of production, with its last responsible start.

    `latest` is None where a milestone has no day, so that nothing can be counted back.
    """

    title: LocalizedText
    latest: date | None


@dataclass(frozen=True, slots=True)
class StartState:
    """What presses before a start of production that lies ahead. No need stands in two of its parts.

    Attributes:
        on: its day.
        unplanned: what is missing then and is not planned.
        late: what is planned too late.
        pressing: what is planned in time, has not begun and must begin until `until`.
        until: the end of the quarter after the running one.
        money: what the pressing work costs until the end of the year of `until`, in words; None if
            that is nothing or not known.
        bound_money: what of that is planned and has not begun costs until the end of that year, in words.
        binds: what can no longer be kept, planned or not.
        needs: how many needs the start has.
        bare: how many of them are not planned.
        unpriced: how many of the planned ones state no cost.
        rest: of these those that are neither missing then nor bound, the first to begin before.
    """

    on: date
    unplanned: tuple[StartWork, ...] = ()
    late: tuple[StartWork, ...] = ()
    pressing: tuple[StartWork, ...] = ()
    until: date = date.max
    money: LocalizedText | None = None
    binds: tuple[StartBind, ...] = ()
    needs: int = 0
    bare: int = 0
    rest: tuple[StartWork, ...] = ()
    bound_money: LocalizedText | None = None
    unpriced: int = 0

    @property
    def asks_for_money(self) -> bool:
        """Whether money is named that cannot wait."""
        return self.money is not None and bool(self.pressing)

    @property
    def covered(self) -> int:
        """How many needs the sums hold."""
        return self.needs - self.bare - self.unpriced

    @property
    def lost(self) -> int:
        """How many needs can no longer be kept."""
        return sum(len(bind.titles) for bind in self.binds if not bind.keeps_day)

    @property
    def thin(self) -> int:
        """How many needs keep their day with less reserve than they should have."""
        return sum(len(bind.titles) for bind in self.binds if bind.keeps_day)


def start_asks(start: StartState | None) -> list[tuple[str, LocalizedText]]:
    """Return what is asked for a start of production, each with its code.

    What is missing is planned, for what can no longer be kept is chosen, what is late is decided on,
    what presses is started; the last one says what it costs and that the start is at risk without it.

    Source: docs/method.md#decision.
    """
    if start is None:
        return []
    parts: list[tuple[str, Sequence[object], Callable[[StartState], LocalizedText]]] = [
        ("start_lacks", start.unplanned, _plan),
        ("start_binds", start.binds, _choose),
        ("start_late", start.late, _bring_forward),
        ("start", start.pressing, _begin),
    ]
    found = [(code, words(start)) for code, works, words in parts if works]
    if found:
        code, text = found[-1]
        risk = _risk(start)
        found[-1] = (
            code,
            sentences([text, risk]),
        )
    return found


def start_steps(start: StartState, most: int) -> list[tuple[LocalizedText, date | None]]:
    """Return the steps before a start of production, each with its last responsible start.

    Args:
        start: what presses.
        most: so many of what presses, the earliest first; what is missing or late stands whole.
    """
    works = [
        *(
            (phrase("Plan and begin “{work}”", work=one.title), one.latest)
            for one in start.unplanned
        ),
        *((phrase("Bring forward “{work}”", work=one.title), one.latest) for one in start.late),
        *((phrase("Begin “{work}”", work=one.title), one.latest) for one in start.pressing[:most]),
    ]
    found = [*works, *((choice(bind), bind.latest) for bind in start.binds)]
    return [*found, (_others(start.rest), start.rest[0].latest)] if start.rest else found


def _others(rest: Sequence[StartWork]) -> LocalizedText:
    """Return that what nothing else names is planned, too: the first of it by name."""
    n, title = len(rest), rest[0].title
    if n == 1:
        return phrase("Plan “{work}”", work=title)
    return phrase(
        "Plan the other {n} needs of the start of production, first “{first}”", n=n, first=title
    )


def start_line(start: StartState | None) -> LocalizedText | None:
    """Return what a summary says first of the needs of a start: how many no sum holds, what is lost.

    Returns:
        None where every need is planned and can be kept.
    """
    if start is None or not (start.bare or start.unpriced or start.binds):
        return None
    found = []
    if start.bare:
        bare = plural(
            "{n} of the {needs} needs of the start of production is not planned; the sums cover "
            "{covered} of {needs}.",
            "{n} of the {needs} needs of the start of production are not planned; the sums cover "
            "{covered} of {needs}.",
            start.bare,
            needs=start.needs,
            covered=start.covered,
        )
        found.append(bare)
    if start.unpriced:
        found.append(_unpriced_told(start.unpriced))
    if start.lost:
        lost = (bind for bind in start.binds if not bind.keeps_day)
        found.append(_lost_told(start.lost, min(lost, key=lambda bind: bind.latest)))
    if start.thin:
        found.append(_thin_told(start.thin))
    return sentences(found)


def _unpriced_told(n: int) -> LocalizedText:
    return plural(
        "{n} planned need of the start states no cost.",
        "{n} planned needs of the start state no cost.",
        n,
    )


def _choose(start: StartState) -> LocalizedText:
    """Return what is chosen on, and what of it costs money that is planned already."""
    asked = keep(start.binds, NAMED)
    if start.bound_money is None:
        return asked
    money = phrase(
        "What of this is planned costs {money} until the end of {year}, on top of what must begin now.",
        money=start.bound_money,
        year=start.until.year,
    )
    return sentences([asked, money])


def _thin_told(n: int) -> LocalizedText:
    return plural(
        "{n} need of the start keeps its day only with less reserve than it should have.",
        "{n} needs of the start keep their day only with less reserve than they should have.",
        n,
    )


def _lost_told(n: int, first: StartBind) -> LocalizedText:
    need, day = first.titles[0], day_told(first.latest)
    if n == 1:
        return phrase(
            "1 can no longer be kept: it, “{need}”, would have to begin by {day}.",
            need=need,
            day=day,
        )
    return phrase(
        "{n} can no longer be kept: the first, “{need}”, would have to begin by {day}.",
        n=n,
        need=need,
        day=day,
    )


def _plan(start: StartState) -> LocalizedText:
    return phrase(
        "Plan what is missing at the start of production on {day}, to begin latest by: {works}.",
        day=day_told(start.on),
        works=_listed(start.unplanned),
    )


def _bring_forward(start: StartState) -> LocalizedText:
    return phrase(
        "Decide how what is planned too late is brought forward, latest by: {works}.",
        works=_listed(start.late),
    )


def _begin(start: StartState) -> LocalizedText:
    return phrase(
        "Start what must begin by {day} and cannot wait, latest by: {works}.",
        day=day_told(start.until),
        works=_listed(start.pressing),
    )


def _risk(start: StartState) -> LocalizedText:
    day = day_told(start.on)
    if start.money is None or not start.asks_for_money:
        return phrase("Else the start of production on {day} is at risk.", day=day)
    return plural(
        "This one of the {needs} needs costs {money} until the end of {year}; without it the start "
        "of production on {day} is at risk.",
        "These {n} of the {needs} needs cost {money} until the end of {year}; without it the start "
        "of production on {day} is at risk.",
        len(start.pressing),
        needs=start.needs,
        money=start.money,
        year=start.until.year,
        day=day,
    )


def _listed(works: Sequence[StartWork]) -> LocalizedText:
    """Return the first works with their days, and how many there are besides."""
    return listed_by_day([(one.title, one.latest) for one in works], NAMED)
