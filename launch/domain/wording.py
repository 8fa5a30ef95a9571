"""Sentences about a launch, in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.phrases import joined, names, phrase, phrase_as, plural, quoted, sentences
from core.text import LocalizedText, same
from launch.domain.lacks import LackKind, StartLack
from launch.domain.milestones import ProposedDay
from launch.domain.outlook import Conflict, MissingAtStart
from launch.domain.plans import LaunchCase
from launch.domain.slips import LaunchSlip
from planning.domain.wording import Names, day_told, told


def names_of(case: LaunchCase) -> Names:
    """Return what needs and milestones are called within sentences."""
    titled = (*case.pack.milestones, *(entry.need for entry in case.needs))
    return {entry.id: quoted(entry.title) for entry in titled}


def range_told(proposed: ProposedDay) -> LocalizedText:
    """Return the range of which a proposed day is the middle."""
    high = proposed.weeks[1]
    if not high:
        return phrase_as("when a milestone usually is", "the start itself")
    first, last = day_told(proposed.earliest), day_told(proposed.latest)
    days = first if first == last else phrase("{first}–{last}", first=first, last=last)
    if proposed.is_after:
        return plural(
            "usually {weeks} week after the start ({days}); proposed is the middle",
            "usually {weeks} weeks after the start ({days}); proposed is the middle",
            high,
            weeks=proposed.span,
            days=days,
        )
    return plural(
        "usually {weeks} week before the start ({days}); proposed is the middle",
        "usually {weeks} weeks before the start ({days}); proposed is the middle",
        high,
        weeks=proposed.span,
        days=days,
    )


def conflict_told(case: LaunchCase, conflict: Conflict) -> LocalizedText:
    """Return a pair that cannot be kept, whether the low values help, and whether it may wait."""
    known = names_of(case)
    pair = told(conflict.collision, known)
    more = (
        phrase("Not even the low values help.")
        if conflict.is_certain
        else phrase("With the shortest lead times it holds.")
    )
    later = {entry.need.id: entry.need.may_wait_until for entry in case.needs}
    until = later[conflict.collision.item]
    if not until or conflict.collision.item in case.waiting:
        return sentences([pair, more])
    wait = phrase("It can follow by {milestone} at the latest.", milestone=known[until])
    return sentences([pair, more, wait])


def missing_told(case: LaunchCase, found: MissingAtStart) -> LocalizedText:
    """Return what is missing at the start of production by the dates alone, without the plan."""
    row = found.row
    lack = StartLack(
        row.entry.need, LackKind.TOO_LATE, case.start, row.safe.early.end, row.brave.early.end
    )
    return _lack_told(lack)


def lacks_told(lacks: Sequence[StartLack]) -> LocalizedText | None:
    """Return the first line of a summary: what is missing at the start of production.

    The gravest is named, the others are counted; None where nothing is missing.
    """
    if not lacks:
        return None
    text, more = _lack_told(lacks[0]), len(lacks) - 1
    if not more:
        return text
    besides = plural("{n} more need is missing then.", "{n} more needs are missing then.", more)
    return sentences([text, besides])


def trouble_told(
    lacks: Sequence[StartLack], *, bare: int, needs: int, lost: int
) -> LocalizedText | None:
    """Return what is wrong before a start of production, the gravest first; None where nothing is.

    Args:
        lacks: what is missing at the start.
        bare: how many needs are not planned.
        needs: how many there are.
        lost: how many miss their milestones whatever the plan says.
    """
    found = [text for text in (lacks_told(lacks),) if text]
    if lost:
        found.append(
            plural(
                "{n} need can no longer be ready for its milestone.",
                "{n} needs can no longer be ready for their milestones.",
                lost,
            )
        )
    if bare:
        found.append(
            plural(
                "{n} of the {needs} needs is not planned.",
                "{n} of the {needs} needs are not planned.",
                bare,
                needs=needs,
            )
        )
    return sentences(found) if found else None


def _lack_told(lack: StartLack) -> LocalizedText:
    return phrase(
        "Missing at the start of production on {day}: {need}, {why}.",
        day=day_told(lack.start),
        need=lack.need.title,
        why=_why(lack),
    )


def _why(lack: StartLack) -> LocalizedText:
    if lack.ready_on is None:
        return phrase("not in the plan")
    ready, days = day_told(lack.ready_on), (lack.ready_on - lack.start).days
    if lack.brave_on is None:
        return plural(
            "planned until {day}, {n} day late",
            "planned until {day}, {n} days late",
            days,
            day=ready,
        )
    more = (
        phrase("{day} with the low value", day=day_told(lack.brave_on))
        if lack.brave_on > lack.start
        else phrase("in time only with the low value")
    )
    return plural(
        "ready on {day}, {n} day late ({more})",
        "ready on {day}, {n} days late ({more})",
        days,
        day=ready,
        more=more,
    )


def moved_told(weeks: int) -> LocalizedText:
    """Return by how many weeks the start of production was moved; negative is earlier."""
    count = abs(weeks)
    if weeks < 0:
        return plural("SOP moved {n} week earlier", "SOP moved {n} weeks earlier", count)
    return plural("SOP moved by {n} week", "SOP moved by {n} weeks", count)


def slip_told(found: LaunchSlip) -> LocalizedText:
    """Return by how many days how many last responsible starts move."""
    counts = Counter(move.days for move in found.needs)
    listed = sorted(counts.items(), key=lambda pair: -pair[1])
    moves = [_moved(count, days) for days, count in listed]
    stay = [same(move.milestone) for move in found.milestones if move.before == move.after]
    return phrase(
        "Last responsible starts move: {moves}. Milestones that stay: {milestones}.",
        moves=joined(moves, phrase_as("mark between two words", ", ")) if moves else phrase("none"),
        milestones=names(stay) if stay else phrase("none"),
    )


def _moved(count: int, days: int) -> LocalizedText:
    if not days:
        return phrase("{count} by 0 days", count=count)
    if days < 0:
        return plural("{count} by -{n} day", "{count} by -{n} days", -days, count=count)
    return plural("{count} by {n} day", "{count} by {n} days", days, count=count)
