"""What follows a bar that a file moves: the bars that wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace

from django.utils.translation import gettext as _

from core.errors import RuleError
from interchange.selectors.rows import said
from interchange.services.drafts import DraftRow, RowTurn
from interchange.services.settling.links import links_of
from interchange.services.settling.settler import Settler, name_of, turned
from planning.domain.network import PlanError
from planning.domain.plans import DAY, DaySpan
from roadmap.domain.cascade import cascade
from roadmap.models import Dependency, Initiative
from roadmap.selectors.network import length_of
from roadmap.selectors.plan import item_of
from roadmap.services.batches import name_of as title_of
from roadmap.services.carrying import days_of
from roadmap.services.dating import COLUMNS
from roadmap.services.initiatives import assign, check_dates


def follow(settler: Settler, *, wanted: bool) -> None:
    """Count what waits for a bar that the file moves and would have to go; let it go if wanted.

    By the rule of every act on the plan (docs/method.md#cascade). What cannot go is named in
    `PlanTurn.stuck`.

    Args:
        settler: with initiatives and links taken.
        wanted: whether it goes.
    """
    moved = set(_moved(settler))
    bars = settler.taken["initiatives"]
    links, ends = links_of(settler), _fresh(settler)
    fresh = [link for link in links if (link.before, link.after) in ends]
    if not (moved or fresh):
        return
    items = {key: replace(item_of(row), id=key) for key, row in bars.items()}
    lengths = {key: length_of(row, settler) for key, row in bars.items()}
    words = _("“%(title)s”: %(why)s")
    try:
        spans = cascade(items, links, moved, lengths, fresh).spans
    except PlanError as error:
        shown = {"title": title_of(bars[error.field]), "why": error.message}
        settler.turn.waiting = 1
        settler.turn.stuck += [words % shown] if wanted else []
        return
    settler.turn.waiting = len(spans)
    for key, span in spans.items() if wanted else ():
        try:
            _go(settler, key, span)
        except RuleError as error:
            shown = {"title": title_of(bars[key]), "why": error.message}
            settler.turn.stuck.append(words % shown)


def _moved(settler: Settler) -> Iterator[str]:
    for key, row in settler.stored["initiatives"].items():
        if days_of(settler.taken["initiatives"][key]) != days_of(row):
            yield key


def _fresh(settler: Settler) -> set[tuple[str, str]]:
    """Return the ends of links that are new or have another kind or lag."""
    turns = [turn for turn in settler.turn.turns if isinstance(turn.row, Dependency)]
    changed = [turn for turn in turns if turn.effect != "same"]
    return {
        (turn.draft.values["predecessor"], turn.draft.values["successor"])
        if turn.is_new
        else (said(turn.row, "predecessor"), said(turn.row, "successor"))
        for turn in changed
    }


def _go(settler: Settler, key: str, span: DaySpan) -> None:
    """Move a bar to where it has to go; a row of the file goes further than it says."""
    stored = settler.stored["initiatives"].get(key)
    row: Initiative = settler.taken["initiatives"][key]
    if row is stored:
        row = copy(row)
    assign(row, {"starts_on": span.start, "ends_on": span.end - DAY}, settler.calendar)
    check_dates(settler.rows.roadmap, row.starts_on, row.ends_on)
    settler.taken["initiatives"][key] = row
    dates = {name: said(row, name) for name in COLUMNS}
    turns = settler.turn.turns
    at = next((at for at, turn in enumerate(turns) if _is_of(turn, key)), len(turns))
    own = turns[at] if at < len(turns) else None
    if own is not None and own.effect != "same":
        new = turned(own.draft, stored, row, {**own.after, **dates})
    else:
        draft = DraftRow("initiatives", own.draft.number if own else 0, key, row.version, {})
        new = replace(turned(draft, stored, row, dates), follows=True)
    turns[at : at + 1] = [new]


def _is_of(turn: RowTurn, key: str) -> bool:
    return turn.draft.sheet == "initiatives" and name_of(turn.draft) == key
