"""Sentences about a computed plan, in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from core.cldr import day_in
from core.phrases import in_languages, phrase, plural
from core.text import LocalizedText, same
from planning.domain.collisions import Collision, Hold

Names = Mapping[str, LocalizedText]


def day_told(day: dt.date) -> LocalizedText:
    """Return a day as pages write it: "14 Feb 2028", in Chinese "2028-02-14"."""
    return in_languages(lambda language: day_in(day, language))


def told(collision: Collision, names: Names | None = None) -> LocalizedText:
    """Return what collides, by how many days, and for whose sake.

    Args:
        collision: the pair.
        names: of items and milestones by id; what has none is called by its id.
    """
    named = names or {}
    return plural(
        "{item} cannot start before {can} ({why}), but must start on {must} {aim}: {n} day is missing.",
        "{item} cannot start before {can} ({why}), but must start on {must} {aim}: "
        "{n} days are missing.",
        collision.days,
        item=_name(named, collision.item),
        can=day_told(collision.can_start),
        why=_hold(collision, named),
        must=day_told(collision.must_start),
        aim=_aim(collision, named),
    )


def _name(names: Names, key: str) -> LocalizedText:
    return names.get(key, same(key))


def _hold(collision: Collision, names: Names) -> LocalizedText:
    if collision.hold is Hold.ENABLING:
        return phrase("it waits for {name}", name=_name(names, collision.enabling))
    if collision.hold is Hold.EARLIEST:
        return phrase("its own earliest date")
    return phrase("that is today")


def _aim(collision: Collision, names: Names) -> LocalizedText:
    """Return for whose sake it must start."""
    is_own = collision.through == collision.item
    who = phrase("it") if is_own else _name(names, collision.through)
    due = _name(names, collision.due)
    if not collision.buffer_days:
        return phrase("so that {name} stands at {due}", name=who, due=due)
    return plural(
        "so that {name} stands {n} day before {due}",
        "so that {name} stands {n} days before {due}",
        collision.buffer_days,
        name=who,
        due=due,
    )
